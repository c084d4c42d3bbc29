//! Moves all deals of a stage to another stage, and adds a note and an activity to each. A deal that cannot be moved does not stop the others.
//!
//! ```console
//! $ export PIPEDRIVE_API_TOKEN=…
//! $ cargo run --example move_deals -- --from Offered --to "Follow-up" --note "Moved after the fair" --activity "Call again" --dry-run
//! ```

use anyhow::{Context, Result, bail, ensure};
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use pipedrive::common::DealStatus;
use pipedrive::prelude::*;
use pipedrive::v2::deals::Deal;
use pipedrive::v2::stages::Stage;
use pipedrive::{Client, Date};

/// Moves all deals of a stage to another stage.
#[derive(Parser)]
struct Arguments {
    /// The stage to empty, by its name or id.
    #[arg(long)]
    from: String,
    /// The stage to move the deals to, by its name or id.
    #[arg(long)]
    to: String,
    /// Moves only deals with this status; can be repeated.
    #[arg(long, default_value = "open")]
    status: Vec<DealStatus>,
    /// Adds a note to each deal.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Adds an activity to each deal.
    #[arg(long, value_name = "SUBJECT")]
    activity: Option<String>,
    /// The day on which the activity is due, such as `2026-12-31`.
    #[arg(long, requires = "activity")]
    due: Option<Date>,
    /// Prints the requests instead of sending them.
    #[arg(long)]
    dry_run: bool,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let client = Client::from_env()?;
    let stages = client.v2().stages().list().items().try_collect().await?;
    let (from, to) = (find(&stages, &arguments.from)?, find(&stages, &arguments.to)?);
    ensure!(from.id != to.id, "`{}` and `{}` are the same stage", arguments.from, arguments.to);

    // All of them before the first is moved: a list that becomes shorter while it is read would omit deals.
    let deals = client.v2().deals().list().stage_id(from.id).status(arguments.status.clone()).limit(500);
    let deals = deals.items().try_collect().await?;
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}")?;
    let progress = if arguments.dry_run { ProgressBar::hidden() } else { ProgressBar::new(deals.len() as u64).with_style(style) };
    let mut failed = 0;
    for deal in &deals {
        progress.set_message(deal.title.clone().unwrap_or_default());
        if let Err(error) = move_deal(&client, &arguments, deal, to.id).await {
            failed += 1;
            progress.suspend(|| eprintln!("deal {}: {error:#}", deal.id));
        }
        progress.inc(1);
    }
    progress.finish_with_message("");
    ensure!(failed == 0, "{failed} of {} deals have failed", deals.len());
    Ok(())
}

/// Returns the stage with a name or an id.
fn find<'a>(stages: &'a [Stage], wanted: &str) -> Result<&'a Stage> {
    let is_wanted = |stage: &&Stage| stage.name.as_deref() == Some(wanted) || stage.id.to_string() == wanted;
    let found: Vec<_> = stages.iter().filter(is_wanted).collect();
    match found[..] {
        [stage] => Ok(stage),
        [] => bail!("no stage `{wanted}`"),
        _ => {
            bail!("several stages `{wanted}`: use one of the ids {:?}", found.iter().map(|stage| stage.id.0).collect::<Vec<_>>())
        }
    }
}

/// Moves a deal, and then adds what is to be added: a note about a move that was refused would be wrong.
async fn move_deal(client: &Client, arguments: &Arguments, deal: &Deal, to: StageId) -> Result<()> {
    let Arguments { note, activity, due, dry_run, .. } = arguments;
    send(client.v2().deals().update(deal.id).stage_id(to), *dry_run).await.context("not moved")?;
    let mut missing = Vec::new();
    if let Some(note) = note {
        let request = client.v1().notes().create(note).deal_id(deal.id);
        missing.extend(send(request, *dry_run).await.err().map(|error| format!("without the note: {error:#}")));
    }
    if let Some(subject) = activity {
        let request = client.v2().activities().create().subject(subject).deal_id(deal.id);
        let request = request.with_some(*due, |request, due| request.due_date(due));
        missing.extend(send(request, *dry_run).await.err().map(|error| format!("without the activity: {error:#}")));
    }
    ensure!(missing.is_empty(), "moved, but {}", missing.join(", and "));
    Ok(())
}

/// Sends a request, or prints it.
async fn send<R: Request>(request: R, dry_run: bool) -> Result<()> {
    if dry_run {
        println!("{}\n", request.preview()?);
    } else {
        request.send().await?;
    }
    Ok(())
}
