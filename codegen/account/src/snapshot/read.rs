//! Reading a snapshot. Unknown keys are errors, because a misspelled one would be lost with the next write.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::hash::Hash;
use std::path::Path;

use serde::Deserialize;

use super::model::{
    AccountField, AccountOption, AccountUser, ActivityType, Company, Currency, LeadLabel, Omission, Pipeline, Snapshot, Subfield,
};
use super::names::Names;
use super::{Entity, FORMAT};
use crate::files;

/// A snapshot that cannot be read, created or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotError(String);

impl SnapshotError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SnapshotError {}

/// What all formats have in common.
#[derive(Deserialize)]
struct Header {
    format: u32,
}

/// The content of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredSnapshot {
    #[serde(rename = "format")]
    _format: u32,
    company: Option<Company>,
    fields: BTreeMap<Entity, Vec<StoredField>>,
    pipelines: Option<Vec<Pipeline>>,
    activity_types: Option<Vec<ActivityType>>,
    lead_labels: Option<Vec<LeadLabel>>,
    lead_sources: Option<Vec<String>>,
    currencies: Option<Vec<Currency>>,
    users: Option<Vec<AccountUser>>,
    #[serde(default)]
    omitted: Vec<Omission>,
    #[serde(default)]
    names: Names,
}

/// A field, or a reference to the one of another entity.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredField {
    key: String,
    same_as: Option<Entity>,
    name: Option<String>,
    #[serde(rename = "type")]
    field_type: Option<String>,
    #[serde(default)]
    custom: bool,
    #[serde(default)]
    deleted: bool,
    description: Option<String>,
    #[serde(default)]
    subfields: Vec<Subfield>,
    #[serde(default)]
    options: Vec<AccountOption>,
}

impl Snapshot {
    /// Reads a snapshot from JSON.
    ///
    /// # Errors
    ///
    /// Returns an error with the line and the column if the JSON is malformed, has an unknown key or another type of value; and one that
    /// names the key or id if it occurs twice.
    pub fn from_json(json: &str) -> Result<Self, SnapshotError> {
        let invalid = |error: serde_json::Error| SnapshotError(format!("not a snapshot: {error}"));
        let Header { format } = serde_json::from_str(json).map_err(invalid)?;
        if format != FORMAT {
            return Err(SnapshotError(format!(
                "the snapshot has the format {format}, and this version reads the format {FORMAT}: update `pipedrive-account`, or \
                 create the snapshot again with `fetch`"
            )));
        }
        let stored: StoredSnapshot = serde_json::from_str(json).map_err(invalid)?;
        let mut snapshot = Self {
            company: stored.company,
            fields: resolved(stored.fields)?,
            pipelines: stored.pipelines,
            activity_types: stored.activity_types,
            lead_labels: stored.lead_labels,
            lead_sources: stored.lead_sources,
            currencies: stored.currencies,
            users: stored.users,
            omitted: stored.omitted,
            names: stored.names,
        };
        snapshot.check()?;
        snapshot.sort();
        Ok(snapshot)
    }

    /// Reads a snapshot from a file.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read, or if it contains no valid snapshot; see [`from_json`](Self::from_json).
    pub fn read(path: impl AsRef<Path>) -> Result<Self, SnapshotError> {
        let path = path.as_ref();
        let json = files::read(path).map_err(SnapshotError)?;
        Self::from_json(&json).map_err(|SnapshotError(problem)| SnapshotError(format!("`{}`: {problem}", path.display())))
    }

    /// Writes the snapshot to a file, unless the file contains it already. Returns whether it was written.
    ///
    /// The file has either the old or the new content at any time.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be written.
    pub fn write(&self, path: impl AsRef<Path>) -> Result<bool, SnapshotError> {
        files::write(path.as_ref(), &self.to_json()).map_err(SnapshotError)
    }

