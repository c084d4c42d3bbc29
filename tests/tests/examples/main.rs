//! Runs the examples of the crate end to end, as their users do: the programs that cargo has built, against a mock account on the loopback.

mod files;
mod harness;
mod oauth_app;
mod testing;
mod webhook_receiver;
