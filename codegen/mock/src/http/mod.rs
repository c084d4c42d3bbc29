//! Requests and responses as plain data.

mod loopback;
mod request;
mod response;

pub(crate) use loopback::{host, is_loopback};
pub(crate) use request::{ApiRequest, Body, Part, TOKEN_PARAMETER};
pub(crate) use response::{ApiResponse, Exchange};
