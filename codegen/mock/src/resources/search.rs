//! Searches: of one kind, of several, and of the values of one field.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::filters::Selection;
use super::shared::{plain, stored_name};
use super::{Handler, MockCall, Outcome};
use crate::description::{ApiSchema, InputLocation};
use crate::http::ApiResponse;
use crate::store::{Kind, Row};
use crate::views::{notes, searchable};

pub(super) const HANDLERS: &[(&str, Handler)] = &[
    ("v1.item_search.search", search_all),
    ("v1.item_search.search_field", search_values),
    ("v2.item_search.search", search_all),
    ("v2.item_search.search_field", search_field),
];

/// The kinds of `itemSearch`.
const KINDS: &[Kind] = &[Kind::Deal, Kind::Lead, Kind::Organization, Kind::Person, Kind::Product, Kind::Project];

/// The maximum number of related items of each kind.
const MAX_RELATED: usize = 100;

/// A row that matches, and how well.
type Hit<'a> = (f64, Kind, &'a Row);

/// Searches the rows of one kind.
pub(super) fn search(call: &mut MockCall<'_>, kind: Kind) -> Result<Outcome, ApiResponse> {
    let term = Term::parse(call)?;
    let hits = term.hits(call, &[kind]);
    let item = call.operation.item().and_then(|hit| hit.property("item"));
    let view = call.view(kind, item)?;
    call.page(&hits, |(score, _, row)| json!({ "result_score": score, "item": view.render(row, call.store) }))
}

/// Searches the rows of several kinds.
fn search_all(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let term = Term::parse(call)?;
    let types = call.request.query_list("item_types");
    let is_wanted = |kind: &Kind| types.is_empty() || types.contains(&name(*kind).as_str());
    let item = call.operation.item().and_then(|hit| hit.property("item"));
    // Version 1 does not find projects.
    let schemas = KINDS.iter().filter_map(|kind| Some((*kind, alternative(item?, *kind)?)));
    let views = schemas.map(|(kind, schema)| Ok((kind, call.view(kind, Some(schema))?)));
    let views = views.collect::<Result<Vec<_>, ApiResponse>>()?;
    let kinds: Vec<Kind> = views.iter().map(|(kind, _)| *kind).filter(is_wanted).collect();
    let hits = term.hits(call, &kinds);
    let render = |(score, kind, row): &Hit<'_>| {
        let view = views.iter().find(|(other, _)| other == kind);
        json!({ "result_score": score, "item": view.map(|(_, view)| view.render(row, call.store)) })
    };
    let page = call.page(&hits, render)?;
    if call.request.query("search_for_related_items") != Some("true") {
        return Ok(page);
    }
    let Outcome::Page { items, additional_data } = page else { return Ok(page) };
    let related: Vec<Value> = related(call, &hits).iter().map(render).collect();
    let body =
        json!({ "success": true, "data": { "items": items, "related_items": related }, "additional_data": additional_data });
    Ok(Outcome::Response(ApiResponse::json(call.operation.status, &body)))
}

/// Returns the newest leads and deals of the persons and organizations that were found, and the newest persons of the organizations.
fn related<'a>(call: &'a MockCall<'_>, hits: &[Hit<'_>]) -> Vec<Hit<'a>> {
    let is_linked = |row: &Row, kinds: &[Kind]| {
        let found = |(_, kind, hit): &Hit<'_>| {
            kinds.contains(kind) && kind.link().is_some_and(|link| row.linked_id(link).as_ref() == Some(&hit.id))
        };
        hits.iter().any(found)
    };
    let is_found = |kind: Kind, row: &Row| hits.iter().any(|(_, other, hit)| *other == kind && hit.id == row.id);
    let of = |kind: Kind, links: &'static [Kind]| {
        let rows: Vec<&Row> =
            call.store.table(kind).present().filter(|row| is_linked(row, links) && !is_found(kind, row)).collect();
        rows.into_iter().rev().take(MAX_RELATED).map(move |row| (0.0, kind, row)).collect::<Vec<_>>()
    };
    let mut related = of(Kind::Lead, &[Kind::Person, Kind::Organization]);
    related.extend(of(Kind::Deal, &[Kind::Person, Kind::Organization]));
    related.extend(of(Kind::Person, &[Kind::Organization]));
    related
}

/// Searches the values of one field. Unlike the other searches, this one is case-sensitive.
fn search_field(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let pattern = call.request.query("match").unwrap_or("exact").to_owned();
    let field = call.request.query("field").unwrap_or_default().to_owned();
    let hits = field_hits(call, call.request.query("entity_type").unwrap_or_default(), &field, &pattern)?;
    call.page(&hits, |hit| field_hit(&field, hit, true))
}

/// Searches the values of one field in version 1, which returns each value once unless the ids of the items are wanted.
fn search_values(call: &mut MockCall<'_>) -> Result<Outcome, ApiResponse> {
    let pattern = if call.request.is_set("exact_match") { "exact" } else { "middle" };
    let field = call.request.query("field_key").unwrap_or_default().to_owned();
    let entity = call.request.query("field_type").unwrap_or_default().trim_end_matches("Field");
    let has_ids = call.request.is_set("return_item_ids");
    let mut hits = field_hits(call, entity, &field, pattern)?;
    if !has_ids {
        let mut seen = HashSet::new();
        hits.retain(|(_, value)| seen.insert(value.clone()));
    }
    call.page(&hits, |hit| field_hit(&field, hit, has_ids))
}

