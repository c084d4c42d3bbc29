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
        let one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (old, new) = (old.map(one_line), new.map(one_line));
        let skipped = old.as_deref().zip(new.as_deref()).map_or(0, |(old, new)| alike(old, new));
        self.old = old.map(|text| shortened(&text, skipped));
        self.new = new.map(|text| shortened(&text, skipped));
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

/// Long texts are cut: the reader sees what changed, and opens the file for the rest.
const LONGEST: usize = 120;

/// How much of the beginning of two texts need not be shown, in characters: both go on alike up to a few words before they differ.
fn alike(old: &str, new: &str) -> usize {
    const BEFORE: usize = 30;
    if old.chars().count().max(new.chars().count()) <= LONGEST {
        return 0;
    }
    let same = old.chars().zip(new.chars()).take_while(|(old, new)| old == new).count();
    let words = old.chars().take(same.saturating_sub(BEFORE)).collect::<Vec<_>>();
    words.iter().rposition(|c| *c == ' ').map_or(0, |space| space + 1)
}

fn shortened(text: &str, skipped: usize) -> String {
    let start = if skipped > 0 { "…" } else { "" };
    let mut rest = text.chars().skip(skipped);
    let shown: String = rest.by_ref().take(LONGEST).collect();
    let end = if rest.next().is_some() { "…" } else { "" };
    format!("{start}{shown}{end}")
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, alike, shortened};

    #[test]
    fn long_texts_are_shown_where_they_differ() {
        let same = "A sentence that stays as it is. ".repeat(5);
        let (old, new) = (format!("{same}The end is old."), format!("{same}The end is new."));
        let skipped = alike(&old, &new);
        assert_eq!(shortened(&old, skipped), "…that stays as it is. The end is old.");
        assert_eq!(shortened(&new, skipped), "…that stays as it is. The end is new.");
        assert_eq!(alike("short and old", "short and new"), 0);
        assert_eq!(shortened(&same, 0).chars().count(), LONGEST + 1);
    }
}
