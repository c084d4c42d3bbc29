//! Compares the members of methods and types: arguments, setters, fields and variants.

use std::collections::{HashMap, HashSet};

use super::RustFinding;
use super::renames::Renames;
use crate::diff::pool::Pool;
use crate::diff::rules::{self, DiffRule};
use crate::emit::surface::{MemberRole, SurfaceMember};
use crate::load::Pointer;

/// The method or type that the members belong to.
pub(super) struct MemberContext<'a> {
    /// The path of the request builder or type.
    pub path: &'a str,
    /// The path of the function that takes the arguments.
    pub called: &'a str,
    /// The rule for changed arguments.
    pub arguments: &'static DiffRule,
    /// The pointers of the base and the head.
    pub at: (&'a Pointer, &'a Pointer),
    pub operation: Option<&'a Pointer>,
    /// Whether adding variants is not breaking.
    pub is_open: bool,
    pub renames: &'a Renames,
}

/// Returns the arguments in order.
pub(super) fn arguments(members: &[SurfaceMember]) -> impl Iterator<Item = &SurfaceMember> {
    members.iter().filter(|member| member.role == MemberRole::Argument)
}

fn setters(members: &[SurfaceMember]) -> impl Iterator<Item = &SurfaceMember> {
    members.iter().filter(|member| member.role == MemberRole::Setter)
}

/// Compares the members of a method or type that exists on both sides.
pub(super) fn compare_members(
    found: &mut Vec<RustFinding>,
    old: &[SurfaceMember],
    new: &[SurfaceMember],
    context: &MemberContext<'_>,
) {
    let mut diff = MemberDiff { found, context, fields: HashSet::new() };
    diff.by_role(old, new, MemberRole::Field);
    diff.by_role(old, new, MemberRole::Variant);
    diff.arguments(old, new);
    diff.by_role(old, new, MemberRole::Setter);
}

struct MemberDiff<'a, 'b> {
    found: &'a mut Vec<RustFinding>,
    context: &'a MemberContext<'b>,
    /// The wire names of reported fields, whose setters are not reported again.
    fields: HashSet<String>,
}

impl MemberDiff<'_, '_> {
    fn report(&mut self, rule: &'static DiffRule, old: Option<&SurfaceMember>, new: Option<&SurfaceMember>) {
        let context = self.context;
        let name = new.or(old).map(|member| member.name.as_str()).unwrap_or_default();
        let path = match new.or(old).map(|member| member.role) {
            Some(MemberRole::Argument) => context.called.to_owned(),
            _ => format!("{}::{name}", context.path),
        };
        let at = |member: Option<&SurfaceMember>, fallback: &Pointer| {
            member.map(|member| member.at.clone().unwrap_or_else(|| fallback.clone()))
        };
        let (base, head) = (at(old, context.at.0), at(new, context.at.1));
        // Variants and members without a property are located at their type, which exists on both sides.
        let belongs_to_type = new.or(old).is_none_or(|member| member.role == MemberRole::Variant || member.at.is_none());
        let context_at = (Some(context.at.0.clone()), Some(context.at.1.clone()));
        let (base, head) = if belongs_to_type { context_at } else { (base, head) };
        let value = new.or(old).filter(|member| member.role == MemberRole::Variant).and_then(|member| member.wire.clone());
        let found = RustFinding::new(rule, &path, base.as_ref(), head.as_ref()).values(old.map(signature), new.map(signature));
        self.found.push(RustFinding { value, ..found.inside(context.operation) });
    }

    fn by_role(&mut self, old: &[SurfaceMember], new: &[SurfaceMember], role: MemberRole) {
        let mut is = Pool::new(new.iter().filter(|member| member.role == role));
        let (mut by_name, mut by_wire) = (is.by_key(|after| Some(after.name.as_str())), is.by_key(|after| wire_key(after)));
        let (old_arguments, new_arguments) = (by_wire_name(arguments(old)), by_wire_name(arguments(new)));
        for before in old.iter().filter(|member| member.role == role) {
            let named = is.take(&mut by_name, &before.name.as_str());
            match named.or_else(|| is.take(&mut by_wire, &wire_key(before)?)) {
                Some(after) => self.same(before, after),
                None => self.removed(before, &new_arguments),
            }
        }
        for after in is.rest() {
            self.added(after, &old_arguments);
        }
    }

    fn removed(&mut self, before: &SurfaceMember, new_arguments: &MembersByWire<'_>) {
        let rule = match before.role {
            MemberRole::Field => &rules::FIELD_REMOVED,
            MemberRole::Variant => &rules::VARIANT_REMOVED_RUST,
            // Reported with the arguments.
            MemberRole::Setter if find(new_arguments, before).is_some() => return,
            MemberRole::Setter | MemberRole::Argument => &rules::SETTER_REMOVED,
        };
        self.report_once(before, rule, Some(before), None);
    }

