//! Compares the public APIs of the crates that are generated from both sides.

mod members;
mod renames;

use std::collections::{BTreeMap, BTreeSet};

use self::members::{MemberContext, compare_members};
use self::renames::Renames;
use super::change::{Impact, Owner};
use super::rules::{self, DiffRule};
use super::wire::Pairs;
use crate::emit::surface::{Surface, SurfaceMethod, SurfaceType, SurfaceTypeKind};
use crate::load::Pointer;

/// Compares two surfaces. Methods are matched by operation, types by path or else by structure. `same` contains the pointers of schemas that are
/// used in the same locations on the wire.
pub(super) fn compare(
    base: &Surface,
    head: &Surface,
    pairs: &Pairs<'_>,
    same: &BTreeSet<(Pointer, Pointer)>,
) -> Vec<RustFinding> {
    let calls = matched_calls(base, head, pairs);
    let mut renames = Renames::of(base, head, same);
    for (old, new) in calls.iter().filter_map(|(old, new)| (*old).zip(*new)) {
        renames.record(&old.builder, &new.builder);
    }
    let mut found = Vec::new();
    for (old, new) in &calls {
        match (old, new) {
            (Some(old), Some(new)) => compare_methods(&mut found, &renames, old, new),
            (Some(old), None) => {
                found.push(
                    RustFinding::new(&rules::METHOD_REMOVED, &old.call, Some(&old.at), None).values(Some(signature(old)), None),
                );
            }
            (None, Some(new)) => {
                found.push(
                    RustFinding::new(&rules::METHOD_ADDED, &new.call, None, Some(&new.at)).values(None, Some(signature(new))),
                );
            }
            (None, None) => {}
        }
    }
    compare_types(&mut found, &renames, base, head);
    compare_credentials(&mut found, &renames, base, head);
    compare_features(&mut found, base, head);
    found
}

/// A difference in the Rust API.
pub(super) struct RustFinding {
    pub impact: Impact,
    /// The value on the wire, for a variant of an enum.
    pub value: Option<String>,
}

impl RustFinding {
    fn new(rule: &'static DiffRule, path: &str, base: Option<&Pointer>, head: Option<&Pointer>) -> Self {
        let owner = Owner { base: base.cloned(), head: head.cloned() };
        let impact = Impact { rule, level: rule.rust, path: path.to_owned(), old: None, new: None, owner, operation: None };
        Self { impact, value: None }
    }

    fn values(mut self, old: Option<String>, new: Option<String>) -> Self {
        self.impact.old = old;
        self.impact.new = new;
        self
    }

    /// Sets the operation that it belongs to.
    fn inside(mut self, operation: Option<&Pointer>) -> Self {
        self.impact.operation = operation.map(ToString::to_string);
        self
    }
}

type MatchedMethods<'a> = Vec<(Option<&'a SurfaceMethod>, Option<&'a SurfaceMethod>)>;

fn matched_calls<'a>(base: &'a Surface, head: &'a Surface, pairs: &Pairs<'_>) -> MatchedMethods<'a> {
    let by_place = |surface: &'a Surface| -> BTreeMap<&'a Pointer, Vec<&'a SurfaceMethod>> {
        let mut calls: BTreeMap<&Pointer, Vec<&SurfaceMethod>> = BTreeMap::new();
        for call in &surface.methods {
            calls.entry(&call.at).or_default().push(call);
        }
        calls
    };
    let (mut old, mut new) = (by_place(base), by_place(head));
    let take = |side: &mut BTreeMap<&'a Pointer, Vec<&'a SurfaceMethod>>, at: &Pointer| side.get_mut(at).and_then(Vec::pop);
    let mut matched = MatchedMethods::new();
    for pair in &pairs.both {
        matched.push((take(&mut old, pair.base.pointer()), take(&mut new, pair.head.pointer())));
    }
    matched.extend(pairs.removed.iter().map(|gone| (take(&mut old, gone.pointer()), None)));
    matched.extend(pairs.added.iter().map(|added| (None, take(&mut new, added.pointer()))));
    matched
}

/// Formats the signature of a method, such as `client.v2().deals().get(id: impl Into<ids::DealId>)`.
fn signature(call: &SurfaceMethod) -> String {
    let arguments: Vec<String> =
        members::arguments(&call.members).map(|member| format!("{}: {}", member.name, member.ty)).collect();
    format!("{}({}) -> {}", call.call, arguments.join(", "), call.output)
}

