//! Compares two documents, operation by operation.

use std::collections::BTreeSet;

use super::finding::{Class, Finding, Findings};
use super::operations::{DriftOperation, is_deprecated, operations};
use super::schema_view;
use super::schemas::PayloadRole;
use crate::load::{Document, Pointer};
use crate::value::ValueUnion;

pub(super) struct Comparison<'a> {
    pub ours: &'a Document,
    pub vendor: &'a Document,
    pub findings: &'a mut Findings,
    /// The current operation, and its `x-source`.
    operation: String,
    operation_source: Option<(Pointer, String)>,
    /// The pairs of schemas that were compared for the current operation, as schemas may be recursive.
    pub seen: BTreeSet<(Vec<Pointer>, Vec<Pointer>, PayloadRole)>,
}

/// The values of a finding on both sides.
pub(super) struct DriftDetail {
    class: Class,
    vendor: String,
    ours: String,
    /// The names that an `x-source` must contain to explain the finding; if empty, any `x-source` explains it.
    words: Vec<String>,
    /// Where a shared schema is used, if the finding is located in the schema: an `x-source` there explains the finding, too.
    used_at: Option<Pointer>,
    /// The type of a missing element.
    vendor_type: Option<String>,
}

impl DriftDetail {
    pub fn typed(self, vendor: &ValueUnion<'_>) -> Self {
        Self { vendor_type: schema_view::describe(vendor), ..self }
    }

    pub fn used_at(self, at: &Pointer) -> Self {
        Self { used_at: Some(at.clone()), ..self }
    }
}

pub(super) fn missing(vendor: impl Into<String>, words: &[&str]) -> DriftDetail {
    let words = words.iter().map(|word| (*word).to_owned()).collect();
    DriftDetail {
        class: Class::Missing,
        vendor: vendor.into(),
        ours: Finding::ABSENT.to_owned(),
        words,
        used_at: None,
        vendor_type: None,
    }
}

/// Creates the detail of a missing named element.
pub(super) fn absent(name: &str) -> DriftDetail {
    missing(Finding::PRESENT, &[name])
}

pub(super) fn contradicts(vendor: impl Into<String>, ours: impl Into<String>) -> DriftDetail {
    DriftDetail {
        class: Class::Contradicts,
        vendor: vendor.into(),
        ours: ours.into(),
        words: Vec::new(),
        used_at: None,
        vendor_type: None,
    }
}

pub(super) fn only_here(ours: impl Into<String>) -> DriftDetail {
    DriftDetail {
        class: Class::OnlyHere,
        vendor: Finding::ABSENT.to_owned(),
        ours: ours.into(),
        words: Vec::new(),
        used_at: None,
        vendor_type: None,
    }
}

impl<'a> Comparison<'a> {
    pub fn new(ours: &'a Document, vendor: &'a Document, findings: &'a mut Findings) -> Self {
        Self { ours, vendor, findings, operation: String::new(), operation_source: None, seen: BTreeSet::new() }
    }

    /// Compares the vendor's operations with ours, and returns the keys of the operations that exist on both sides.
    pub fn run(&mut self) -> BTreeSet<super::operations::OperationKey> {
        let mut ours = operations(self.ours);
        let mut shared = BTreeSet::new();
        for (key, vendor) in operations(self.vendor) {
            self.operation = format!("{} {}", vendor.method, vendor.path);
            self.seen.clear();
            self.operation_source = ours.get(&key).and_then(|ours| source(self.ours, &ours.at));
            match ours.remove(&key) {
                Some(ours) => {
                    self.visit([&vendor.at], [&ours.at]);
                    self.one(&vendor, &ours);
                    shared.insert(key);
                }
                None => self.push("operation", missing(Finding::PRESENT, &[]), None, Some(&vendor.at)),
            }
        }
        shared
    }

