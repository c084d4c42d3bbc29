#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod check;
mod emit;
#[cfg(feature = "fetch")]
mod fetch;
mod files;
mod responses;
mod snapshot;
mod types;

pub use check::{AccountChange, AccountChangeKind, AccountReport, RustEffect};
pub use emit::{AccountModule, generate};
#[cfg(feature = "fetch")]
pub use fetch::{FetchOptions, FetchProgress, fetch};
pub use responses::{SavedResponses, Section};
pub use snapshot::{
    AccountField, AccountOption, AccountOptionId, AccountUser, ActivityType, Company, Currency, Entity, LeadLabel, Names,
    NamesOfField, NamesOfPipeline, Omission, Pipeline, Snapshot, SnapshotError, Stage, Subfield,
};
pub use types::ValueType;