fn compare_methods(found: &mut Vec<RustFinding>, renames: &Renames, old: &SurfaceMethod, new: &SurfaceMethod) {
    let finding = |rule, was: String, is: String| {
        let found = RustFinding::new(rule, &new.call, Some(&old.at), Some(&new.at));
        found.values(Some(was), Some(is)).inside(Some(&new.at))
    };
    if old.call != new.call {
        found.push(finding(&rules::METHOD_MOVED, old.call.clone(), new.call.clone()));
    }
    if renames.applied(&old.output) != new.output {
        found.push(finding(&rules::OUTPUT, old.output.clone(), new.output.clone()));
    }
    let paging = |call: &SurfaceMethod| call.page_item.clone().unwrap_or_else(|| "no pagination".to_owned());
    match (&old.page_item, &new.page_item) {
        (None, None) => {}
        (Some(was), Some(is)) if renames.applied(was) == *is => {}
        (None, Some(_)) => found.push(finding(&rules::PAGING_ADDED, paging(old), paging(new))),
        (Some(_), _) => found.push(finding(&rules::PAGING, paging(old), paging(new))),
    }
    let wait = |call: &SurfaceMethod| call.waits.then(|| ".wait()".to_owned());
    let waiting = match (old.waits, new.waits) {
        (false, true) => Some(&rules::WAIT_ADDED),
        (true, false) => Some(&rules::WAIT_REMOVED),
        _ => None,
    };
    found.extend(waiting.map(|rule| {
        let found = RustFinding::new(rule, &format!("{}::wait", new.builder), Some(&old.at), Some(&new.at));
        found.values(wait(old), wait(new)).inside(Some(&new.at))
    }));
    let warning = match (old.deprecated, new.deprecated) {
        (false, true) => Some(&rules::RUST_DEPRECATED),
        (true, false) => Some(&rules::RUST_REACTIVATED),
        _ => None,
    };
    found.extend(warning.map(|rule| RustFinding::new(rule, &new.call, Some(&old.at), Some(&new.at)).inside(Some(&new.at))));
    let context = MemberContext {
        path: &new.builder,
        called: &new.call,
        arguments: &rules::ARGUMENTS,
        at: (&old.at, &new.at),
        operation: Some(&new.at),
        is_open: true,
        renames,
    };
    compare_members(found, &old.members, &new.members, &context);
}

fn compare_types(found: &mut Vec<RustFinding>, renames: &Renames, base: &Surface, head: &Surface) {
    let by_path: BTreeMap<&str, &SurfaceType> = head.types.iter().rev().map(|new| (new.path.as_str(), new)).collect();
    for old in &base.types {
        match by_path.get(renames.new_path(&old.path)) {
            Some(new) => compare_type(found, renames, old, new),
            None => found.push(RustFinding::new(&rules::TYPE_REMOVED, &old.path, Some(&old.at), None)),
        }
    }
    for new in head.types.iter().filter(|new| !renames.has_predecessor(&new.path)) {
        found.push(RustFinding::new(&rules::TYPE_ADDED, &new.path, None, Some(&new.at)));
    }
}

/// Compares the setters of the client builder for credentials.
fn compare_credentials(found: &mut Vec<RustFinding>, renames: &Renames, base: &Surface, head: &Surface) {
    let first = |side: &Surface| side.credentials.first().and_then(|member| member.at.clone());
    let (Some(old), Some(new)) = (first(base).or_else(|| first(head)), first(head).or_else(|| first(base))) else { return };
    let context = MemberContext {
        path: "ClientBuilder",
        called: "ClientBuilder::new",
        arguments: &rules::CONSTRUCTOR,
        at: (&old, &new),
        operation: None,
        is_open: true,
        renames,
    };
    compare_members(found, &base.credentials, &head.credentials, &context);
}

fn compare_type(found: &mut Vec<RustFinding>, renames: &Renames, old: &SurfaceType, new: &SurfaceType) {
    let finding = |rule, was: &str, is: &str| {
        RustFinding::new(rule, &new.path, Some(&old.at), Some(&new.at)).values(Some(was.to_owned()), Some(is.to_owned()))
    };
    if old.path != new.path {
        found.push(finding(&rules::TYPE_RENAMED, &old.path, &new.path));
    }
    if old.kind != new.kind {
        let is_enum = |kind| matches!(kind, SurfaceTypeKind::OpenEnum | SurfaceTypeKind::ClosedEnum);
        let both_enums = is_enum(old.kind) && is_enum(new.kind);
        let rule = if both_enums { &rules::ENUM_KIND } else { &rules::TYPE_KIND };
        found.push(finding(rule, kind_name(old.kind), kind_name(new.kind)));
        if !both_enums {
            return;
        }
    }
    let constructor = format!("{}::new", new.path);
    let context = MemberContext {
        path: &new.path,
        called: &constructor,
        arguments: &rules::CONSTRUCTOR,
        at: (&old.at, &new.at),
        operation: None,
        is_open: new.kind != SurfaceTypeKind::ClosedEnum,
        renames,
    };
    compare_members(found, &old.members, &new.members, &context);
}

fn kind_name(kind: SurfaceTypeKind) -> &'static str {
    match kind {
        SurfaceTypeKind::Struct => "a struct with fields",
        SurfaceTypeKind::Input => "a struct with setters only",
        SurfaceTypeKind::OpenEnum => "an open enum",
        SurfaceTypeKind::ClosedEnum => "a closed enum",
        SurfaceTypeKind::Union => "an enum of objects",
        SurfaceTypeKind::NumberId => "an integer id",
        SurfaceTypeKind::StringId => "a string id",
    }
}

/// Reports features that exist on both sides but no longer enable a module.
fn compare_features(found: &mut Vec<RustFinding>, base: &Surface, head: &Surface) {
    let known: BTreeSet<&String> = head.modules.values().flatten().collect();
    for (module, old) in &base.modules {
        let Some(new) = head.modules.get(module) else { continue };
        let lost: Vec<&str> =
            old.iter().filter(|feature| !new.contains(*feature) && known.contains(feature)).map(String::as_str).collect();
        if !lost.is_empty() {
            let words = |features: &BTreeSet<String>| Some(features.iter().cloned().collect::<Vec<_>>().join(", "));
            found.push(RustFinding::new(&rules::FEATURES, module, None, None).values(words(old), words(new)));
        }
    }
}
