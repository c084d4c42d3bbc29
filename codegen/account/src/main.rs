//! The command `pipedrive-account`.

mod command;

use std::process::ExitCode;

use clap::Parser;
use pipedrive_inert::terminal;

fn main() -> ExitCode {
    match command::AccountCli::parse().run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {}", terminal::lines(&error));
            ExitCode::from(2)
        }
    }
}
