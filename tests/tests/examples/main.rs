//! Runs the examples of the crate end to end, as their users do: the programs that cargo has built, against a mock account on the loopback.

mod export_deals;
mod files;
mod harness;
mod import_contacts;
mod move_deals;
mod oauth_app;
mod sync_sqlite;
mod testing;
mod webhook_receiver;
