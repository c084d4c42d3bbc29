//! The command `pipedrive-mock`: a mock account on a loopback port.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use pipedrive_mock::Account;

/// Serves a mock Pipedrive account on 127.0.0.1.
#[derive(Debug, Parser)]
#[command(name = "pipedrive-mock", version)]
struct Arguments {
    /// The port to listen on; 0 selects a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Fill the account by the calls in a JSON file. The README of the crate describes its format.
    #[arg(long, value_name = "FILE", conflicts_with = "demo")]
    seed: Option<PathBuf>,
    /// Fill the account with the data of a small firm.
    #[arg(long)]
    demo: bool,
    /// Add an OAuth app, whose redirect URI is any loopback address. Its pages are below `/oauth/` of the server.
    #[arg(long, value_name = "CLIENT_ID:CLIENT_SECRET", value_parser = app)]
    app: Vec<(String, String)>,
    /// Store nothing, and respond with the example of each operation.
    #[arg(long, conflicts_with_all = ["app", "demo", "lenient", "seed"])]
    examples: bool,
    /// Accept inputs that the API description does not allow.
    #[arg(long)]
    lenient: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let account = match account(&arguments) {
        Ok(account) => account,
        Err(problem) => {
            eprintln!("error: {problem}");
            return ExitCode::FAILURE;
        }
    };
    account.set_lenient(arguments.lenient);
    for (id, secret) in &arguments.app {
        account.add_app(id, secret, "", "");
    }
    match account.serve(arguments.port).await {
        Ok(server) => {
            println!("listening on {}", server.url());
            server.wait().await;
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: cannot listen on port {}: {error}", arguments.port);
            ExitCode::FAILURE
        }
    }
}

/// Parses the id and the secret of an app.
fn app(argument: &str) -> Result<(String, String), String> {
    let parts = argument.split_once(':').filter(|(id, secret)| !id.is_empty() && !secret.is_empty());
    let (id, secret) = parts.ok_or("expected an id and a secret, separated by a colon")?;
    Ok((id.to_owned(), secret.to_owned()))
}

fn account(arguments: &Arguments) -> Result<Account, String> {
    if arguments.examples {
        return Ok(Account::of_examples());
    }
    let Some(path) = &arguments.seed else {
        return Ok(if arguments.demo { Account::demo() } else { Account::new() });
    };
    let seed = std::fs::read_to_string(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
    Account::from_seed(&seed).map_err(|error| format!("`{}`: {error}", path.display()))
}