    fn one(&mut self, vendor: &DriftOperation, ours: &DriftOperation) {
        let pointers = (Some(&ours.at), Some(&vendor.at));
        match (vendor.cost(self.vendor), ours.cost(self.ours)) {
            (Some(vendor), None) => self.push("token cost", missing(vendor, &["x-token-cost"]), pointers.0, pointers.1),
            (Some(vendor), Some(ours)) if vendor != ours => {
                self.push("token cost", contradicts(vendor, ours), pointers.0, pointers.1);
            }
            _ => {}
        }
        match (vendor.is_deprecated(self.vendor), ours.is_deprecated(self.ours)) {
            (true, false) => self.push("deprecation", missing("deprecated", &["deprecated"]), pointers.0, pointers.1),
            (false, true) => self.push("deprecation", only_here("deprecated"), pointers.0, pointers.1),
            _ => {}
        }
        let (theirs, own) = (vendor.scopes(self.vendor), ours.scopes(self.ours));
        if theirs != own {
            let list = |scopes: &BTreeSet<&str>| scopes.iter().copied().collect::<Vec<_>>().join(", ");
            let detail = if theirs.is_empty() { only_here(list(&own)) } else { contradicts(list(&theirs), list(&own)) };
            self.push("scopes", detail, pointers.0, pointers.1);
        }
        self.servers(vendor, ours);
        self.statuses(vendor, ours);
        self.parameters(vendor, ours);
        self.content("body", PayloadRole::Request, &vendor.body(self.vendor), &ours.body(self.ours), (&vendor.at, &ours.at));
        self.content(
            "response",
            PayloadRole::Response,
            &vendor.response(self.vendor),
            &ours.response(self.ours),
            (&vendor.at, &ours.at),
        );
    }

    fn servers(&mut self, vendor: &DriftOperation, ours: &DriftOperation) {
        let ((theirs, theirs_at), (own, own_at)) = (vendor.origins(self.vendor), ours.origins(self.ours));
        for origin in theirs.difference(&own) {
            self.push("server", missing(origin, &[origin]), Some(own_at), Some(theirs_at));
        }
    }

    /// Compares the statuses of responses. A range contains its statuses, and `default` those of all errors.
    fn statuses(&mut self, vendor: &DriftOperation, ours: &DriftOperation) {
        let own: BTreeSet<String> = ours.statuses(self.ours).into_iter().map(|(status, _)| status).collect();
        for (status, at) in vendor.statuses(self.vendor) {
            let range = format!("{}XX", status.get(..1).unwrap_or_default());
            let is_other_error = status.starts_with(['4', '5']) && own.contains("DEFAULT");
            if status != "DEFAULT" && !own.contains(&status) && !own.contains(&range) && !is_other_error {
                self.push("status", missing(&status, &[&status]), Some(&ours.at.child("responses")), Some(&at));
            }
        }
    }

    fn parameters(&mut self, vendor: &DriftOperation, ours: &DriftOperation) {
        let mut own = ours.parameters(self.ours);
        for ((location, name), theirs_at) in vendor.parameters(self.vendor) {
            let subject = format!("{location} parameter {name}");
            let Some(ours_at) = own.remove(&(location, name.clone())) else {
                let theirs = ValueUnion::at(self.vendor, &theirs_at.child("schema"));
                self.push(&subject, absent(&name).typed(&theirs), Some(&ours.at), Some(&theirs_at));
                continue;
            };
            let required = |document: &Document, at: &Pointer| {
                document.node(&at.child("required")).is_some_and(|node| node.value == crate::load::NodeValue::Bool(true))
            };
            match (required(self.vendor, &theirs_at), required(self.ours, &ours_at)) {
                (true, false) => self.push(&subject, contradicts("required", "optional"), Some(&ours_at), Some(&theirs_at)),
                (false, true) => self.push(&subject, contradicts("optional", "required"), Some(&ours_at), Some(&theirs_at)),
                _ => {}
            }
            self.visit([&theirs_at], [&ours_at]);
            let schema = |document, at: &Pointer| ValueUnion::at(document, &at.child("schema"));
            let (theirs, own) = (schema(self.vendor, &theirs_at), schema(self.ours, &ours_at));
            self.schema(&subject, PayloadRole::Parameter, &theirs, &own);
        }
        for ((location, name), at) in own {
            self.push(&format!("{location} parameter {name}"), only_here(Finding::PRESENT), Some(&at), Some(&vendor.at));
        }
    }

