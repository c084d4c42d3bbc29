//! The names of the generated items: those of the snapshot, and new ones for what is not in it yet.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use pipedrive_idents::{Case, distinct_by, ident};

use super::scope::{custom_fields, has_enum, label_field, shares_fields};
use crate::snapshot::{AccountField, AccountOptionId, Entity, Names, NamesOfField, NamesOfPipeline, Snapshot, SnapshotError};

/// The variant of an enum for ids that are not known.
pub(super) const UNKNOWN: &str = "Unknown";

/// The enums that a module can contain beside those of fields and stages.
pub(super) const PIPELINE: &str = "Pipeline";
pub(super) const ACTIVITY_TYPE: &str = "ActivityType";
pub(super) const LEAD_LABEL: &str = "LeadLabel";
pub(super) const LEAD_SOURCE: &str = "LeadSource";

/// The types that a generated module imports or uses from the standard prelude, and that an enum would hide.
const IMPORTED: &[&str] = &[
    "Address",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "CustomFieldValue",
    "Date",
    "DateRange",
    "Debug",
    "Default",
    "Display",
    "Eq",
    "Err",
    "FieldsOf",
    "From",
    "Hash",
    "Into",
    "KeyedOption",
    "Money",
    "None",
    "NumberedOption",
    "Ok",
    "Option",
    "PartialEq",
    "Result",
    "Self",
    "Some",
    "String",
    "TimeOfDay",
    "TimeRange",
    "ToString",
    "TypedField",
    "TypedFields",
    "UnknownNumber",
    "UnknownString",
    "Value",
    "Vec",
];

impl Snapshot {
    /// Returns the names of the generated items: those in [`names`](Self::names), and new ones for what has none yet.
    ///
    /// A name that exists is kept even if its field, option or stage has been renamed in the account, or deleted.
    ///
    /// # Errors
    ///
    /// Returns an error that names the entry if a name in the snapshot is not a Rust identifier, or if two items have the same name.
    pub fn complete_names(&self) -> Result<Names, SnapshotError> {
        let mut types = TakenTypes::new(self)?;
        let mut names = self.names.clone();
        for entity in Entity::ALL {
            if entity == Entity::Leads && shares_fields(self) {
                continue;
            }
            let of_entity = names.fields.entry(entity).or_default();
            complete_fields(self, entity, of_entity, &mut types)?;
            if of_entity.is_empty() {
                names.fields.remove(&entity);
            }
        }
        complete_pipelines(self, &mut names.pipelines, &mut types)?;
        let types = self.activity_types.iter().flatten().filter(|activity_type| !activity_type.deleted);
        let types = types.map(|activity_type| (activity_type.key.clone(), activity_type.name.as_str()));
        complete(&mut names.activity_types, types, &NameScope::variants("names.activity_types", "Type"))?;
        let labels = self.lead_labels.iter().flatten().map(|label| (label.id.clone(), label.name.as_str()));
        complete(&mut names.lead_labels, labels, &NameScope::variants("names.lead_labels", "Label"))?;
        let sources = self.lead_sources.iter().flatten().map(|source| (source.clone(), source.as_str()));
        complete(&mut names.lead_sources, sources, &NameScope::variants("names.lead_sources", "Source"))?;
        Ok(names)
    }
}

fn complete_fields(
    snapshot: &Snapshot,
    entity: Entity,
    names: &mut BTreeMap<String, NamesOfField>,
    types: &mut TakenTypes,
) -> Result<(), SnapshotError> {
    let path = format!("names.fields.{entity}");
    let fields: Vec<&AccountField> = custom_fields(snapshot, entity).collect();
    let mut idents: BTreeMap<String, String> = names
        .iter()
        .filter(|(_, names)| !names.field.is_empty())
        .map(|(key, names)| (key.clone(), names.field.clone()))
        .collect();
    let scope = NameScope { path: path.clone(), case: Case::Snake, fallback: "field", reserved: &["fields"] };
    complete(&mut idents, fields.iter().map(|field| (field.key.clone(), field.name.as_str())), &scope)?;
    for field in fields {
        let entry = names.entry(field.key.clone()).or_default();
        entry.field.clone_from(&idents[&field.key]);
        if has_enum(field) {
            complete_enum(entity, field, None, entry, types, &path)?;
        }
    }
    if let Some(field) = label_field(snapshot, entity) {
        let entry = names.entry(field.key.clone()).or_default();
        if entry.field.is_empty() {
            entry.field.clone_from(&field.key);
        }
        complete_enum(entity, field, Some(format!("{}Label", entity.singular())), entry, types, &path)?;
    }
    Ok(())
}

/// Completes the names of the enum of a field and of its variants.
fn complete_enum(
    entity: Entity,
    field: &AccountField,
    preferred: Option<String>,
    names: &mut NamesOfField,
    types: &mut TakenTypes,
    path: &str,
) -> Result<(), SnapshotError> {
    if names.enum_name.is_none() {
        let short = preferred.unwrap_or_else(|| ident(&field.name, Case::UpperCamel, "Choice"));
        let long = format!("{} {}", entity.singular(), field.name);
        names.enum_name = Some(types.name(&short, &long));
    }
    let options = field.options.iter().map(|option| (option.id.to_string(), option.label.as_str()));
    complete(&mut names.options, options, &NameScope::variants(&format!("{path}.{}.options", field.key), "Option"))
}

