//! Making a snapshot from the items of responses.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::definitions::{self as read, Positioned};
use super::section::Section;
use crate::snapshot::{AccountField, Currency, Entity, Omission, Pipeline, Snapshot, Stage};

/// Collects responses, and makes a snapshot from them.
#[derive(Debug, Default)]
pub(crate) struct SnapshotBuilder {
    items: BTreeMap<Section, Vec<Value>>,
    omitted: Vec<Omission>,
}

impl SnapshotBuilder {
    /// Adds the data of a response: one page of a list, or an object.
    pub(crate) fn add(&mut self, section: Section, data: Value) {
        let items = self.items.entry(section).or_default();
        match data {
            Value::Array(page) => items.extend(page),
            Value::Null => {}
            object => items.push(object),
        }
    }

    /// Notes that a section is missing or incomplete.
    pub(crate) fn omit(&mut self, section: Section, reason: impl Into<String>) {
        self.note(section.part(), reason.into());
    }

    fn note(&mut self, part: String, reason: String) {
        self.omitted.push(Omission { part, reason });
    }

    /// Makes the snapshot. Users are included only if `with_users` is set.
    pub(crate) fn finish(mut self, with_users: bool) -> Snapshot {
        let company = self.take(Section::CurrentUser, read::company).and_then(|mut companies| companies.pop());
        let mut snapshot = Snapshot { company, ..Snapshot::default() };
        for section in Section::ALL {
            let Section::Fields(entity) = section else { continue };
            if let Some(items) = self.items.get_mut(&section) {
                items.retain(|item| !read::is_subfield(item));
            }
            let fields = self.take(section, read::field);
            snapshot.fields.extend(fields.map(|fields| (entity, read::distinct(fields, |field| field.key.clone()))));
        }
        unify_leads(&mut snapshot);
        snapshot.pipelines = self.pipelines();
        snapshot.activity_types = self.take(Section::ActivityTypes, read::activity_type).map(|types| {
            read::in_order(read::distinct(types, |(_, activity_type)| activity_type.key.clone()), |activity_type| {
                activity_type.id
            })
        });
        snapshot.lead_labels =
            self.take(Section::LeadLabels, read::lead_label).map(|labels| read::distinct(labels, |label| label.id.clone()));
        snapshot.lead_sources =
            self.take(Section::LeadSources, read::lead_source).map(|names| read::distinct(names, Clone::clone));
        snapshot.currencies = self.currencies();
        if with_users {
            snapshot.users = self.take(Section::Users, read::user).map(|users| read::distinct(users, |user| user.id));
        }
        snapshot.omitted = self.omitted;
        snapshot.sort();
        snapshot
    }

    /// Reads the items of a section. Items without a key or id are noted. Returns `None` if there is no response.
    fn take<T>(&mut self, section: Section, read: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
        let items = self.items.remove(&section)?;
        let found: Vec<T> = items.iter().filter_map(read).collect();
        if found.len() < items.len() {
            self.omit(section, format!("{} of {} items have no key or id", items.len() - found.len(), items.len()));
        }
        Some(found)
    }

    fn pipelines(&mut self) -> Option<Vec<Pipeline>> {
        let stages = self.take(Section::Stages, read::stage);
        let Some(pipelines) = self.take(Section::Pipelines, read::pipeline) else {
            if stages.is_some() {
                self.omit(Section::Pipelines, "only their stages were read");
            }
            return None;
        };
        if stages.is_none() && !self.omitted.iter().any(|omission| omission.part == Section::Stages.part()) {
            self.omit(Section::Stages, "not read");
        }
        let mut by_pipeline: BTreeMap<i64, Vec<Positioned<Stage>>> = BTreeMap::new();
        for (pipeline, stage) in stages.unwrap_or_default() {
            by_pipeline.entry(pipeline).or_default().push(stage);
        }
        let mut pipelines =
            read::in_order(read::distinct(pipelines, |(_, pipeline)| pipeline.id), |pipeline: &Pipeline| pipeline.id);
        for pipeline in &mut pipelines {
            let stages = by_pipeline.remove(&pipeline.id).unwrap_or_default();
            pipeline.stages = read::in_order(read::distinct(stages, |(_, stage)| stage.id), |stage| stage.id);
        }
        for (pipeline, stages) in by_pipeline {
            // The stages of a deleted pipeline may remain in the list.
            if stages.iter().any(|(_, stage)| !stage.deleted) {
                self.omit(Section::Stages, format!("those of the pipeline {pipeline}, which was not read"));
            }
        }
        Some(pipelines)
    }

    /// Returns the currencies of deals, and the custom currencies. Without the sums of deals, these are all that can be used.
    fn currencies(&mut self) -> Option<Vec<Currency>> {
        let used: Option<BTreeSet<String>> = self.items.remove(&Section::DealSummary).map(|summaries| {
            // A map without entries is written as a list.
            let sums = summaries.iter().filter_map(|summary| summary.get("values_total")?.as_object());
            sums.flat_map(|sums| sums.keys().cloned()).collect()
        });
        let listed = self.take(Section::Currencies, read::currency);
        if used.is_none() && listed.is_none() {
            return None;
        }
        let is_used = |code: &str| used.as_ref().is_none_or(|used| used.contains(code));
        let listed = listed.unwrap_or_default().into_iter();
        let mut currencies: BTreeMap<String, Currency> = listed
            .filter(|(currency, is_active)| *is_active && (currency.custom || is_used(&currency.code)))
            .map(|(currency, _)| (currency.code.clone(), currency))
            .collect();
        for code in used.into_iter().flatten() {
            let unnamed = Currency { code: code.clone(), name: None, decimal_places: None, custom: false };
            currencies.entry(code).or_insert(unnamed);
        }
        Some(currencies.into_values().collect())
    }
}

/// Gives the custom fields of leads the parts of those of deals. Leads are read through version 1, which names them differently.
fn unify_leads(snapshot: &mut Snapshot) {
    let deals: BTreeMap<String, AccountField> =
        snapshot.fields_of(Entity::Deals).iter().map(|field| (field.key.clone(), field.clone())).collect();
    for field in snapshot.fields.get_mut(&Entity::Leads).into_iter().flatten().filter(|field| field.custom) {
        if let Some(same) = deals.get(&field.key) {
            field.subfields.clone_from(&same.subfields);
        }
    }
}
