//! The Rust side: what users of the emitted crate see before and after.

mod members;
mod renames;

use std::collections::{BTreeMap, BTreeSet};

use self::members::{Context, same_members};
use self::renames::Renames;
use super::change::{Impact, Owner};
use super::rules::{self, Rule};
use super::wire::Pairs;
use crate::emit::surface::{Surface, SurfaceMethod, SurfaceType, SurfaceTypeKind};
use crate::load::Pointer;

/// Compares two surfaces. Methods belong together when their operations do, types when their paths do, or else their structure.
/// `same` are the places of schemas that stand for one another on the wire.
pub(super) fn compare(base: &Surface, head: &Surface, pairs: &Pairs<'_>, same: &BTreeSet<(Pointer, Pointer)>) -> Vec<Found> {
    let calls = matched_calls(base, head, pairs);
    let mut renames = Renames::of(base, head, same);
    for (old, new) in calls.iter().filter_map(|(old, new)| (*old).zip(*new)) {
        renames.note(&old.builder, &new.builder);
    }
    let mut found = Vec::new();
    for (old, new) in &calls {
        match (old, new) {
            (Some(old), Some(new)) => same_call(&mut found, &renames, old, new),
            (Some(old), None) => {
                found.push(Found::new(&rules::METHOD_REMOVED, &old.call, Some(&old.at), None).values(Some(signature(old)), None));
            }
            (None, Some(new)) => {
                found.push(Found::new(&rules::METHOD_ADDED, &new.call, None, Some(&new.at)).values(None, Some(signature(new))));
            }
            (None, None) => {}
        }
    }
    types(&mut found, &renames, base, head);
    features(&mut found, base, head);
    found
}

/// One difference, and what tells it from others of the same thing.
pub(super) struct Found {
    pub impact: Impact,
    /// The value on the wire, for variants of enums.
    pub value: Option<String>,
}

impl Found {
    fn new(rule: &'static Rule, path: &str, base: Option<&Pointer>, head: Option<&Pointer>) -> Self {
        let owner = Owner { base: base.cloned(), head: head.cloned() };
        let impact = Impact { rule, level: rule.rust, path: path.to_owned(), old: None, new: None, owner, operation: None };
        Self { impact, value: None }
    }

    fn values(mut self, old: Option<String>, new: Option<String>) -> Self {
        self.impact.old = old;
        self.impact.new = new;
        self
    }

    /// Says which operation it belongs to, by where that stands.
    fn inside(mut self, operation: Option<&Pointer>) -> Self {
        self.impact.operation = operation.map(ToString::to_string);
        self
    }
}

type Matched<'a> = Vec<(Option<&'a SurfaceMethod>, Option<&'a SurfaceMethod>)>;

fn matched_calls<'a>(base: &'a Surface, head: &'a Surface, pairs: &Pairs<'_>) -> Matched<'a> {
    let by_place = |surface: &'a Surface| -> BTreeMap<&'a Pointer, Vec<&'a SurfaceMethod>> {
        let mut calls: BTreeMap<&Pointer, Vec<&SurfaceMethod>> = BTreeMap::new();
        for call in &surface.methods {
            calls.entry(&call.at).or_default().push(call);
        }
        calls
    };
    let (mut old, mut new) = (by_place(base), by_place(head));
    let take = |side: &mut BTreeMap<&'a Pointer, Vec<&'a SurfaceMethod>>, at: &Pointer| side.get_mut(at).and_then(Vec::pop);
    let mut matched = Matched::new();
    for pair in &pairs.both {
        matched.push((take(&mut old, pair.base.pointer()), take(&mut new, pair.head.pointer())));
    }
    matched.extend(pairs.removed.iter().map(|gone| (take(&mut old, gone.pointer()), None)));
    matched.extend(pairs.added.iter().map(|added| (None, take(&mut new, added.pointer()))));
    matched
}

/// `client.v2().deals().get(id: impl Into<ids::DealId>)`.
fn signature(call: &SurfaceMethod) -> String {
    let arguments: Vec<String> =
        members::arguments(&call.members).map(|member| format!("{}: {}", member.name, member.ty)).collect();
    format!("{}({}) -> {}", call.call, arguments.join(", "), call.output)
}

