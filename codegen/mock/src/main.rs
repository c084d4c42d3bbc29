//! The command `pipedrive-mock`: a mock account on a loopback port.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use pipedrive_mock::{Account, Limits, RecordedRequest};

/// Serves a mock Pipedrive account on 127.0.0.1, for tests and first steps of programs in any language.
///
/// Prints the URL once the server accepts connections, and runs until it is stopped.
#[derive(Debug, Parser)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command")]
#[command(name = "pipedrive-mock", version, after_help = EXAMPLES)]
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
    /// Store nothing, and respond with the example of each operation.
    #[arg(long, conflicts_with_all = ["app", "demo", "lenient", "seed"])]
    examples: bool,
    /// Accept inputs that the API description does not allow.
    #[arg(long)]
    lenient: bool,
    /// Accept only this API token. By default, every token is accepted.
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,
    /// Add an OAuth app; can be repeated. Its pages are below `/oauth/` of the server. Without a URI, it is redirected to any loopback address.
    #[arg(long, value_name = "ID:SECRET[:REDIRECT_URI]", value_parser = app)]
    app: Vec<[String; 3]>,
    /// Enforce the limits of the smallest plan: 20 requests per two seconds, 30000 tokens per day.
    #[arg(long)]
    limits: bool,
    /// Print each request with the status of its response to standard error.
    #[arg(long)]
    log: bool,
}

const EXAMPLES: &str = "Examples:
  pipedrive-mock --demo &
  curl -H 'x-api-token: any' http://127.0.0.1:8080/api/v2/deals
  curl -H 'x-api-token: any' --json '{\"title\": \"Lamps\"}' http://127.0.0.1:8080/api/v2/deals";

/// Parses the ID, the secret and the redirect URI of an app, which may be empty.
fn app(value: &str) -> Result<[String; 3], String> {
    let mut parts = value.splitn(3, ':').map(str::to_owned);
    let app = [parts.next(), parts.next(), parts.next()].map(Option::unwrap_or_default);
    let is_complete = !app[0].is_empty() && !app[1].is_empty();
    is_complete.then_some(app).ok_or_else(|| {
        "expected an ID and a secret, such as `app:secret` or `app:secret:http://localhost:3000/callback`".to_owned()
    })
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
    if let Some(token) = &arguments.token {
        account.add_api_token(token);
    }
    for [id, secret, redirect_uri] in &arguments.app {
        account.add_app(id, secret, redirect_uri, "");
    }
    if arguments.limits {
        account.set_limits(Limits::smallest_plan());
    }
    if arguments.log {
        account.on_request(log);
    }
    match account.serve(arguments.port).await {
        Ok(server) => {
            // A program that has started the mock may not read its output.
            let _ = writeln!(std::io::stdout(), "listening on {}", server.url());
            server.wait().await;
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: cannot listen on port {}: {error}; `--port 0` selects a free one", arguments.port);
            ExitCode::FAILURE
        }
    }
}

fn log(request: &RecordedRequest) {
    let status = request.status.map_or_else(|| "closed".to_owned(), |status| status.to_string());
    let operation = request.operation.as_deref().unwrap_or("-");
    let _ = writeln!(std::io::stderr(), "{} {} {} {operation}", status, request.method, request.path);
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
