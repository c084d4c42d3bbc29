//! Requests and responses as plain data, and the two ways in: the transport and the loopback server.

mod delivery;
mod request;
mod response;
mod server;
mod transport;

pub(crate) use delivery::is_loopback;
pub(crate) use request::{ApiRequest, Body, Part};
pub(crate) use response::ApiResponse;
pub use server::Server;
