//! The sub-commands.

mod check;
mod fetch;
mod generate;
mod progress;

use std::future::Future;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use pipedrive::Client;
use pipedrive_account::{FetchOptions, Snapshot, fetch};

use self::progress::Progress;

/// The types of a Pipedrive account: a snapshot of its custom fields, pipelines and labels, and a Rust module from it.
///
/// Credentials are read from the environment: `PIPEDRIVE_API_TOKEN`, or `PIPEDRIVE_ACCESS_TOKEN` with the access token of an OAuth app; and
/// the server from `PIPEDRIVE_COMPANY_DOMAIN` or `PIPEDRIVE_BASE_URL`.
#[derive(Debug, Parser)]
#[command(name = "pipedrive-account", version)]
pub(crate) struct AccountCli {
    #[command(subcommand)]
    command: AccountCommand,
}

#[derive(Debug, Subcommand)]
enum AccountCommand {
    Fetch(fetch::FetchArgs),
    Generate(generate::ModuleArgs),
    Check(check::AccountCheckArgs),
}

impl AccountCli {
    /// Runs the sub-command. The error is a message for the user.
    pub(crate) fn run(&self) -> Result<ExitCode, String> {
        match &self.command {
            AccountCommand::Fetch(arguments) => arguments.run(),
            AccountCommand::Generate(arguments) => arguments.run(),
            AccountCommand::Check(arguments) => arguments.run(),
        }
    }
}

/// Reads the account that the environment has credentials for.
fn fetch_account(users: bool) -> Result<Snapshot, String> {
    let client = Client::from_env().map_err(|error| error.to_string())?;
    let mut options = FetchOptions::default();
    options.users = users;
    let mut progress = Progress::new();
    let fetched = block_on(fetch(&client, &options, |step| progress.show(&step)))?;
    progress.finish();
    fetched.map_err(|error| error.to_string())
}

/// Writes to standard output. A reader that has read enough is no error.
fn print(content: &str) -> Result<(), String> {
    match io::stdout().write_all(content.as_bytes()).and_then(|()| io::stdout().flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("cannot write to standard output: {error}")),
        _ => Ok(()),
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> Result<T, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    Ok(runtime.map_err(|error| format!("cannot start: {error}"))?.block_on(future))
}

/// Returns an error if two snapshots are of different companies.
fn same_company(file: &str, old: &Snapshot, new: &Snapshot, help: &str) -> Result<(), String> {
    let (Some(old), Some(new)) = (&old.company, &new.company) else { return Ok(()) };
    if old.id == new.id {
        return Ok(());
    }
    let name = |company: &pipedrive_account::Company| match &company.domain {
        Some(domain) => format!("`{domain}` (id {})", company.id),
        None => format!("with the id {}", company.id),
    };
    Err(format!("`{file}` is of the company {}, but the account is of the company {}: {help}", name(old), name(new)))
}
