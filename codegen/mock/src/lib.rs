#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod account;
mod description;
mod http;
mod policy;
mod resources;
mod seed;
mod server;
mod store;
mod views;
mod webhooks;

pub use account::{Account, RecordedRequest};
pub use policy::{Fault, Limits};
pub use seed::SeedError;
pub use server::Server;
pub use webhooks::Delivery;