    /// Returns an error if two things have the same key or id.
    fn check(&self) -> Result<(), SnapshotError> {
        for (entity, fields) in &self.fields {
            unique(&format!("fields.{entity}"), "key", fields.iter().map(|field| &field.key))?;
            for field in fields {
                unique(&format!("fields.{entity}.{}", field.key), "id", field.options.iter().map(|option| &option.id))?;
            }
        }
        let pipelines = || self.pipelines.iter().flatten();
        unique("pipelines", "id", pipelines().map(|pipeline| pipeline.id))?;
        unique("pipelines.stages", "id", pipelines().flat_map(|pipeline| &pipeline.stages).map(|stage| stage.id))?;
        unique("activity_types", "key", self.activity_types.iter().flatten().map(|activity_type| &activity_type.key))?;
        unique("lead_labels", "id", self.lead_labels.iter().flatten().map(|label| &label.id))?;
        unique("lead_sources", "name", self.lead_sources.iter().flatten())?;
        unique("currencies", "code", self.currencies.iter().flatten().map(|currency| &currency.code))?;
        unique("users", "id", self.users.iter().flatten().map(|user| user.id))
    }

    /// Brings everything without an order of its own into a fixed one.
    pub(crate) fn sort(&mut self) {
        for fields in self.fields.values_mut() {
            fields.sort_by(|a, b| (!a.custom, &a.key).cmp(&(!b.custom, &b.key)));
        }
        self.lead_labels.iter_mut().for_each(|labels| labels.sort_by(|a, b| a.id.cmp(&b.id)));
        self.lead_sources.iter_mut().for_each(|sources| sources.sort());
        self.currencies.iter_mut().for_each(|currencies| currencies.sort_by(|a, b| a.code.cmp(&b.code)));
        self.users.iter_mut().for_each(|users| users.sort_by_key(|user| user.id));
        self.omitted.sort();
        self.omitted.dedup();
    }
}

/// Replaces references by the fields that they refer to.
fn resolved(mut stored: BTreeMap<Entity, Vec<StoredField>>) -> Result<BTreeMap<Entity, Vec<AccountField>>, SnapshotError> {
    let mut fields: BTreeMap<Entity, Vec<AccountField>> = BTreeMap::new();
    let mut references = Vec::new();
    for (entity, entries) in &mut stored {
        let mut own = Vec::new();
        for entry in std::mem::take(entries) {
            match entry.same_as {
                Some(other) => references.push((*entity, other, entry.key)),
                None => own.push(field(*entity, entry)?),
            }
        }
        fields.insert(*entity, own);
    }
    let missing = |entity: Entity, other: Entity, key: &str| {
        SnapshotError(format!("`fields.{entity}.{key}` is the same as in `{other}`, which has no such field"))
    };
    if references.is_empty() {
        return Ok(fields);
    }
    let by_key = |fields: &[AccountField]| fields.iter().map(|field| (field.key.clone(), field.clone())).collect();
    let originals: BTreeMap<Entity, BTreeMap<String, AccountField>> =
        fields.iter().map(|(entity, fields)| (*entity, by_key(fields))).collect();
    for (entity, other, key) in references {
        let field = originals.get(&other).and_then(|fields| fields.get(&key)).ok_or_else(|| missing(entity, other, &key))?;
        fields.entry(entity).or_default().push(field.clone());
    }
    Ok(fields)
}

fn field(entity: Entity, entry: StoredField) -> Result<AccountField, SnapshotError> {
    let required = |value: Option<String>, name: &str| {
        value.ok_or_else(|| SnapshotError(format!("`fields.{entity}.{}`: missing `{name}`", entry.key)))
    };
    Ok(AccountField {
        name: required(entry.name, "name")?,
        field_type: required(entry.field_type, "type")?,
        key: entry.key,
        custom: entry.custom,
        deleted: entry.deleted,
        description: entry.description,
        subfields: entry.subfields,
        options: entry.options,
    })
}

fn unique<T: Eq + Hash + fmt::Display>(place: &str, what: &str, all: impl Iterator<Item = T>) -> Result<(), SnapshotError> {
    let mut seen = HashSet::new();
    for value in all {
        if seen.contains(&value) {
            return Err(SnapshotError(format!("`{place}`: the {what} `{value}` occurs twice")));
        }
        seen.insert(value);
    }
    Ok(())
}
