//! What the walk over both sides finds, before it is put together.

use super::cursor::Cursor;
use crate::diff::change::{Direction, Effect, Owner, Wire};
use crate::diff::rules::Rule;
use crate::load::Pointer;

/// One difference.
#[derive(Clone, Debug)]
pub(in crate::diff) struct Found {
    pub rule: &'static Rule,
    /// Where it stands, on the sides where it does.
    pub place: Owner,
    /// What it belongs to: a property, a parameter, an operation.
    pub owner: Owner,
    pub old: Option<String>,
    pub new: Option<String>,
    pub request: Wire,
    pub response: Wire,
    pub stricter: bool,
    /// What to call it, where the place alone does not say it.
    pub subject: Option<String>,
}

impl Found {
    /// A difference between two things, of which one may be missing, that itself is what changed.
    pub fn between(rule: &'static Rule, base: Option<&Pointer>, head: Option<&Pointer>) -> Self {
        let owner = Owner { base: base.cloned(), head: head.cloned() };
        Self {
            rule,
            place: owner.clone(),
            owner,
            old: None,
            new: None,
            request: Wire::None,
            response: Wire::None,
            stricter: false,
            subject: None,
        }
    }

    /// A difference between two values under the same key.
    pub(super) fn key(rule: &'static Rule, owner: &Owner, base: Option<&Cursor<'_>>, head: Option<&Cursor<'_>>) -> Self {
        Self {
            place: Owner { base: base.map(|at| at.at.clone()), head: head.map(|at| at.at.clone()) },
            owner: owner.clone(),
            ..Self::between(rule, None, None)
        }
        .values(base.map(Cursor::plain), head.map(Cursor::plain))
    }

    /// Says what was and what is.
    pub fn values(mut self, old: Option<String>, new: Option<String>) -> Self {
        self.old = old.map(|text| shortened(&text));
        self.new = new.map(|text| shortened(&text));
        self
    }

    /// Weighs it for a direction, with the effect that its rule has.
    pub fn weighed(self, direction: Direction) -> Self {
        let effect = self.rule.effect;
        self.with(effect, direction)
    }

    /// Weighs it for a direction.
    pub fn with(mut self, effect: Effect, direction: Direction) -> Self {
        let wire = effect.on(direction);
        match direction {
            Direction::Request => self.request = wire,
            Direction::Response => {
                self.response = wire;
                self.stricter = self.rule.stricter;
            }
        }
        self
    }

    /// Gives it a name of its own.
    pub fn named(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }
}

/// Long texts are cut: the reader sees that something changed, and opens the file for the rest.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 120;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
