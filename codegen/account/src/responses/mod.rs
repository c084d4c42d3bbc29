//! From responses of the API to a snapshot.

mod builder;
mod definitions;
mod recognize;
mod saved;
mod section;

#[cfg(feature = "fetch")]
pub(crate) use builder::SnapshotBuilder;
pub use saved::SavedResponses;
pub use section::Section;
