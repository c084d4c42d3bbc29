//! Copies the deals of an account to an SQLite database. Run every night, it fetches only what has changed since the last run. Deleted deals
//! stay, marked as such, and records that cannot be decoded are kept with the reason.
//!
//! ```console
//! $ PIPEDRIVE_API_TOKEN=… cargo run --example sync_sqlite -- deals.db
//! $ sqlite3 deals.db "SELECT currency, sum(value) FROM deals WHERE status = 'won' AND NOT is_deleted GROUP BY currency"
//! ```

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Parser;
use indicatif::ProgressBar;
use pipedrive::common::DealStatus::{Deleted, Lost, Open, Won};
use pipedrive::common::SortBy;
use pipedrive::prelude::*;
use pipedrive::v2::deals::Deal;
use pipedrive::{Client, SignedDuration, Timestamp};
use rusqlite::{Connection, Transaction, params_from_iter, types::Value};

/// Copies the deals of an account to an SQLite database.
#[derive(Parser)]
struct Arguments {
    /// The database; it is created if it does not exist.
    database: PathBuf,
    /// Fetch all deals, not only those that have changed since the last run.
    #[arg(long)]
    full: bool,
}

/// The columns are for queries; `json` is all that the API has sent. Bad records are those that cannot be decoded, in whole or in part.
const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS deals (
        id INTEGER PRIMARY KEY, title TEXT, status TEXT, value REAL, currency TEXT, stage_id INTEGER, owner_id INTEGER,
        person_id INTEGER, org_id INTEGER, is_archived INTEGER, is_deleted INTEGER, update_time TEXT, json TEXT, synced TEXT
    ) STRICT;
    CREATE TABLE IF NOT EXISTS bad_records (json TEXT PRIMARY KEY, reason TEXT, synced TEXT) STRICT;
    CREATE TABLE IF NOT EXISTS runs (started TEXT) STRICT;
";
const STORE: &str = "INSERT OR REPLACE INTO deals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

/// How far the clock of this machine may be ahead. A deal that is fetched twice is stored once.
const OVERLAP: SignedDuration = SignedDuration::from_hours(1);
/// Deleted deals are listed for 30 days. After a longer pause, they are those that are missing in a full run.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(29 * 24);

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let client = Client::from_env()?;
    let mut database = Connection::open(&arguments.database)?;
    database.execute_batch(SCHEMA).with_context(|| format!("cannot write `{}`", arguments.database.display()))?;

    // The beginning of the run counts: what changes while it lasts is fetched again by the next one.
    let started = Timestamp::now();
    let last: Option<String> = database.query_row("SELECT started, max(rowid) FROM runs", [], |row| row.get(0))?;
    let last = last.map(|last| last.parse::<Timestamp>()).transpose()?;
    let since = last.filter(|last| !arguments.full && *last > started - LONGEST_PAUSE).map(|last| last - OVERLAP);

    let mut run = Run { database: &mut database, synced: started.to_string(), progress: ProgressBar::new_spinner(), rejected: 0 };
    let deals = client.v2().deals();
    // It is not documented whether a deletion counts as an update, so all deleted deals are fetched.
    for (statuses, since) in [(vec![Open, Won, Lost], since), (vec![Deleted], None)] {
        let list = deals.list().status(statuses.clone()).with_some(since, |list, since| list.updated_since(since));
        run.copy(list.sort_by(SortBy::Id).limit(500)).await?;
        let list = deals.list_archived().status(statuses).with_some(since, |list, since| list.updated_since(since));
        run.copy(list.sort_by(SortBy::Id).limit(500)).await?;
    }
    run.finish(since.is_none())
}

struct Run<'a> {
    database: &'a mut Connection,
    synced: String,
    progress: ProgressBar,
    /// The number of records without a readable id.
    rejected: usize,
}

impl Run<'_> {
    /// Copies the deals of a list. Each page is a transaction.
    async fn copy(&mut self, list: impl Paged<Item = Deal>) -> Result<()> {
        let mut pages = list.pages().read_ahead();
        while let Some(page) = pages.try_next().await? {
            let transaction = self.database.transaction()?;
            for (index, deal) in page.iter().enumerate() {
                let json = serde_json::to_string(deal)?;
                store(&transaction, deal, &json, &self.synced)?;
                // A value of an unexpected type costs its column only: the field is empty, and `extra` has the value.
                let bad: Vec<_> = page.mismatches(index).map(ToString::to_string).collect();
                if !bad.is_empty() {
                    keep_bad(&transaction, &json, &format!("deal {}: {}", deal.id, bad.join(", ")), &self.synced)?;
                }
            }
            // A record without an id, for example. Everything else of a page is read in any case.
            for rejected in page.rejected() {
                keep_bad(&transaction, &rejected.value().to_string(), &rejected.to_string(), &self.synced)?;
            }
            transaction.commit()?;
            self.rejected += page.rejected().len();
            self.progress.inc(page.len() as u64);
        }
        Ok(())
    }

    /// Records the run, so that the next one continues there.
    fn finish(self, is_full: bool) -> Result<()> {
        let transaction = self.database.transaction()?;
        // A rejected record may be any deal, so none can be called missing then.
        if is_full && self.rejected == 0 {
            transaction.execute("UPDATE deals SET is_deleted = 1 WHERE synced <> ?1", [&self.synced])?;
        }
        transaction.execute("INSERT INTO runs VALUES (?1)", [&self.synced])?;
        let query = "SELECT count(*) FROM bad_records WHERE synced = ?1";
        let bad: i64 = transaction.query_row(query, [&self.synced], |row| row.get(0))?;
        transaction.commit()?;
        self.progress.finish();
        println!("{} deals, {bad} bad records", self.progress.position());
        Ok(())
    }
}

/// Stores a deal in place of its earlier state. Deleted deals stay, marked as such.
fn store(transaction: &Transaction<'_>, deal: &Deal, json: &str, synced: &str) -> Result<()> {
    let columns: [(&str, Value); 12] = [
        ("id", deal.id.0.into()),
        ("title", deal.title.clone().into()),
        ("status", deal.status.as_ref().map(ToString::to_string).into()),
        // As a string, because it is a decimal number with the feature `rust_decimal`. SQLite converts it.
        ("value", deal.value.map(|value| value.to_string()).into()),
        ("currency", deal.currency.clone().into()),
        ("stage_id", deal.stage_id.map(|id| id.0).into()),
        ("owner_id", deal.owner_id.map(|id| id.0).into()),
        ("person_id", deal.person_id.map(|id| id.0).into()),
        ("org_id", deal.org_id.map(|id| id.0).into()),
        ("is_archived", deal.is_archived.into()),
        ("is_deleted", (deal.is_deleted == Some(true) || deal.status == Some(Deleted)).into()),
        ("update_time", deal.update_time.map(|time| time.to_string()).into()),
    ];
    let values = columns.into_iter().map(|(_, value)| value).chain([json.to_owned().into(), synced.to_owned().into()]);
    transaction.execute(STORE, params_from_iter(values))?;
    Ok(())
}

fn keep_bad(transaction: &Transaction<'_>, json: &str, reason: &str, synced: &str) -> Result<()> {
    transaction.execute("INSERT OR REPLACE INTO bad_records VALUES (?1, ?2, ?3)", (json, reason, synced))?;
    Ok(())
}