fn complete_pipelines(
    snapshot: &Snapshot,
    names: &mut BTreeMap<i64, NamesOfPipeline>,
    types: &mut TakenTypes,
) -> Result<(), SnapshotError> {
    let pipelines = || snapshot.pipelines.iter().flatten().filter(|pipeline| !pipeline.deleted);
    let mut variants: BTreeMap<i64, String> = names.iter().map(|(id, names)| (*id, names.variant.clone())).collect();
    let scope = NameScope::variants("names.pipelines", "Pipeline");
    complete(&mut variants, pipelines().map(|pipeline| (pipeline.id, pipeline.name.as_str())), &scope)?;
    for pipeline in pipelines() {
        let entry = names.entry(pipeline.id).or_default();
        entry.variant.clone_from(&variants[&pipeline.id]);
        if entry.enum_name.is_empty() {
            let name = format!("{}Stage", entry.variant.trim_end_matches('_'));
            entry.enum_name = types.name(&name, &format!("{name} {}", pipeline.id));
        }
        let stages = pipeline.stages.iter().filter(|stage| !stage.deleted).map(|stage| (stage.id, stage.name.as_str()));
        complete(&mut entry.stages, stages, &NameScope::variants(&format!("names.pipelines.{}.stages", pipeline.id), "Stage"))?;
    }
    Ok(())
}

/// Names that have to be different from one another.
struct NameScope {
    /// Where the names are in the snapshot, for errors.
    path: String,
    case: Case,
    fallback: &'static str,
    reserved: &'static [&'static str],
}

impl NameScope {
    fn variants(path: &str, fallback: &'static str) -> Self {
        Self { path: path.to_owned(), case: Case::UpperCamel, fallback, reserved: &[UNKNOWN] }
    }
}

/// Checks the names of the items, and adds those that are missing. Names of items that no longer exist are not used for others.
fn complete<'a, K: Ord + Clone + ToString>(
    names: &mut BTreeMap<K, String>,
    items: impl Iterator<Item = (K, &'a str)>,
    scope: &NameScope,
) -> Result<(), SnapshotError> {
    let mut taken: BTreeSet<String> = scope.reserved.iter().map(|name| (*name).to_owned()).collect();
    let (old, new): (Vec<_>, Vec<_>) = items.partition(|(key, _)| names.contains_key(key));
    for (key, _) in &old {
        let at = format!("{}.{}", scope.path, key.to_string());
        check(&names[key], &at)?;
        if !taken.insert(names[key].clone()) {
            return Err(SnapshotError::new(format!(
                "`{at}`: the name `{}` is used twice or reserved: choose another one",
                names[key]
            )));
        }
    }
    taken.extend(names.values().cloned());
    let labels: Vec<&str> = new.iter().map(|(_, label)| *label).collect();
    distinct_by(&labels, scope.case, scope.fallback, |index, ident| {
        let is_free = taken.insert(ident.to_owned());
        if is_free {
            names.insert(new[index].0.clone(), ident.to_owned());
        }
        is_free
    });
    Ok(())
}

/// The names of the types of the module.
struct TakenTypes(HashSet<String>);

impl TakenTypes {
    /// Reserves the names that the snapshot contains.
    fn new(snapshot: &Snapshot) -> Result<Self, SnapshotError> {
        let mut taken: HashSet<String> = IMPORTED.iter().map(|name| (*name).to_owned()).collect();
        taken.extend([PIPELINE, ACTIVITY_TYPE, LEAD_LABEL, LEAD_SOURCE].map(str::to_owned));
        for entity in Entity::ALL {
            taken.insert(entity.struct_name());
            taken.insert(format!("{}Id", entity.singular()));
        }
        taken.extend(["UserId", "PipelineId", "StageId", "LeadLabelId", "LabelId"].map(str::to_owned));
        let names = &snapshot.names;
        let fields = names.fields.iter().flat_map(|(entity, fields)| {
            let is_present = |key: &str| snapshot.fields_of(*entity).iter().any(|field| field.key == key && !field.deleted);
            let enums = fields.iter().filter_map(|(key, names)| Some((key, names.enum_name.as_ref()?)));
            enums.map(move |(key, name)| (format!("names.fields.{entity}.{key}.enum"), name, is_present(key)))
        });
        let is_pipeline = |id: i64| snapshot.pipelines.iter().flatten().any(|pipeline| pipeline.id == id && !pipeline.deleted);
        let pipelines = names.pipelines.iter().filter(|(_, names)| !names.enum_name.is_empty());
        let pipelines = pipelines.map(|(id, names)| (format!("names.pipelines.{id}.enum"), &names.enum_name, is_pipeline(*id)));
        let mut unused = Vec::new();
        for (at, name, is_present) in fields.chain(pipelines) {
            if !is_present {
                unused.push(name.clone());
                continue;
            }
            check(name, &at)?;
            if !taken.insert(name.clone()) {
                return Err(SnapshotError::new(format!(
                    "`{at}`: the name `{name}` is used twice or reserved: choose another one"
                )));
            }
        }
        taken.extend(unused);
        Ok(Self(taken))
    }

    /// Returns a new name: `short` if it is free, or one from the words `long`.
    fn name(&mut self, short: &str, long: &str) -> String {
        if self.0.insert(short.to_owned()) {
            return short.to_owned();
        }
        let mut name = String::new();
        distinct_by(&[long], Case::UpperCamel, "Choice", |_, ident| {
            ident.clone_into(&mut name);
            self.0.insert(ident.to_owned())
        });
        name
    }
}

/// Returns an error if a name is not an identifier.
fn check(name: &str, at: &str) -> Result<(), SnapshotError> {
    match syn::parse_str::<syn::Ident>(name) {
        Ok(_) if name != "_" => Ok(()),
        _ => Err(SnapshotError::new(format!("`{at}`: `{name}` is not a Rust identifier: choose another name"))),
    }
}

/// Returns the id of an option with a number.
pub(super) fn number(id: &AccountOptionId) -> Option<i64> {
    match id {
        AccountOptionId::Number(id) => Some(*id),
        _ => None,
    }
}