fn same_call(found: &mut Vec<Found>, renames: &Renames, old: &SurfaceMethod, new: &SurfaceMethod) {
    let tell = |rule, was: String, is: String| {
        let found = Found::new(rule, &new.call, Some(&old.at), Some(&new.at));
        found.values(Some(was), Some(is)).inside(Some(&new.at))
    };
    if old.call != new.call {
        found.push(tell(&rules::METHOD_MOVED, old.call.clone(), new.call.clone()));
    }
    if renames.applied(&old.output) != new.output {
        found.push(tell(&rules::OUTPUT, old.output.clone(), new.output.clone()));
    }
    let paging = |call: &SurfaceMethod| call.page_item.clone().unwrap_or_else(|| "no pages".to_owned());
    match (&old.page_item, &new.page_item) {
        (None, None) => {}
        (Some(was), Some(is)) if renames.applied(was) == *is => {}
        (None, Some(_)) => found.push(tell(&rules::PAGING_ADDED, paging(old), paging(new))),
        (Some(_), _) => found.push(tell(&rules::PAGING, paging(old), paging(new))),
    }
    let wait = |call: &SurfaceMethod| call.waits.then(|| ".wait()".to_owned());
    let waiting = match (old.waits, new.waits) {
        (false, true) => Some(&rules::WAIT_ADDED),
        (true, false) => Some(&rules::WAIT_REMOVED),
        _ => None,
    };
    found.extend(waiting.map(|rule| {
        let found = Found::new(rule, &format!("{}::wait", new.builder), Some(&old.at), Some(&new.at));
        found.values(wait(old), wait(new)).inside(Some(&new.at))
    }));
    let warning = match (old.deprecated, new.deprecated) {
        (false, true) => Some(&rules::RUST_DEPRECATED),
        (true, false) => Some(&rules::RUST_REACTIVATED),
        _ => None,
    };
    found.extend(warning.map(|rule| Found::new(rule, &new.call, Some(&old.at), Some(&new.at)).inside(Some(&new.at))));
    let context = Context {
        path: &new.builder,
        called: &new.call,
        arguments: &rules::ARGUMENTS,
        at: (&old.at, &new.at),
        operation: Some(&new.at),
        is_open: true,
        renames,
    };
    same_members(found, &old.members, &new.members, &context);
}

fn types(found: &mut Vec<Found>, renames: &Renames, base: &Surface, head: &Surface) {
    for old in &base.types {
        let path = renames.of_path(&old.path);
        match head.types.iter().find(|new| new.path == path) {
            Some(new) => same_type(found, renames, old, new),
            None => found.push(Found::new(&rules::TYPE_REMOVED, &old.path, Some(&old.at), None)),
        }
    }
    for new in head.types.iter().filter(|new| !renames.is_known(&new.path)) {
        found.push(Found::new(&rules::TYPE_ADDED, &new.path, None, Some(&new.at)));
    }
}

fn same_type(found: &mut Vec<Found>, renames: &Renames, old: &SurfaceType, new: &SurfaceType) {
    let tell = |rule, was: &str, is: &str| {
        Found::new(rule, &new.path, Some(&old.at), Some(&new.at)).values(Some(was.to_owned()), Some(is.to_owned()))
    };
    if old.path != new.path {
        found.push(tell(&rules::TYPE_RENAMED, &old.path, &new.path));
    }
    if old.kind != new.kind {
        let is_enum = |kind| matches!(kind, SurfaceTypeKind::OpenEnum | SurfaceTypeKind::ClosedEnum);
        let both_enums = is_enum(old.kind) && is_enum(new.kind);
        let rule = if both_enums { &rules::ENUM_KIND } else { &rules::TYPE_KIND };
        found.push(tell(rule, kind_name(old.kind), kind_name(new.kind)));
        if !both_enums {
            return;
        }
    }
    let constructor = format!("{}::new", new.path);
    let context = Context {
        path: &new.path,
        called: &constructor,
        arguments: &rules::CONSTRUCTOR,
        at: (&old.at, &new.at),
        operation: None,
        is_open: new.kind != SurfaceTypeKind::ClosedEnum,
        renames,
    };
    same_members(found, &old.members, &new.members, &context);
}

fn kind_name(kind: SurfaceTypeKind) -> &'static str {
    match kind {
        SurfaceTypeKind::Struct => "a struct with fields",
        SurfaceTypeKind::Input => "a struct with setters only",
        SurfaceTypeKind::OpenEnum => "an open enum",
        SurfaceTypeKind::ClosedEnum => "a closed enum",
        SurfaceTypeKind::Union => "an enum of objects",
        SurfaceTypeKind::NumberId => "an id that is a number",
        SurfaceTypeKind::StringId => "an id that is a text",
    }
}

/// Features that are still there, and no longer turn on a module that they turned on.
fn features(found: &mut Vec<Found>, base: &Surface, head: &Surface) {
    let known: BTreeSet<&String> = head.modules.values().flatten().collect();
    for (module, old) in &base.modules {
        let Some(new) = head.modules.get(module) else { continue };
        let lost: Vec<&str> =
            old.iter().filter(|feature| !new.contains(*feature) && known.contains(feature)).map(String::as_str).collect();
        if !lost.is_empty() {
            let words = |features: &BTreeSet<String>| Some(features.iter().cloned().collect::<Vec<_>>().join(", "));
            found.push(Found::new(&rules::FEATURES, module, None, None).values(words(old), words(new)));
        }
    }
}
