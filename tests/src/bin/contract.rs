//! Calls every operation of a server, such as a mock of the description, and tells whether it took the requests and gave responses that fit.
//!
//! Writes a JSON line each: `{"operation", "method", "path", "status", "ok", "error"}`. The summary goes to standard error.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser;
use pipedrive_mock::{Account, Server};
use pipedrive_tests::contract;

/// Calls every operation with sample values.
#[derive(Debug, Parser)]
#[command(name = "contract")]
struct ContractArguments {
    /// The server that is called instead of the API and of the OAuth server. Defaults to a mock account, which judges each request by the
    /// API description and responds with its example.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Send only what is required; otherwise every input is set.
    #[arg(long)]
    minimal: bool,
    /// Send bodies that do not fit instead, which must be refused: whether the server judges them at all.
    #[arg(long, conflicts_with = "minimal")]
    wrong: bool,
    /// Call only the operations whose id begins with this, such as `v2.deals.`.
    #[arg(long, value_name = "PREFIX", default_value = "")]
    only: String,
    /// Take a value of an unexpected type in a response for a failure.
    #[arg(long)]
    strict: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&ContractArguments::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether every call succeeded.
async fn run(arguments: &ContractArguments) -> Result<bool, Box<dyn std::error::Error>> {
    let mock = match arguments.base_url {
        None => Some(Account::of_examples().serve(0).await?),
        Some(_) => None,
    };
    let base_url = arguments.base_url.clone().or_else(|| mock.as_ref().map(Server::url)).unwrap_or_default();
    let client = contract::client(&base_url, arguments.strict)?;
    if contract::operations(&arguments.only).next().is_none() {
        return Err(format!("no operation begins with `{}`", arguments.only).into());
    }
    let (mut all, mut failed) = (0_usize, 0_usize);
    for info in contract::operations(&arguments.only) {
        let outcome = if arguments.wrong {
            contract::provoke(&client, info).await
        } else if arguments.minimal && !contract::is_complete_without_options(info) {
            None
        } else {
            Some(contract::call(&client, info, !arguments.minimal).await)
        };
        let Some(outcome) = outcome else { continue };
        all += 1;
        failed += usize::from(outcome.error.is_some());
        writeln!(std::io::stdout(), "{}", outcome.to_json())?;
    }
    eprintln!("{all} operations called: {} ok, {failed} not", all - failed);
    Ok(failed == 0)
}
