//! What the API states about itself: operation metadata, envelopes, errors, rate-limit headers.

pub(crate) mod api;
pub(crate) mod envelope;
pub(crate) mod error;
pub(crate) mod info;
pub(crate) mod rate_limit;
pub(crate) mod rules;
pub(crate) mod styles;
