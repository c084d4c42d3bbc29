//! HTTP: the transport, request bodies and URLs.

pub(crate) mod body;
pub(crate) mod random;
pub(crate) mod transport;
pub(crate) mod url;
