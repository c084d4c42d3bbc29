//! The crate `pipedrive-account`: snapshots of accounts, what is generated from them, and what differs between them.

mod golden;
mod names;
mod snapshot;
