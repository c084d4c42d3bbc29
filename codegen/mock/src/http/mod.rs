//! Requests and responses as plain data.

mod request;
mod response;

pub(crate) use request::{ApiRequest, Body, Part, TOKEN_PARAMETER};
pub(crate) use response::{ApiResponse, Exchange};
