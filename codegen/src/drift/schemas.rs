//! Compares schemas recursively.

use std::collections::BTreeSet;

use super::compare::{Comparison, absent, contradicts, missing, only_here};
use super::examples;
use super::finding::Finding;
use super::schema_view::{SchemaLocations, SchemaView};
use crate::load::Pointer;

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
        let mut found = Vec::new();
        for at in examples::examples(self.vendor, &media) {
            examples::unknown(self.vendor, self.ours, subject, &at, &SchemaLocations::one(ours_at.clone()), &mut found);
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
    pub fn schema(&mut self, subject: &str, role: PayloadRole, vendor_at: &SchemaLocations, ours_at: &SchemaLocations) {
        if !self.seen.insert((vendor_at.clone(), ours_at.clone(), role)) {
            return;
        }
        let (vendor, ours) = (SchemaView::of(self.vendor, vendor_at), SchemaView::of(self.ours, ours_at));
        self.visit(vendor.parts.iter().map(|(at, _)| at), ours.parts.iter().map(|(at, _)| at));
        if !self.types(subject, role, &vendor, &ours) {
            return;
        }
        self.values(subject, &vendor, &ours);
        self.format(subject, &vendor, &ours);
        if vendor.has("deprecated") && !ours.has("deprecated") {
            self.push(subject, missing("deprecated", &["deprecated"]), Some(&ours.at), Some(&vendor.at));
        }
        if role != PayloadRole::Response {
            self.limits(subject, &vendor, &ours);
        }
        if role == PayloadRole::Request && vendor.has("nullable") && !ours.has("nullable") {
            self.push(subject, missing("null", &["null"]), Some(&ours.at), Some(&vendor.at));
        }
        self.properties(subject, role, &vendor, &ours);
        for (key, mark) in [("items", "[]"), ("additionalProperties", ".*")] {
            if let (Some(theirs), Some(own)) = (vendor.inner(key), ours.inner(key)) {
                self.schema(&format!("{subject}{mark}"), role, &theirs, &own);
            }
        }
    }

    /// Compares types. Returns whether the schemas can be compared further.
    fn types(&mut self, subject: &str, role: PayloadRole, vendor: &SchemaView<'_>, ours: &SchemaView<'_>) -> bool {
        let (theirs, own) = (vendor.types(), ours.types());
        let fits =
            theirs.is_empty() || own.is_empty() || theirs.iter().any(|theirs| own.iter().any(|own| fit(theirs, own, role)));
        if !fits {
            let list = |types: BTreeSet<&str>| types.into_iter().collect::<Vec<_>>().join(" or ");
            self.push(subject, contradicts(list(theirs), list(own)), Some(&ours.at), Some(&vendor.at));
        }
        fits
    }

    fn values(&mut self, subject: &str, vendor: &SchemaView<'_>, ours: &SchemaView<'_>) {
        // The vendor describes lists in queries as strings, with the values of the items, some joined by commas.
        let items = ours.inner("items").filter(|_| !vendor.types().contains("array"));
        let is_list = items.is_some();
        let of_items = items.map(|at| SchemaView::of(self.ours, &at));
        let holder = of_items.as_ref().unwrap_or(ours);
        let (theirs, own) = (vendor.values(), holder.values());
        if theirs.is_empty() || ours.types().contains("boolean") {
            return;
        }
        let theirs: BTreeSet<&str> =
            theirs.iter().flat_map(|value| value.split(|c| is_list && c == ',')).map(str::trim).collect();
        let missing_values: Vec<&str> = theirs.iter().filter(|value| !own.iter().any(|own| own == *value)).copied().collect();
        let extra_values: Vec<&str> = own.iter().map(String::as_str).filter(|value| !theirs.contains(value)).collect();
        if !missing_values.is_empty() {
            let pointer = if own.is_empty() { &ours.at } else { holder.home() };
            let detail = missing(format!("values {}", missing_values.join(", ")), &missing_values);
            self.push(subject, detail.used_at(&ours.at), Some(pointer), Some(&vendor.at));
        }
        if !own.is_empty() && !extra_values.is_empty() {
            let detail = only_here(format!("values {}", extra_values.join(", ")));
            self.push(subject, detail.used_at(&ours.at), Some(holder.home()), Some(&vendor.at));
        }
    }

    /// Compares the formats of dates and times; other formats have no effect here.
    fn format(&mut self, subject: &str, vendor: &SchemaView<'_>, ours: &SchemaView<'_>) {
        let Some(theirs) = vendor.string("format").filter(|format| matches!(*format, "date" | "date-time" | "time")) else {
            return;
        };
        match ours.string("format") {
            None => self.push(subject, missing(format!("format {theirs}"), &[theirs]), Some(&ours.at), Some(&vendor.at)),
            // The vendor uses `date-time` for all formats of dates with times.
            Some(own) if theirs == own || theirs == "date-time" && own.starts_with("datetime-") => {}
            Some(own) => {
                let detail = contradicts(format!("format {theirs}"), format!("format {own}"));
                self.push(subject, detail, Some(&ours.at), Some(&vendor.at));
            }
        }
    }

    fn limits(&mut self, subject: &str, vendor: &SchemaView<'_>, ours: &SchemaView<'_>) {
        for key in ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"] {
            let Some((theirs_at, theirs)) = vendor.number(key) else { continue };
            match ours.number(key) {
                None => self.push(subject, missing(format!("{key} {theirs}"), &[key]), Some(&ours.at), Some(&theirs_at)),
                Some((at, own)) if own != theirs => {
                    let detail = contradicts(format!("{key} {theirs}"), format!("{key} {own}"));
                    self.push(subject, detail, Some(&at), Some(&theirs_at));
                }
                Some(_) => {}
            }
        }
    }

    fn properties(&mut self, subject: &str, role: PayloadRole, vendor: &SchemaView<'_>, ours: &SchemaView<'_>) {
        let (theirs, mut own) = (vendor.properties(), ours.properties());
        let map = ours.inner("additionalProperties");
        if ours.is_open && own.is_empty() && map.is_none() && !theirs.is_empty() {
            let names: Vec<&str> = theirs.keys().copied().collect();
            let detail = missing(format!("properties {}", names.join(", ")), &names);
            return self.push(subject, detail, Some(&ours.at), Some(&vendor.at));
        }
        let (theirs_required, own_required) = (vendor.required(), ours.required());
        for (name, theirs_at) in &theirs {
            let subject = format!("{subject}.{name}");
            let Some(own_at) = own.shift_remove(name).or_else(|| map.clone()) else {
                if !ours.is_open {
                    let detail = absent(name).typed(&SchemaView::of(self.vendor, theirs_at));
                    self.push(&subject, detail, Some(ours.home()), Some(theirs_at.at()));
                }
                continue;
            };
            self.findings.confirm(self.ours.locate_key(own_at.at()));
            if role == PayloadRole::Request {
                match (theirs_required.get(name), own_required.get(name)) {
                    (Some(at), None) => self.push(&subject, contradicts("required", "optional"), Some(own_at.at()), Some(at)),
                    (None, Some(at)) => self.push(&subject, contradicts("optional", "required"), Some(at), Some(theirs_at.at())),
                    _ => {}
                }
            }
            self.schema(&subject, role, theirs_at, &own_at);
        }
        if !theirs.is_empty() {
            for (name, at) in own {
                self.push(&format!("{subject}.{name}"), only_here(Finding::PRESENT), Some(at.at()), Some(vendor.home()));
            }
        }
    }
}

/// Returns whether values of the vendor's type are compatible with ours.
fn fit(vendor: &str, ours: &str, role: PayloadRole) -> bool {
    vendor == ours
        // Integers are numbers, and the vendor uses `number` for flags and ids.
        || matches!((vendor, ours), ("number", "integer") | ("integer", "number"))
        // A list in a query is sent as a comma-separated string.
        || role == PayloadRole::Parameter && (vendor, ours) == ("string", "array")
}
