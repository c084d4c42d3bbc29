//! Compares schemas recursively.

use std::collections::BTreeSet;

use super::compare::{Comparison, absent, contradicts, missing, only_here};
use super::finding::Finding;
use super::{examples, schema_view};
use crate::load::Pointer;
use crate::value::{JsonTypes, ValueLimit, ValueUnion};

/// The role of a schema: parameter, request body or response body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PayloadRole {
    Parameter,
    Request,
    Response,
}

impl Comparison<'_> {
    pub fn examples(&mut self, subject: &str, vendor_at: &Pointer, ours_at: &Pointer) {
        let Some(media) = vendor_at.parent() else { return };
        let ours = ValueUnion::at(self.ours, ours_at);
        let mut found = Vec::new();
        for at in examples::examples(self.vendor, &media) {
            examples::unknown(self.vendor, subject, &at, &ours, &mut found);
        }
        for unknown in found {
            let name = unknown.vendor.key().unwrap_or_default();
            if !self.findings.lacks(&self.ours.locate_key(&unknown.ours), &name) {
                let detail = missing(examples::IN_EXAMPLE, &[&name]);
                self.push(&unknown.subject, detail, Some(&unknown.ours), Some(&unknown.vendor));
            }
        }
    }

    /// Compares two schemas in a role.
    pub fn schema(&mut self, subject: &str, role: PayloadRole, vendor: &ValueUnion<'_>, ours: &ValueUnion<'_>) {
        if !self.seen.insert((vendor.identity().to_vec(), ours.identity().to_vec(), role)) {
            return;
        }
        self.visit(vendor.parts().iter().map(|part| &part.at), ours.parts().iter().map(|part| &part.at));
        if !self.types(subject, role, vendor, ours) {
            return;
        }
        self.values(subject, vendor, ours);
        self.format(subject, vendor, ours);
        if vendor.flag("deprecated") && !ours.flag("deprecated") {
            self.push(subject, missing("deprecated", &["deprecated"]), Some(ours.place()), Some(vendor.place()));
        }
        if role != PayloadRole::Response {
            self.limits(subject, vendor, ours);
        }
        if role == PayloadRole::Request && vendor.is_nullable() && !ours.is_nullable() {
            self.push(subject, missing("null", &["null"]), Some(ours.place()), Some(vendor.place()));
        }
        self.properties(subject, role, vendor, ours);
        for (key, mark) in [("items", "[]"), ("additionalProperties", ".*")] {
            if let (Some(theirs), Some(own)) = (vendor.inner(key), ours.inner(key)) {
                self.schema(&format!("{subject}{mark}"), role, &theirs, &own);
            }
        }
    }

    /// Compares types. Returns whether the schemas can be compared further.
    fn types(&mut self, subject: &str, role: PayloadRole, vendor: &ValueUnion<'_>, ours: &ValueUnion<'_>) -> bool {
        let (theirs, own) = (schema_view::types(vendor), schema_view::types(ours));
        let fits = is_compatible(theirs, own, role);
        if !fits {
            self.push(subject, contradicts(theirs.describe(), own.describe()), Some(ours.place()), Some(vendor.place()));
        }
        fits
    }

    fn values(&mut self, subject: &str, vendor: &ValueUnion<'_>, ours: &ValueUnion<'_>) {
        // The vendor describes lists in queries as strings, with the values of the items, some joined by commas.
        let of_items = ours.inner("items").filter(|_| vendor.types().is_disjoint(JsonTypes::ARRAY));
        let is_list = of_items.is_some();
        let holder = of_items.as_ref().unwrap_or(ours);
        let (theirs, own) = (schema_view::values(vendor), schema_view::values(holder));
        let types = schema_view::types(ours);
        if theirs.is_empty() || !types.is_any() && types.contains(JsonTypes::BOOLEAN) {
            return;
        }
        let theirs: BTreeSet<&str> =
            theirs.iter().flat_map(|value| value.split(|c| is_list && c == ',')).map(str::trim).collect();
        let missing_values: Vec<&str> = theirs.iter().filter(|value| !own.iter().any(|own| own == *value)).copied().collect();
        let extra_values: Vec<&str> = own.iter().map(String::as_str).filter(|value| !theirs.contains(value)).collect();
        if !missing_values.is_empty() {
            let pointer = if own.is_empty() { ours.place() } else { holder.home() };
            let detail = missing(format!("values {}", missing_values.join(", ")), &missing_values);
            self.push(subject, detail.used_at(ours.place()), Some(pointer), Some(vendor.place()));
        }
        if !own.is_empty() && !extra_values.is_empty() {
            let detail = only_here(format!("values {}", extra_values.join(", ")));
            self.push(subject, detail.used_at(ours.place()), Some(holder.home()), Some(vendor.place()));
        }
    }

    /// Compares the formats of dates and times; other formats have no effect here.
    fn format(&mut self, subject: &str, vendor: &ValueUnion<'_>, ours: &ValueUnion<'_>) {
        let Some(theirs) = vendor.string("format").filter(|format| matches!(*format, "date" | "date-time" | "time")) else {
            return;
        };
        match ours.string("format") {
            None => self.push(subject, missing(format!("format {theirs}"), &[theirs]), Some(ours.place()), Some(vendor.place())),
            // The vendor uses `date-time` for all formats of dates with times.
            Some(own) if theirs == own || theirs == "date-time" && own.starts_with("datetime-") => {}
            Some(own) => {
                let detail = contradicts(format!("format {theirs}"), format!("format {own}"));
                self.push(subject, detail, Some(ours.place()), Some(vendor.place()));
            }
        }
    }

    fn limits(&mut self, subject: &str, vendor: &ValueUnion<'_>, ours: &ValueUnion<'_>) {
        for key in ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"] {
            let (Some(theirs), own) = (vendor.limit(key), ours.limit(key)) else { continue };
            let words =
                |limit: &ValueLimit<'_>| format!("{key} {}{}", limit.value, if limit.is_exclusive { ", exclusive" } else { "" });
            match own {
                None => self.push(subject, missing(words(&theirs), &[key]), Some(ours.place()), Some(&theirs.at.at)),
                Some(own) if !own.is_same(&theirs) => {
                    self.push(subject, contradicts(words(&theirs), words(&own)), Some(&own.at.at), Some(&theirs.at.at));
                }
                Some(_) => {}
            }
        }
    }

    fn properties(&mut self, subject: &str, role: PayloadRole, vendor: &ValueUnion<'_>, ours: &ValueUnion<'_>) {
        let (theirs, mut own) = (vendor.properties(), ours.properties());
        let item = schema_view::only_item(ours);
        own.extend(item.as_ref().map(ValueUnion::properties).unwrap_or_default());
        let is_open = ours.is_open() || item.is_some_and(|item| item.is_open());
        let map = ours.inner("additionalProperties");
        if is_open && own.is_empty() && map.is_none() && !theirs.is_empty() {
            let names: Vec<&str> = theirs.keys().copied().collect();
            let detail = missing(format!("properties {}", names.join(", ")), &names);
            return self.push(subject, detail, Some(ours.place()), Some(vendor.place()));
        }
        let (theirs_required, own_required) = (vendor.required(), ours.required());
        for (name, theirs) in &theirs {
            let subject = format!("{subject}.{name}");
            let Some(own) = own.shift_remove(name).or_else(|| map.clone()) else {
                if !is_open {
                    self.push(&subject, absent(name).typed(theirs), Some(ours.home()), Some(theirs.place()));
                }
                continue;
            };
            self.findings.confirm(self.ours.locate_key(own.place()));
            if role == PayloadRole::Request {
                match (theirs_required.get(name), own_required.get(name)) {
                    (Some(at), None) => {
                        self.push(&subject, contradicts("required", "optional"), Some(own.place()), Some(&at.at));
                    }
                    (None, Some(at)) => {
                        self.push(&subject, contradicts("optional", "required"), Some(&at.at), Some(theirs.place()));
                    }
                    _ => {}
                }
            }
            self.schema(&subject, role, theirs, &own);
        }
        if !theirs.is_empty() {
            for (name, schema) in own {
                let detail = only_here(Finding::PRESENT);
                self.push(&format!("{subject}.{name}"), detail, Some(schema.place()), Some(vendor.home()));
            }
        }
    }
}

/// Returns whether a value of the vendor's types can be one of ours. Integers are numbers, and the vendor uses `number` for flags and ids.
fn is_compatible(vendor: JsonTypes, ours: JsonTypes, role: PayloadRole) -> bool {
    let number = |types: JsonTypes| if types.is_disjoint(JsonTypes::NUMBER) { types } else { types.or(JsonTypes::NUMBER) };
    !number(vendor).is_disjoint(number(ours))
        // A list in a query is sent as a comma-separated string.
        || role == PayloadRole::Parameter && vendor.contains(JsonTypes::STRING) && ours.contains(JsonTypes::ARRAY)
}
