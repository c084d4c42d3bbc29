//! The snapshot of an account: data, and its form as JSON.

mod entity;
mod json;
mod model;
mod names;
mod read;

pub use entity::Entity;
pub use model::{
    AccountField, AccountOption, AccountOptionId, AccountUser, ActivityType, Company, Currency, LeadLabel, Omission, Pipeline,
    Snapshot, Stage, Subfield,
};
pub use names::{Names, NamesOfField, NamesOfPipeline};
pub use read::SnapshotError;

/// The version of the format.
const FORMAT: u32 = 1;
