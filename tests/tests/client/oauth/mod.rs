//! OAuth 2 over the loopback: how tokens are fetched, kept good, stored, revoked and hidden.

mod app;
mod office;
mod secrets;
mod session;
mod sharing;
