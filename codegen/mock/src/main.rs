//! The command `pipedrive-mock`: a mock account on a loopback port.

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
    /// Accept inputs that the API description does not allow.
    #[arg(long)]
    lenient: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let account = Account::new();
    account.set_lenient(arguments.lenient);
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
