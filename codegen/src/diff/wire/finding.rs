//! Findings of the comparison on the wire.

use crate::diff::change::{Effect, Owner, WireDirection, WireLevel};
use crate::diff::rules::DiffRule;
use crate::load::Pointer;
use crate::value::NodeCursor;

/// A difference on the wire.
#[derive(Clone, Debug)]
pub(in crate::diff) struct WireFinding {
    pub rule: &'static DiffRule,
    /// The location on each side where it exists.
    pub location: Owner,
    /// The property, parameter or operation that it belongs to.
    pub owner: Owner,
    pub old: Option<String>,
    pub new: Option<String>,
    pub request: WireLevel,
    pub response: WireLevel,
    pub stricter: bool,
    /// The label, if it cannot be derived from the location.
    pub subject: Option<String>,
}

impl WireFinding {
    /// Creates a finding about a node that was added, removed or changed as a whole.
    pub fn between(rule: &'static DiffRule, base: Option<&Pointer>, head: Option<&Pointer>) -> Self {
        let owner = Owner { base: base.cloned(), head: head.cloned() };
        Self {
            rule,
            location: owner.clone(),
            owner,
            old: None,
            new: None,
            request: WireLevel::None,
            response: WireLevel::None,
            stricter: false,
            subject: None,
        }
    }

    /// Creates a finding about the value of a key of `owner`.
    pub(super) fn at_key(
        rule: &'static DiffRule,
        owner: &Owner,
        base: Option<&NodeCursor<'_>>,
        head: Option<&NodeCursor<'_>>,
    ) -> Self {
        Self {
            location: Owner { base: base.map(|at| at.at.clone()), head: head.map(|at| at.at.clone()) },
            owner: owner.clone(),
            ..Self::between(rule, None, None)
        }
        .values(base.map(NodeCursor::plain), head.map(NodeCursor::plain))
    }

    /// Sets the old and the new value.
    pub fn values(mut self, old: Option<String>, new: Option<String>) -> Self {
        let one_line = |value: String| value.split_whitespace().collect::<Vec<_>>().join(" ");
        let (old, new) = (old.map(one_line), new.map(one_line));
        let skip = old.as_deref().zip(new.as_deref()).map_or(0, |(old, new)| common_prefix(old, new));
        self.old = old.map(|text| truncated(&text, skip));
        self.new = new.map(|text| truncated(&text, skip));
        self
    }

    /// Sets the effect on a direction to the default effect of the rule.
    pub fn in_direction(self, direction: WireDirection) -> Self {
        let effect = self.rule.effect;
        self.with_effect(effect, direction)
    }

    /// Sets the effect on a direction.
    pub fn with_effect(mut self, effect: Effect, direction: WireDirection) -> Self {
        let wire = effect.on(direction);
        match direction {
            WireDirection::Request => self.request = wire,
            WireDirection::Response => {
                self.response = wire;
                self.stricter = self.rule.stricter;
            }
        }
        self
    }

    /// Sets the label.
    pub fn with_subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }
}

/// The maximum length of a value in characters; longer values are truncated.
const MAX_LENGTH: usize = 120;

/// Returns the length of the common beginning of two long strings that is not shown, in characters. A few words before the difference are kept.
fn common_prefix(old: &str, new: &str) -> usize {
    const BEFORE: usize = 30;
    if old.chars().count().max(new.chars().count()) <= MAX_LENGTH {
        return 0;
    }
    let same = old.chars().zip(new.chars()).take_while(|(old, new)| old == new).count();
    let words = old.chars().take(same.saturating_sub(BEFORE)).collect::<Vec<_>>();
    words.iter().rposition(|c| *c == ' ').map_or(0, |space| space + 1)
}

fn truncated(text: &str, skip: usize) -> String {
    let start = if skip > 0 { "…" } else { "" };
    let mut rest = text.chars().skip(skip);
    let shown: String = rest.by_ref().take(MAX_LENGTH).collect();
    let end = if rest.next().is_some() { "…" } else { "" };
    format!("{start}{shown}{end}")
}

#[cfg(test)]
mod tests {
    use super::{MAX_LENGTH, common_prefix, truncated};

    #[test]
    fn long_strings_are_shown_where_they_differ() {
        let same = "A sentence that stays as it is. ".repeat(5);
        let (old, new) = (format!("{same}The end is old."), format!("{same}The end is new."));
        let skip = common_prefix(&old, &new);
        assert_eq!(truncated(&old, skip), "…that stays as it is. The end is old.");
        assert_eq!(truncated(&new, skip), "…that stays as it is. The end is new.");
        assert_eq!(common_prefix("short and old", "short and new"), 0);
        assert_eq!(truncated(&same, 0).chars().count(), MAX_LENGTH + 1);
    }
}
