//! What follows from the changes: how heavy they are, which version they need, and whether that fails the check.

use std::fmt;
use std::str::FromStr;

use super::change::{ApiChange, SemverLevel, WireLevel};

/// The gist of a report. Accepted changes do not count.
#[derive(Debug, Clone, Default)]
pub struct DiffVerdict {
    /// The heaviest change of requests.
    pub request: WireLevel,
    /// The heaviest change of responses.
    pub response: WireLevel,
    /// What the version needs.
    pub rust: SemverLevel,
    /// Whether replies that were read before may be refused now.
    pub stricter: bool,
    /// The version before the change.
    pub version: Option<CrateVersion>,
    /// The version that the crate has with the change, where that can be told.
    pub declared: Option<CrateVersion>,
    /// How many changes were accepted.
    pub accepted: usize,
}

impl DiffVerdict {
    pub(super) fn of(changes: &[ApiChange], version: Option<CrateVersion>) -> Self {
        let mut verdict = Self { version, ..Self::default() };
        for change in changes {
            if change.accepted.is_some() {
                verdict.accepted += 1;
                // An accepted break still needs its version.
                verdict.rust = verdict.rust.max(change.rust);
                continue;
            }
            verdict.request = verdict.request.max(change.request);
            verdict.response = verdict.response.max(change.response);
            verdict.rust = verdict.rust.max(change.rust);
            verdict.stricter |= change.stricter;
        }
        verdict
    }

    /// The version that the change needs.
    pub fn next(&self) -> Option<CrateVersion> {
        self.version.map(|version| version.bumped(self.rust))
    }

    /// Whether the crate already has a version that may hold the change; nothing where either version is not known.
    pub fn is_declared(&self) -> Option<bool> {
        Some(self.declared? >= self.next()?)
    }

    /// The heavier of both directions.
    pub fn wire(&self) -> WireLevel {
        self.request.max(self.response)
    }
}

/// What fails the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailOn {
    /// A change that breaks the wire.
    Breaking,
    /// A change that breaks Rust code.
    Major,
}

impl FailOn {
    /// The changes that fail the check: those that nobody has accepted.
    pub fn failing(self, changes: &[ApiChange]) -> impl Iterator<Item = &ApiChange> {
        changes.iter().filter(move |change| {
            change.accepted.is_none()
                && match self {
                    Self::Breaking => change.wire() == WireLevel::Breaking,
                    Self::Major => change.rust == SemverLevel::Major,
                }
        })
    }
}

/// The version of the crate, without anything after the three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CrateVersion {
    /// The first number.
    pub major: u64,
    /// The second number.
    pub minor: u64,
    /// The third number.
    pub patch: u64,
}

impl CrateVersion {
    /// The next version that may hold a change, by Cargo's rules: the first number that is not zero says what breaks.
    #[must_use]
    pub fn bumped(self, level: SemverLevel) -> Self {
        let Self { major, minor, patch } = self;
        match (level, major, minor) {
            (SemverLevel::None, _, _) => self,
            (SemverLevel::Major, 1.., _) => Self { major: major + 1, minor: 0, patch: 0 },
            (SemverLevel::Minor, 1.., _) | (SemverLevel::Major, 0, 1..) => Self { major, minor: minor + 1, patch: 0 },
            _ => Self { major, minor, patch: patch + 1 },
        }
    }
}

impl fmt::Display for CrateVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl FromStr for CrateVersion {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers = text.split(['-', '+']).next().unwrap_or_default();
        let parts: Result<Vec<u64>, _> = numbers.split('.').map(str::parse).collect();
        match parts.as_deref() {
            Ok([major, minor, patch]) => Ok(Self { major: *major, minor: *minor, patch: *patch }),
            _ => Err(format!("`{text}` is no version such as 0.1.0")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CrateVersion, SemverLevel};

    #[test]
    fn the_first_number_that_is_not_zero_says_what_breaks() {
        let bumped = |version: &str, level| version.parse::<CrateVersion>().map(|version| version.bumped(level).to_string());
        assert_eq!(bumped("0.1.3", SemverLevel::Major).as_deref(), Ok("0.2.0"));
        assert_eq!(bumped("0.1.3", SemverLevel::Minor).as_deref(), Ok("0.1.4"));
        assert_eq!(bumped("0.1.3", SemverLevel::Patch).as_deref(), Ok("0.1.4"));
        assert_eq!(bumped("0.1.3", SemverLevel::None).as_deref(), Ok("0.1.3"));
        assert_eq!(bumped("0.0.3", SemverLevel::Major).as_deref(), Ok("0.0.4"));
        assert_eq!(bumped("1.2.3", SemverLevel::Major).as_deref(), Ok("2.0.0"));
        assert_eq!(bumped("1.2.3", SemverLevel::Minor).as_deref(), Ok("1.3.0"));
        assert_eq!(bumped("1.2.3-rc.1", SemverLevel::Patch).as_deref(), Ok("1.2.4"));
        assert!("1.2".parse::<CrateVersion>().is_err());
    }
}
