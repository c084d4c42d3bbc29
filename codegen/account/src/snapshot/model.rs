//! The definitions of an account as data.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::entity::Entity;
use super::names::Names;

/// The definitions of an account: fields, pipelines, labels and the other lists that a program refers to by id.
///
/// A snapshot contains no deals, persons or other items. It is stored as JSON, which is meant to be committed and reviewed:
/// see [`to_json`](Self::to_json).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Snapshot {
    /// The company that the account belongs to, if known.
    pub company: Option<Company>,
    /// The fields of each entity: custom fields first, each group sorted by key. An entity without an entry has not been read; see `omitted`.
    pub fields: BTreeMap<Entity, Vec<AccountField>>,
    /// The pipelines, in the order of the account.
    pub pipelines: Option<Vec<Pipeline>>,
    /// The activity types, in the order of the account.
    pub activity_types: Option<Vec<ActivityType>>,
    /// The labels of leads, sorted by id.
    pub lead_labels: Option<Vec<LeadLabel>>,
    /// The names of the sources of leads, sorted.
    pub lead_sources: Option<Vec<String>>,
    /// The currencies of deals, and the custom currencies of the company, sorted by code.
    pub currencies: Option<Vec<Currency>>,
    /// The users, sorted by id. Only present if requested, because it is personal data.
    pub users: Option<Vec<AccountUser>>,
    /// The parts that could not be read, or not completely.
    pub omitted: Vec<Omission>,
    /// The names of generated Rust items. Written by `generate`, and edited by hand to rename them.
    pub names: Names,
}

/// A company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Company {
    /// The id.
    pub id: i64,
    /// The subdomain: `acme` for `acme.pipedrive.com`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
}

/// The definition of a field.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AccountField {
    /// The key in requests and responses: 40 hexadecimal digits for a custom field, the name of a property for a built-in field.
    pub key: String,
    /// The name that users see.
    pub name: String,
    /// The type of the values, as the API names it: `varchar`, `monetary`, `enum`. See [`ValueType`](crate::ValueType).
    #[serde(rename = "type")]
    pub field_type: String,
    /// Whether this is a custom field of the account.
    #[serde(skip_serializing_if = "is_false")]
    pub custom: bool,
    /// Whether the field is deleted. Version 2 of the API does not return deleted fields.
    #[serde(skip_serializing_if = "is_false")]
    pub deleted: bool,
    /// The description that users see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The parts of a composite value, such as the currency of an amount of money.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subfields: Vec<Subfield>,
    /// The options, in the order of the account. Empty for fields without options.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<AccountOption>,
}

/// Part of a composite value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Subfield {
    /// The key of the part, such as `currency`.
    pub key: String,
    /// The name that users see.
    pub name: String,
    /// The type of the values, as the API names it.
    #[serde(rename = "type")]
    pub field_type: String,
}

/// An option of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AccountOption {
    /// The id in requests and responses.
    pub id: AccountOptionId,
    /// The label that users see.
    pub label: String,
}

/// The id of an option: a number in custom fields, often a string or a boolean in built-in fields.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum AccountOptionId {
    /// A number.
    Number(i64),
    /// A string.
    String(String),
    /// A boolean.
    Boolean(bool),
}

impl fmt::Display for AccountOptionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(id) => id.fmt(f),
            Self::String(id) => id.fmt(f),
            Self::Boolean(id) => id.fmt(f),
        }
    }
}

/// A pipeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Pipeline {
    /// The id.
    pub id: i64,
    /// The name that users see.
    pub name: String,
    /// Whether the pipeline is deleted.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deleted: bool,
    /// The stages, in the order of the pipeline.
    pub stages: Vec<Stage>,
}

/// A stage of a pipeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Stage {
    /// The id.
    pub id: i64,
    /// The name that users see.
    pub name: String,
    /// Whether the stage is deleted.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deleted: bool,
}

/// A type of activities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ActivityType {
    /// The id.
    pub id: i64,
    /// The key by which activities refer to the type. It never changes.
    pub key: String,
    /// The name that users see.
    pub name: String,
    /// Whether this is a custom type of the account.
    #[serde(default, skip_serializing_if = "is_false")]
    pub custom: bool,
    /// Whether the type is deleted.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deleted: bool,
}

/// A label of leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LeadLabel {
    /// The id, a UUID.
    pub id: String,
    /// The name that users see.
    pub name: String,
}

/// A currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Currency {
    /// The code, such as `EUR`.
    pub code: String,
    /// The name, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The number of decimal places in amounts, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal_places: Option<u8>,
    /// Whether this is a custom currency of the company.
    #[serde(default, skip_serializing_if = "is_false")]
    pub custom: bool,
}

/// A user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AccountUser {
    /// The id.
    pub id: i64,
    /// The name.
    pub name: String,
    /// The email address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether the user is deactivated.
    #[serde(default, skip_serializing_if = "is_false")]
    pub inactive: bool,
}

/// A part that could not be read, or not completely.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Omission {
    /// The part of the snapshot, such as `fields.projects`.
    pub part: String,
    /// Why it is missing or incomplete.
    pub reason: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde requires")]
fn is_false(flag: &bool) -> bool {
    !flag
}

impl AccountField {
    /// Creates the definition of a custom field without options.
    pub fn new(key: impl Into<String>, name: impl Into<String>, field_type: impl Into<String>) -> Self {
        Self { key: key.into(), name: name.into(), field_type: field_type.into(), custom: true, ..Self::default() }
    }
}

impl AccountOption {
    /// Creates an option with a number as id.
    pub fn new(id: i64, label: impl Into<String>) -> Self {
        Self { id: AccountOptionId::Number(id), label: label.into() }
    }
}

impl Snapshot {
    /// Returns the fields of an entity. Empty if they have not been read.
    pub fn fields_of(&self, entity: Entity) -> &[AccountField] {
        self.fields.get(&entity).map_or(&[], Vec::as_slice)
    }

    /// Returns the labels of deals, persons or organizations: the options of the built-in field `label_ids` (`label` in version 1).
    pub fn labels_of(&self, entity: Entity) -> &[AccountOption] {
        let field = self.fields_of(entity).iter().find(|field| field.is_label());
        field.map_or(&[], |field| &field.options)
    }
}

impl AccountField {
    /// Returns whether the options of this built-in field are the labels of its items.
    pub fn is_label(&self) -> bool {
        !self.custom && matches!(self.key.as_str(), "label_ids" | "label")
    }
}
