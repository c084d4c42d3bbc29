//! The names of generated Rust items, which stay the same when users rename what they stand for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::entity::Entity;

/// The names of generated Rust items by the key or id of what they stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Names {
    /// The custom fields and the labels of each entity, by the key of the field.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<Entity, BTreeMap<String, NamesOfField>>,
    /// The pipelines by id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub pipelines: BTreeMap<i64, NamesOfPipeline>,
    /// The variants of activity types by key.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub activity_types: BTreeMap<String, String>,
    /// The variants of lead labels by id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub lead_labels: BTreeMap<String, String>,
    /// The variants of lead sources by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub lead_sources: BTreeMap<String, String>,
}

/// The names of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NamesOfField {
    /// The field of the struct, such as `tier`.
    pub field: String,
    /// The enum of its options, such as `Tier`.
    #[serde(rename = "enum", default, skip_serializing_if = "Option::is_none")]
    pub enum_name: Option<String>,
    /// The variants of the enum by the id of the option.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
}

/// The names of a pipeline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NamesOfPipeline {
    /// The variant, such as `Sales`.
    pub variant: String,
    /// The enum of its stages, such as `SalesStage`.
    #[serde(rename = "enum")]
    pub enum_name: String,
    /// The variants of the enum by the id of the stage.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub stages: BTreeMap<i64, String>,
}
