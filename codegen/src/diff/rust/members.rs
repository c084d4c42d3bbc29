//! Compares the members of methods and types: arguments, setters, fields and variants.

use super::RustFinding;
use super::renames::Renames;
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

/// Compares the members of a method or type that exists on both sides.
pub(super) fn compare_members(
    found: &mut Vec<RustFinding>,
    old: &[SurfaceMember],
    new: &[SurfaceMember],
    context: &MemberContext<'_>,
) {
    let mut diff = MemberDiff { found, context, fields: Vec::new() };
    diff.by_role(old, new, MemberRole::Field);
    diff.by_role(old, new, MemberRole::Variant);
    diff.arguments(old, new);
    diff.by_role(old, new, MemberRole::Setter);
}

struct MemberDiff<'a, 'b> {
    found: &'a mut Vec<RustFinding>,
    context: &'a MemberContext<'b>,
    /// The wire names of reported fields, whose setters are not reported again.
    fields: Vec<Option<String>>,
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
        let of = |members: &[SurfaceMember]| -> Vec<SurfaceMember> {
            members.iter().filter(|member| member.role == role).cloned().collect()
        };
        let (was, mut is) = (of(old), of(new));
        for before in &was {
            let by_name = is.iter().position(|after| after.name == before.name);
            let position = by_name.or_else(|| is.iter().position(|after| same_on_wire(before, after)));
            let Some(position) = position else {
                self.removed(before, new);
                continue;
            };
            let after = is.remove(position);
            self.same(before, &after);
        }
        for after in &is {
            self.added(after, old);
        }
    }

    fn removed(&mut self, before: &SurfaceMember, new: &[SurfaceMember]) {
        let rule = match before.role {
            MemberRole::Field => &rules::FIELD_REMOVED,
            MemberRole::Variant => &rules::VARIANT_REMOVED_RUST,
            // Reported with the arguments.
            MemberRole::Setter if arguments(new).any(|argument| same_on_wire(before, argument)) => return,
            MemberRole::Setter | MemberRole::Argument => &rules::SETTER_REMOVED,
        };
        self.report_once(before, rule, Some(before), None);
    }

    fn added(&mut self, after: &SurfaceMember, old: &[SurfaceMember]) {
        let rule = match after.role {
            MemberRole::Field => &rules::FIELD_ADDED,
            MemberRole::Variant if self.context.is_open => &rules::VARIANT_ADDED_OPEN,
            MemberRole::Variant => &rules::VARIANT_ADDED_CLOSED,
            MemberRole::Setter if arguments(old).any(|argument| same_on_wire(argument, after)) => return,
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
            MemberRole::Field => self.fields.push(member.wire.clone()),
            MemberRole::Setter if member.wire.is_some() && self.fields.contains(&member.wire) => return,
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
        for &argument in &was {
            match is.iter().find(|other| same_on_wire(argument, other)) {
                Some(&other) if self.context.renames.applied(&argument.ty) != other.ty => {
                    self.report(rule, Some(argument), Some(other));
                }
                Some(_) => {}
                None => self.report(rule, Some(argument), setter_of(new, argument)),
            }
        }
        for &argument in is.iter().filter(|argument| !was.iter().any(|other| same_on_wire(other, argument))) {
            self.report(rule, setter_of(old, argument), Some(argument));
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

fn setter_of<'a>(members: &'a [SurfaceMember], argument: &SurfaceMember) -> Option<&'a SurfaceMember> {
    members.iter().find(|member| member.role == MemberRole::Setter && same_on_wire(member, argument))
}

/// Returns whether two members have the same name on the wire, and both or neither take a value.
fn same_on_wire(a: &SurfaceMember, b: &SurfaceMember) -> bool {
    a.wire.is_some() && a.wire == b.wire && a.ty.is_empty() == b.ty.is_empty()
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
