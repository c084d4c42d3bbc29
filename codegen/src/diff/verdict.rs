//! The summary of the changes: their severity, the required version, and which changes fail the check.

use std::fmt;
use std::str::FromStr;

use super::change::{ApiChange, SemverLevel, WireLevel};

/// The summary of a report. Accepted changes count only for the version.
#[derive(Debug, Clone, Default)]
pub struct DiffVerdict {
    /// The most severe effect on requests.
    pub request: WireLevel,
    /// The most severe effect on responses.
    pub response: WireLevel,
    /// The part of the version that must be raised.
    pub rust: SemverLevel,
    /// Whether responses that were decoded before may be rejected now.
    pub stricter: bool,
    /// The version before the change.
    pub version: Option<CrateVersion>,
    /// The version of the crate with the change, if known.
    pub declared: Option<CrateVersion>,
    /// The number of accepted changes.
    pub accepted: usize,
}

impl DiffVerdict {
    pub(super) fn of(changes: &[ApiChange], version: Option<CrateVersion>) -> Self {
        let mut verdict = Self { version, ..Self::default() };
        for change in changes {
            if change.accepted.is_some() {
                verdict.accepted += 1;
                // An accepted change still requires its version.
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

    /// Returns the lowest version that the changes allow.
    pub fn next(&self) -> Option<CrateVersion> {
        self.version.map(|version| version.bumped(self.rust))
    }

    /// Returns whether the declared version is high enough; `None` if a version is unknown.
    pub fn is_declared(&self) -> Option<bool> {
        Some(self.declared? >= self.next()?)
    }

    /// Returns the more severe level of both directions.
    pub fn wire(&self) -> WireLevel {
        self.request.max(self.response)
    }
}

/// A condition that fails the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailOn {
    /// Any change that breaks requests or responses.
    Breaking,
    /// Any change that requires a major version.
    Major,
}

impl FailOn {
    /// Returns the changes that meet the condition and are not accepted.
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

/// A version of the crate, without pre-release and build metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CrateVersion {
    /// The major version.
    pub major: u64,
    /// The minor version.
    pub minor: u64,
    /// The patch version.
    pub patch: u64,
}

impl CrateVersion {
    /// Returns the lowest version that may contain a change of the given level. As in Cargo, raising the leftmost non-zero number is breaking.
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

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let numbers = input.split(['-', '+']).next().unwrap_or_default();
        let parts: Result<Vec<u64>, _> = numbers.split('.').map(str::parse).collect();
        match parts.as_deref() {
            Ok([major, minor, patch]) => Ok(Self { major: *major, minor: *minor, patch: *patch }),
            _ => Err(format!("invalid version `{input}`; expected the form 0.1.0")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CrateVersion, SemverLevel};

    #[test]
    fn raising_the_leftmost_non_zero_number_is_breaking() {
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