/// Returns the rows with a value of a field that matches the term.
fn field_hits<'a>(
    call: &'a MockCall<'_>,
    entity: &str,
    field: &str,
    pattern: &str,
) -> Result<Vec<(&'a Row, String)>, ApiResponse> {
    let Some(kind) = KINDS.iter().copied().find(|kind| name(*kind) == entity) else { return Ok(Vec::new()) };
    let term = Term::parse(call)?;
    let matches = |value: &String| match pattern {
        "beginning" => value.starts_with(&term.sought),
        "middle" => value.contains(&term.sought),
        _ => *value == term.sought,
    };
    let stored = stored_name(call, kind, field);
    let rows = call.store.table(kind).present();
    Ok(rows.filter_map(|row| Some((row, values(call, kind, row, stored).into_iter().find(matches)?))).collect())
}

fn field_hit(field: &str, (row, value): &(&Row, String), has_id: bool) -> Value {
    let mut item = json!({});
    if has_id {
        item["id"] = row.id.to_json();
    }
    item[field] = value.as_str().into();
    item
}

/// What is searched for.
struct Term {
    /// The term, in lower case if the case is ignored.
    sought: String,
    is_exact: bool,
    fields: Vec<&'static str>,
}

impl Term {
    /// # Errors
    ///
    /// Returns the response 400 if the term is too short.
    fn parse(call: &MockCall<'_>) -> Result<Self, ApiResponse> {
        let request = call.request;
        // The search of one field is case-sensitive, and exact by default in version 2.
        let has_match = call.operation.parameter(InputLocation::Query, "match").is_some();
        let term = request.query("term").unwrap_or_default().trim();
        let is_of_field = call.operation.id.ends_with(".search_field");
        let term = if is_of_field { term.to_owned() } else { term.to_lowercase() };
        let is_exact = request.is_set("exact_match") || has_match && matches!(request.query("match"), None | Some("exact"));
        let min = if is_exact { 1 } else { 2 };
        if term.chars().count() < min {
            let characters = if is_exact { "1 character" } else { "2 characters" };
            return Err(ApiResponse::error(400, format!("`term`: expected at least {characters}, found `{term}`"), ""));
        }
        let parameter = call.operation.parameter(InputLocation::Query, "fields");
        let all = parameter.and_then(|parameter| parameter.schema.items()?.keyword("enum")?.as_array());
        let wanted = request.query_list("fields");
        let all = all.into_iter().flatten().filter_map(Value::as_str);
        Ok(Self { sought: term, is_exact, fields: all.filter(|field| wanted.is_empty() || wanted.contains(field)).collect() })
    }

    /// Returns the rows that match, the best ones first.
    fn hits<'a>(&self, call: &'a MockCall<'_>, kinds: &[Kind]) -> Vec<Hit<'a>> {
        let hits = kinds.iter().flat_map(|kind| {
            let selection = Selection::of(call, *kind);
            call.store.table(*kind).present().filter(move |row| selection.selects(row)).map(|row| (*kind, row))
        });
        let mut hits: Vec<Hit<'_>> = hits.filter_map(|(kind, row)| Some((self.score(call, kind, row)?, kind, row))).collect();
        hits.sort_by(|(a, ..), (b, ..)| b.total_cmp(a));
        hits
    }

    /// Returns how well a row matches, or `None` if it does not.
    fn score(&self, call: &MockCall<'_>, kind: Kind, row: &Row) -> Option<f64> {
        let values = self.fields.iter().flat_map(|field| values(call, kind, row, field)).map(|value| value.to_lowercase());
        let scores = values.filter_map(|value| match value.find(&self.sought) {
            Some(_) if value == self.sought => Some(1.0),
            _ if self.is_exact => None,
            Some(0) => Some(0.75),
            Some(_) => Some(0.5),
            None => None,
        });
        scores.reduce(f64::max)
    }
}

/// Returns the strings of a row that the search of a field compares.
fn values(call: &MockCall<'_>, kind: Kind, row: &Row, field: &str) -> Vec<String> {
    let list = |name: &str| row.get(name).as_array().into_iter().flatten().filter_map(|entry| entry["value"].as_str());
    match field {
        "custom_fields" => searchable(row),
        "notes" => notes(kind, row, call.store),
        "email" => list("emails").map(str::to_owned).collect(),
        "phone" => list("phones").map(str::to_owned).collect(),
        _ => {
            let value = row.custom_fields.get(field).unwrap_or_else(|| row.get(field));
            let value = value.get("value").unwrap_or(value);
            if value.is_null() { Vec::new() } else { vec![plain(value)] }
        }
    }
}

fn name(kind: Kind) -> String {
    kind.noun().to_lowercase()
}

/// Returns the alternative of an item for a kind: the one whose `type` is the name of the kind.
fn alternative(item: ApiSchema, kind: Kind) -> Option<ApiSchema> {
    let is_of_kind = |alternative: &ApiSchema| {
        let types = alternative.property("type").and_then(|property| property.keyword("enum"));
        types.and_then(Value::as_array).is_some_and(|types| types.iter().any(|value| *value == name(kind)))
    };
    item.alternatives().into_iter().find(is_of_kind)
}
