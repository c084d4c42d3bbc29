//! Writing a snapshot as JSON that makes small diffs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use pipedrive_inert::json::escaped;
use serde::Serialize;
use serde_json::{Value, json};

use super::model::{AccountField, AccountUser, ActivityType, Company, Currency, LeadLabel, Omission, Pipeline, Snapshot};
use super::names::Names;
use super::{Entity, FORMAT};

/// The layout of the file.
#[derive(Serialize)]
struct StoredLayout<'a> {
    format: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    company: Option<&'a Company>,
    fields: BTreeMap<Entity, Vec<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pipelines: Option<&'a [Pipeline]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    activity_types: Option<&'a [ActivityType]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lead_labels: Option<&'a [LeadLabel]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lead_sources: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currencies: Option<&'a [Currency]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    users: Option<&'a [AccountUser]>,
    #[serde(skip_serializing_if = "<[Omission]>::is_empty")]
    omitted: &'a [Omission],
    names: &'a Names,
}

impl Snapshot {
    /// Returns the snapshot as JSON.
    ///
    /// The order of everything is fixed, and each option, stage and label is on a line of its own, so that a change of the account is a
    /// change of few lines. A field of leads that is the same as that of deals is written as a reference. Invisible characters are
    /// escaped.
    pub fn to_json(&self) -> String {
        let mut sorted = self.clone();
        sorted.sort();
        sorted.written()
    }

    fn written(&self) -> String {
        let fields = self.fields.iter();
        let layout = StoredLayout {
            format: FORMAT,
            company: self.company.as_ref(),
            fields: fields.map(|(entity, fields)| (*entity, self.entries(*entity, fields))).collect(),
            pipelines: self.pipelines.as_deref(),
            activity_types: self.activity_types.as_deref(),
            lead_labels: self.lead_labels.as_deref(),
            lead_sources: self.lead_sources.as_deref(),
            currencies: self.currencies.as_deref(),
            users: self.users.as_deref(),
            omitted: &self.omitted,
            names: &self.names,
        };
        let value = serde_json::to_value(&layout).expect("only string keys");
        let mut out = String::new();
        write_value(&mut out, &value, 0, false);
        out.push('\n');
        escaped(&out)
    }

    fn entries(&self, entity: Entity, fields: &[AccountField]) -> Vec<Value> {
        let deals: BTreeMap<&str, &AccountField> = match entity {
            Entity::Leads => self.fields_of(Entity::Deals).iter().map(|field| (field.key.as_str(), field)).collect(),
            _ => BTreeMap::new(),
        };
        let is_shared = |field: &AccountField| field.custom && deals.get(field.key.as_str()) == Some(&field);
        let entry = |field: &AccountField| {
            if is_shared(field) { json!({ "key": field.key, "same_as": Entity::Deals }) } else { json!(field) }
        };
        fields.iter().map(entry).collect()
    }
}

/// Writes a value with an indentation of two spaces. An object of simple values that is an item of a list is written on one line.
fn write_value(out: &mut String, value: &Value, depth: usize, is_item: bool) {
    let (items, brackets): (Vec<(Option<&str>, &Value)>, _) = match value {
        Value::Array(items) if !items.is_empty() => (items.iter().map(|item| (None, item)).collect(), ['[', ']']),
        Value::Object(object) if !object.is_empty() => {
            (object.iter().map(|(key, value)| (Some(key.as_str()), value)).collect(), ['{', '}'])
        }
        simple => return out.push_str(&simple.to_string()),
    };
    let is_line = is_item && value.is_object() && items.iter().all(|(_, value)| !value.is_array() && !value.is_object());
    let line = |out: &mut String, depth: usize| if is_line { out.push(' ') } else { new_line(out, depth) };
    out.push(brackets[0]);
    for (index, (key, value)) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        line(out, depth + 1);
        if let Some(key) = key {
            let _ = write!(out, "{}: ", Value::from(key));
        }
        write_value(out, value, depth + 1, key.is_none());
    }
    line(out, depth);
    out.push(brackets[1]);
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}