    fn added(&mut self, after: &SurfaceMember, old_arguments: &MembersByWire<'_>) {
        let rule = match after.role {
            MemberRole::Field => &rules::FIELD_ADDED,
            MemberRole::Variant if self.context.is_open => &rules::VARIANT_ADDED_OPEN,
            MemberRole::Variant => &rules::VARIANT_ADDED_CLOSED,
            MemberRole::Setter if find(old_arguments, after).is_some() => return,
            MemberRole::Setter | MemberRole::Argument => &rules::SETTER_ADDED,
        };
        self.report_once(after, rule, None, Some(after));
    }

    fn same(&mut self, before: &SurfaceMember, after: &SurfaceMember) {
        // The type of a setter contains the name of its argument.
        let plain = |member: &SurfaceMember| member.ty.replace(&format!("{}: ", member.name), "");
        let is_same_type = self.context.renames.applied(&plain(before)) == plain(after);
        let rule = match before.role {
            _ if before.name != after.name => Some(&rules::NAME_CHANGED),
            _ if is_same_type => None,
            MemberRole::Field => Some(&rules::FIELD_TYPE),
            MemberRole::Variant => Some(&rules::VARIANT_TYPE),
            MemberRole::Setter | MemberRole::Argument => Some(&rules::SETTER_TYPE),
        };
        if let Some(rule) = rule {
            self.report_once(after, rule, Some(before), Some(after));
        }
        let warning = match (before.deprecated, after.deprecated) {
            (false, true) => &rules::RUST_DEPRECATED,
            (true, false) => &rules::RUST_REACTIVATED,
            _ => return,
        };
        self.report(warning, Some(before), Some(after));
    }

    /// Reports a change, unless it concerns a setter whose field was already reported.
    fn report_once(
        &mut self,
        member: &SurfaceMember,
        rule: &'static DiffRule,
        old: Option<&SurfaceMember>,
        new: Option<&SurfaceMember>,
    ) {
        match member.role {
            MemberRole::Field => self.fields.extend(member.wire.clone()),
            MemberRole::Setter if member.wire.as_ref().is_some_and(|wire| self.fields.contains(wire)) => return,
            _ => {}
        }
        self.report(rule, old, new);
    }

    /// Compares arguments by position; their names do not matter.
    fn arguments(&mut self, old: &[SurfaceMember], new: &[SurfaceMember]) {
        let (was, is): (Vec<&SurfaceMember>, Vec<&SurfaceMember>) = (arguments(old).collect(), arguments(new).collect());
        let types = |members: &[&SurfaceMember]| {
            members.iter().map(|member| self.context.renames.applied(&member.ty)).collect::<Vec<_>>()
        };
        if types(&was) == types(&is) {
            return;
        }
        let rule = self.context.arguments;
        let before = self.found.len();
        let (old_setters, new_setters) = (by_wire_name(setters(old)), by_wire_name(setters(new)));
        let (was_known, is_known) = (by_wire_name(was.iter().copied()), by_wire_name(is.iter().copied()));
        for &argument in &was {
            match find(&is_known, argument) {
                Some(other) if self.context.renames.applied(&argument.ty) != other.ty => {
                    self.report(rule, Some(argument), Some(other));
                }
                Some(_) => {}
                None => self.report(rule, Some(argument), find(&new_setters, argument)),
            }
        }
        for &argument in is.iter().filter(|argument| find(&was_known, argument).is_none()) {
            self.report(rule, find(&old_setters, argument), Some(argument));
        }
        if self.found.len() == before {
            // Only the order has changed.
            let list =
                |members: &[&SurfaceMember]| Some(members.iter().map(|member| signature(member)).collect::<Vec<_>>().join(", "));
            let found = RustFinding::new(rule, self.context.called, Some(self.context.at.0), Some(self.context.at.1));
            self.found.push(found.values(list(&was), list(&is)).inside(self.context.operation));
        }
    }
}

/// The name of a member on the wire, and whether it takes a value. Members of both sides with the same key represent the same.
type WireKey<'a> = (&'a str, bool);

type MembersByWire<'a> = HashMap<WireKey<'a>, &'a SurfaceMember>;

fn wire_key(member: &SurfaceMember) -> Option<WireKey<'_>> {
    Some((member.wire.as_deref()?, !member.ty.is_empty()))
}

/// Returns the first member of each name on the wire.
fn by_wire_name<'a>(members: impl Iterator<Item = &'a SurfaceMember>) -> MembersByWire<'a> {
    let mut first = HashMap::new();
    for member in members {
        if let Some(key) = wire_key(member) {
            first.entry(key).or_insert(member);
        }
    }
    first
}

fn find<'a>(members: &MembersByWire<'a>, like: &SurfaceMember) -> Option<&'a SurfaceMember> {
    members.get(&wire_key(like)?).copied()
}

/// Formats the signature of a member.
fn signature(member: &SurfaceMember) -> String {
    match member.role {
        MemberRole::Argument | MemberRole::Field => format!("{}: {}", member.name, member.ty),
        MemberRole::Setter => format!(".{}({})", member.name, member.ty),
        MemberRole::Variant if member.ty.contains("::") => format!("{}({})", member.name, member.ty),
        MemberRole::Variant => member.name.clone(),
    }
}