    fn content(
        &mut self,
        subject: &str,
        role: PayloadRole,
        vendor: &[(String, Pointer)],
        ours: &[(String, Pointer)],
        (vendor_at, ours_at): (&Pointer, &Pointer),
    ) {
        let is_known = |media: &str, side: &[(String, Pointer)]| side.iter().any(|(other, _)| other.eq_ignore_ascii_case(media));
        // The types that both sides have are compared; otherwise the first of each.
        let shared = vendor.iter().find(|(media, _)| is_known(media, ours)).or(vendor.first()).cloned();
        let own = |media: &str| ours.iter().find(|(other, _)| other.eq_ignore_ascii_case(media)).or(ours.first()).cloned();
        let own = own(shared.as_ref().map_or("", |(media, _)| media));
        let unknown = |one: &&(String, Pointer)| shared.as_ref() != Some(one) && !is_known(&one.0, ours);
        for (media, at) in vendor.iter().filter(|_| !ours.is_empty()).filter(unknown) {
            self.push(subject, missing(media, &[media]), Some(ours_at), Some(at));
        }
        match (shared, own) {
            (None, None) => {}
            (Some((media, at)), None) => self.push(subject, missing(&media, &[&media]), Some(ours_at), Some(&at)),
            (None, Some((media, at))) => self.push(subject, only_here(media), Some(&at), Some(vendor_at)),
            (Some((theirs, theirs_at)), Some((own, own_at))) => {
                if !theirs.eq_ignore_ascii_case(&own) {
                    self.push(subject, contradicts(theirs, own), Some(&own_at), Some(&theirs_at));
                }
                let (vendor, ours) = (ValueUnion::at(self.vendor, &theirs_at), ValueUnion::at(self.ours, &own_at));
                self.schema(subject, role, &vendor, &ours);
                self.examples(subject, &theirs_at, &own_at);
            }
        }
    }

    pub fn push(&mut self, subject: &str, detail: DriftDetail, ours: Option<&Pointer>, vendor: Option<&Pointer>) {
        let pointers = ours.into_iter().chain(&detail.used_at);
        let explaining = pointers.flat_map(|at| self.sources(at)).filter(|(_, source)| names(source, &detail.words));
        let explaining: Vec<(Pointer, String)> = explaining.collect();
        // The `x-source` of the operation must name what it explains.
        let of_operation = || {
            let last = subject.rsplit(['.', ' ']).next().unwrap_or_default().trim_end_matches("[]").to_owned();
            let words = if detail.words.is_empty() { vec![last] } else { detail.words.clone() };
            self.operation_source.clone().filter(|(_, source)| names(source, &words))
        };
        let of_operation = of_operation();
        let explained_by = explaining.iter().chain(&of_operation).map(|(at, _)| at.clone()).collect();
        let finding = Finding {
            class: detail.class,
            operation: self.operation.clone(),
            also: Vec::new(),
            subject: subject.to_owned(),
            source: explaining.into_iter().next().or(of_operation).map(|(_, source)| source),
            vendor: detail.vendor,
            vendor_type: detail.vendor_type,
            ours: detail.ours,
            our_location: ours.map(|at| self.ours.locate_key(at)),
            is_deprecated: ours.is_some_and(|at| is_deprecated(self.ours, at)),
            vendor_location: vendor.map(|at| self.vendor.locate_key(at)),
        };
        self.findings.push(finding, explained_by);
    }

    /// Records the `x-source` of our elements that names what it explains, unless the vendor has the same, as in a bundle of this description.
    pub fn visit<'b>(&mut self, vendor: impl IntoIterator<Item = &'b Pointer>, ours: impl IntoIterator<Item = &'b Pointer>) {
        let theirs: BTreeSet<String> =
            vendor.into_iter().filter_map(|at| source(self.vendor, at)).map(|(_, source)| source).collect();
        for (at, source) in ours.into_iter().filter_map(|at| source(self.ours, at)) {
            if source.contains('`') && !theirs.contains(&source) {
                self.findings.visit(at, &self.operation);
            }
        }
    }

    /// Returns the `x-source` values of what one of our pointers refers to, and of its ancestors, nearest first.
    fn sources(&self, at: &Pointer) -> Vec<(Pointer, String)> {
        let targets = ValueUnion::at(self.ours, at).parts().into_iter().map(|part| part.at);
        let ancestors = std::iter::successors(Some(at.clone()), Pointer::parent);
        targets.chain(ancestors).filter_map(|at| source(self.ours, &at)).collect()
    }
}

/// Returns the `x-source` of an element with its pointer.
fn source(document: &Document, at: &Pointer) -> Option<(Pointer, String)> {
    let at = at.child("x-source");
    let source = document.node(&at)?.as_str()?.to_owned();
    Some((at, source))
}

/// Returns whether a string contains all words in backticks.
fn names(source: &str, words: &[String]) -> bool {
    words.iter().all(|word| source.contains(&format!("`{word}`")))
}
