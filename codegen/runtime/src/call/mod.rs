//! One call: the client that makes it, and the engine that carries it out.

pub(crate) mod client;
pub(crate) mod engine;
