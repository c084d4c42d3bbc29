#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod emit;
mod files;
mod snapshot;
mod text;
mod types;

pub use emit::{Module, generate};
pub use snapshot::{
    AccountField, AccountOption, AccountOptionId, AccountUser, ActivityType, Company, Currency, Entity, LeadLabel, Names,
    NamesOfField, NamesOfPipeline, Omission, Pipeline, Snapshot, SnapshotError, Stage, Subfield,
};
pub use types::ValueType;
