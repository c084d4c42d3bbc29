//! The targets.

pub mod account;
pub mod any;
pub mod curated;
pub mod decode;
pub mod diff;
pub mod edited_diff;
pub mod edited_response;
pub mod exchange;
pub mod external;
pub mod mock;
pub mod names;
pub mod oauth;
pub mod pages;
pub mod webhook;

/// A target.
#[derive(Debug)]
pub struct FuzzTarget {
    /// The name of its module, its program and its corpus.
    pub name: &'static str,
    /// Runs it with an input.
    pub run: fn(&[u8]),
    /// Inputs from the test data of the repository.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

macro_rules! targets {
    ($($name:ident)*) => {
        &[$(FuzzTarget { name: stringify!($name), run: $name::run, seeds: $name::seeds }),*]
    };
}

/// All targets.
pub const TARGETS: &[FuzzTarget] = targets! {
    account any curated decode diff edited_diff edited_response exchange external mock names oauth pages webhook
};

/// Returns the target with a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static FuzzTarget> {
    TARGETS.iter().find(|target| target.name == name)
}
