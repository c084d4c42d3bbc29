//! Accounts from which modules are generated.

use std::fmt::Debug;

use pipedrive::v1::lead_labels::LeadLabelColor;
use pipedrive::v2::fields::{CustomFieldType, NewFieldOption};
use pipedrive::{Client, Result};
use pipedrive_account::{AccountField, AccountOption, ActivityType, Entity, LeadLabel, Pipeline, Snapshot};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// All types of custom fields.
pub const FIELD_TYPES: [CustomFieldType; 16] = [
    CustomFieldType::Varchar,
    CustomFieldType::VarcharAuto,
    CustomFieldType::Text,
    CustomFieldType::Phone,
    CustomFieldType::Double,
    CustomFieldType::Monetary,
    CustomFieldType::Enum,
    CustomFieldType::Set,
    CustomFieldType::User,
    CustomFieldType::Org,
    CustomFieldType::People,
    CustomFieldType::Date,
    CustomFieldType::Daterange,
    CustomFieldType::Time,
    CustomFieldType::Timerange,
    CustomFieldType::Address,
];

/// Defines custom fields of every type for all entities of an account, a label and an activity type. The keys depend on the order only.
///
/// # Errors
///
/// Returns the error of the first call that fails.
pub async fn define(client: &Client) -> Result<()> {
    let options = || [NewFieldOption::new("Brass"), NewFieldOption::new("Chrome")];
    for field_type in FIELD_TYPES {
        let has_options = matches!(field_type, CustomFieldType::Enum | CustomFieldType::Set);
        let name = format!("The {}", field_type.as_str());
        macro_rules! create {
            ($($resource:ident),*) => {$(
                let request = client.v2().$resource().create(name.as_str(), field_type.clone());
                if has_options { request.options(options()).await?; } else { request.await?; }
            )*};
        }
        create!(deal_fields, person_fields, organization_fields, product_fields, project_fields);
    }
    client.v1().lead_labels().create("Hot", LeadLabelColor::Red).await?;
    client.v1().activity_types().create("Site visit", "task").await?;
    Ok(())
}

const TYPES: [&str; 17] = [
    "varchar",
    "varchar_auto",
    "text",
    "phone",
    "double",
    "monetary",
    "enum",
    "set",
    "user",
    "org",
    "people",
    "date",
    "daterange",
    "time",
    "timerange",
    "address",
    "picture",
];

/// Names that are no identifiers, are reserved, or collide with one another and with what the module imports.
const NAMES: [&str; 48] = [
    "",
    " ",
    "Tier",
    "tier",
    "TIER",
    "tier ",
    "Tier!",
    "type",
    "self",
    "Self",
    "crate",
    "super",
    "_",
    "fields",
    "Fields",
    "2nd offer",
    "2026",
    "-1",
    "+1",
    "%",
    "名前",
    "Größe",
    "Größe (cm)",
    "Цена",
    "🦄",
    "👍🏽",
    "e\u{301}t\u{e9}",
    "\u{202e}evil",
    "a\u{200b}b",
    "Option",
    "Vec",
    "String",
    "Some",
    "None",
    "Money",
    "Date",
    "DealFields",
    "Deal id",
    "Pipeline",
    "Unknown",
    "LeadLabel",
    "`code`",
    "``` rust",
    "# Heading",
    "*/ fn main() {} /*",
    "\"quoted\\",
    "[link](https://example.com)",
    "A\nB",
];

const DESCRIPTIONS: [&str; 5] = [
    "```\npanic!(\"run\")\n```",
    "    indented code\n\n# Heading\n- list",
    "`unclosed [link]: <b>HTML</b> \u{202e}reversed FooBar foo_bar https://example.com",
    "*/ } fn main() { /*",
    "",
];

/// An account with 300 fields of deals, with names and descriptions of all kinds.
///
/// # Panics
///
/// Never.
#[must_use]
pub fn hostile() -> Snapshot {
    let mut fields = Vec::new();
    for index in 0..300_usize {
        let name = match NAMES.get(index) {
            Some(name) => (*name).to_owned(),
            None if index % 3 == 0 => "Duplicate".to_owned(),
            None => format!("Field {index}"),
        };
        let key = format!("{:040x}", (index as u128 * 7919 + 13).pow(5));
        let mut field = AccountField::new(key, name, if index < 24 { TYPES[6 + index % 2] } else { TYPES[index % TYPES.len()] });
        field.description = DESCRIPTIONS.get(index % 7).map(|description| (*description).to_owned());
        field.deleted = index % 41 == 40;
        if matches!(field.field_type.as_str(), "enum" | "set") {
            let start = i64::try_from(index).expect("a small number") * 1000;
            let labels = NAMES.iter().cycle().skip(index).take(index % 5);
            field.options = labels.zip(start..).map(|(label, id)| AccountOption::new(id, *label)).collect();
        }
        fields.push(field);
    }
    fields.sort_by(|a, b| a.key.cmp(&b.key));
    let mut snapshot = Snapshot::default();
    snapshot.fields.insert(Entity::Leads, fields[..60].to_vec());
    snapshot.fields.insert(Entity::Deals, fields);
    snapshot.fields.insert(Entity::Persons, Vec::new());
    let named = |id: usize, name: &str| json!({ "id": id, "name": name });
    let pipelines = numbered(4, |id, name| {
        let stages = NAMES.iter().take(if id % 2 == 0 { 4 } else { 0 }).zip(id * 100..);
        let stages: Vec<Value> = stages.map(|(name, id)| named(id, name)).collect();
        json!({ "id": id, "name": name, "deleted": id % 10 == 0, "stages": stages })
    });
    snapshot.pipelines = Some(read::<Pipeline>(pipelines));
    let types = numbered(1, |id, name| json!({ "id": id, "key": format!("key{id}"), "name": name }));
    snapshot.activity_types = Some(read::<ActivityType>(types));
    snapshot.lead_labels = Some(read::<LeadLabel>(numbered(2, |id, name| json!({ "id": format!("{id:04}"), "name": name }))));
    let mut sources: Vec<String> = NAMES.iter().map(|name| (*name).to_owned()).collect();
    sources.sort();
    snapshot.lead_sources = Some(sources);
    snapshot
}

fn numbered(step: usize, item: impl Fn(usize, &str) -> Value) -> Vec<Value> {
    NAMES.iter().step_by(step).zip(1..).map(|(name, id)| item(id, name)).collect()
}

fn read<T: DeserializeOwned + Debug>(items: Vec<Value>) -> Vec<T> {
    items.into_iter().map(|item| serde_json::from_value(item).expect("an item of a snapshot")).collect()
}
