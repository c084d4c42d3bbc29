//! The two ways into an account, the transport and the loopback server, and the calls of its webhooks.

mod control;
mod cors;
mod delivery;
mod listener;
mod pieces;
mod transport;

pub use listener::Server;
