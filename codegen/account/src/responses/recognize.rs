//! Recognizing what a saved response is, by its shape or by its name.

use serde_json::{Map, Value};

use super::section::Section;
use crate::snapshot::Entity;

/// What the data of a response looks like.
#[derive(Clone, Copy, Debug)]
pub(super) enum Likeness {
    /// One section.
    Section(Section),
    /// Fields, but not clearly those of one entity.
    Fields,
    /// None, or an empty list.
    Unknown,
}

/// Built-in fields that only one entity has.
const TELLTALES: &[(Entity, &[&str])] = &[
    (Entity::Deals, &["stage_id", "pipeline", "pipeline_id", "lost_reason", "won_time"]),
    (Entity::Leads, &["source_name", "was_seen"]),
    (Entity::Persons, &["first_name", "last_name", "email", "emails", "phones"]),
    (Entity::Organizations, &["people_count", "address"]),
    (Entity::Products, &["code", "unit", "tax", "prices", "unit_prices"]),
    (Entity::Activities, &["subject", "due_date", "due_time", "busy_flag", "busy"]),
    (Entity::Projects, &["board_id", "phase_id"]),
];

/// Returns the section that the path of a file or of a request names, such as `v2.deal_fields.list.json` or `/api/v2/dealFields`.
pub(super) fn by_name(name: &str) -> Option<Section> {
    let letters = |name: &str| name.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    let name = letters(name);
    let found: Vec<Section> = Section::ALL.into_iter().filter(|section| name.contains(&letters(section.as_str()))).collect();
    // `users_me` contains `users`.
    let is_longest = |section: &Section| !found.iter().any(|other| other != section && other.as_str().contains(section.as_str()));
    let mut longest = found.iter().copied().filter(is_longest);
    let first = longest.next()?;
    longest.next().is_none().then_some(first)
}

/// Returns what the data of a response looks like.
pub(super) fn by_shape(data: &Value) -> Likeness {
    let items: Vec<&Map<String, Value>> = match data {
        Value::Object(object) => {
            return if object.contains_key("values_total") {
                Likeness::Section(Section::DealSummary)
            } else if object.contains_key("company_id") && object.contains_key("company_domain") {
                Likeness::Section(Section::CurrentUser)
            } else {
                Likeness::Unknown
            };
        }
        Value::Array(items) => items.iter().filter_map(Value::as_object).collect(),
        _ => return Likeness::Unknown,
    };
    if items.is_empty() || items.len() < data.as_array().map_or(0, Vec::len) {
        return Likeness::Unknown;
    }
    let all = |is: &dyn Fn(&Map<String, Value>) -> bool| items.iter().all(|item| is(item));
    let have = |names: &[&str]| all(&|item| names.iter().all(|name| item.contains_key(*name)));
    if have(&["field_code", "field_type"]) || have(&["key", "field_type"]) {
        return entity_of(&items).map_or(Likeness::Fields, |entity| Likeness::Section(Section::Fields(entity)));
    }
    let sections: [(Section, bool); 7] = [
        (Section::ActivityTypes, have(&["id", "name", "key_string"])),
        (Section::Currencies, have(&["code", "decimal_points"])),
        (Section::Users, have(&["id", "name", "email", "is_you"])),
        (Section::Stages, have(&["id", "name", "pipeline_id"]) && !have(&["title"])),
        (Section::Pipelines, have(&["id", "name", "is_deal_probability_enabled"]) || have(&["id", "name", "url_title"])),
        (Section::LeadLabels, have(&["id", "name", "color"]) && all(&|item| item["id"].is_string())),
        (Section::LeadSources, have(&["name"]) && all(&|item| item.len() == 1)),
    ];
    sections.into_iter().find(|(_, is)| *is).map_or(Likeness::Unknown, |(section, _)| Likeness::Section(section))
}

fn entity_of(fields: &[&Map<String, Value>]) -> Option<Entity> {
    let key =
        |field: &Map<String, Value>| field.get("field_code").or(field.get("key")).and_then(Value::as_str).map(str::to_owned);
    let keys: Vec<String> = fields.iter().filter_map(|field| key(field)).collect();
    let mut entities = TELLTALES.iter().filter(|(_, telltales)| keys.iter().any(|key| telltales.contains(&key.as_str())));
    let (entity, _) = entities.next()?;
    entities.next().is_none().then_some(*entity)
}
