//! Exports deals to a CSV file. If it is interrupted, even by `kill -9`, the next run continues there, and the file is that of a single run.
//!
//! ```console
//! $ PIPEDRIVE_API_TOKEN=… cargo run --example export_deals -- deals.csv --status open --field Tier --field Budget
//! ```

use std::fs::{self, File};
use std::io::{self, Error, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use pipedrive::common::{DealStatus, SortBy};
use pipedrive::prelude::*;
use pipedrive::v2::deals::Deal;
use pipedrive::{Client, Cursor, CustomFieldResolver, FieldEntity};
use serde::{Deserialize, Serialize};

/// Exports deals to a CSV file, and continues an export that was interrupted.
#[derive(Parser)]
struct Arguments {
    /// The file to write. `FILE.state` beside it exists until it is complete.
    file: PathBuf,
    /// Only deals with this status; can be repeated. By default, all except deleted and archived ones.
    #[arg(long)]
    status: Vec<DealStatus>,
    /// A custom field to export, by its name; can be repeated, up to 15 times.
    #[arg(long = "field", value_name = "NAME")]
    fields: Vec<String>,
    /// The number of deals per request, at most 500.
    #[arg(long, default_value_t = 500)]
    page_size: u16,
}

/// The position of an export that is not complete.
#[derive(Serialize, Deserialize)]
struct State {
    /// The first request: a cursor is valid only with the same filters.
    list: String,
    /// The page to continue with.
    next: Cursor,
    /// The length of the file up to this page. What an interrupted run has written beyond it is written again.
    length: u64,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let client = Client::from_env()?;
    let resolver = CustomFieldResolver::load(&client, FieldEntity::Deal).await?;

    // In the order of their ids, so that deals that change during the export stay on their page.
    let mut list = client.v2().deals().list().sort_by(SortBy::Id);
    if !arguments.status.is_empty() {
        list = list.status(arguments.status);
    }
    let keys = arguments.fields.iter().map(|name| resolver.key(name)).collect::<Result<Vec<_>, _>>()?;
    if !keys.is_empty() {
        list = list.custom_fields(keys);
    }

    let state_path = beside(&arguments.file, ".state");
    let mut state = State::load_or_begin(&state_path, &arguments.file, list.url()?)?;
    let file = open(&arguments.file, state.length).with_context(|| format!("cannot write `{}`", arguments.file.display()))?;
    let mut csv = csv::Writer::from_writer(file);
    if state.length == 0 {
        csv.write_record(COLUMNS.iter().copied().chain(arguments.fields.iter().map(String::as_str)))?;
    }

    let progress = ProgressBar::new_spinner().with_style(ProgressStyle::with_template("{spinner} {human_pos} deals")?);
    // The next page is fetched while this one is written.
    let mut pages = list.limit(arguments.page_size).starting_at(&state.next).pages().read_ahead();
    while let Some(page) = pages.try_next().await? {
        for deal in &page {
            let named = resolver.read(&deal.custom_fields);
            let custom = arguments.fields.iter().map(|name| Ok(named.field(name)?.to_string())).collect::<Result<Vec<_>>>()?;
            csv.write_record(cells(deal).into_iter().chain(custom))?;
        }
        for rejected in page.rejected() {
            progress.suspend(|| eprintln!("not exported: {rejected}: {}", rejected.value()));
        }
        progress.inc(page.len() as u64);

        // First the deals, then the position: the next run must not skip what is not on the disk.
        csv.flush()?;
        csv.get_ref().sync_data()?;
        if let Some(next) = pages.cursor() {
            state = State { next, length: csv.get_ref().stream_position()?, ..state };
            state.save(&state_path)?;
        }
    }
    fs::remove_file(&state_path)?;
    progress.finish();
    Ok(())
}

impl State {
    fn load_or_begin(path: &Path, output: &Path, list: String) -> Result<Self> {
        if let Ok(file) = File::open(path) {
            let state: Self = serde_json::from_reader(file).with_context(|| format!("cannot read `{}`", path.display()))?;
            let (output, path) = (output.display(), path.display());
            ensure!(state.list == list, "`{output}` has other options: use them again, or remove it and `{path}`");
            return Ok(state);
        }
        ensure!(!output.exists(), "`{}` exists: remove it, or choose another file", output.display());
        let state = Self { list, next: Cursor::first(), length: 0 };
        state.save(path)?;
        Ok(state)
    }

    /// Renaming a file replaces the other one at once, so that an interrupted run leaves the old or the new state.
    fn save(&self, path: &Path) -> Result<()> {
        let new = beside(path, ".new");
        let file = File::create(&new).with_context(|| format!("cannot write `{}`", new.display()))?;
        serde_json::to_writer(&file, self)?;
        file.sync_all()?;
        Ok(fs::rename(new, path)?)
    }
}

/// Opens a file to continue after its first `length` bytes.
fn open(path: &Path, length: u64) -> io::Result<File> {
    let mut file = File::options().create(true).write(true).truncate(false).open(path)?;
    if file.metadata()?.len() < length {
        return Err(Error::other("it is shorter than the interrupted run has left it"));
    }
    file.set_len(length)?;
    file.seek(SeekFrom::End(0))?;
    Ok(file)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

const COLUMNS: [&str; 8] = ["id", "title", "status", "value", "currency", "stage_id", "owner_id", "add_time"];

fn cells(deal: &Deal) -> [String; COLUMNS.len()] {
    fn cell(value: &Option<impl ToString>) -> String {
        value.as_ref().map(ToString::to_string).unwrap_or_default()
    }
    let (status, value, currency) = (cell(&deal.status), cell(&deal.value), cell(&deal.currency));
    let (stage, owner, added) = (cell(&deal.stage_id), cell(&deal.owner_id), cell(&deal.add_time));
    [deal.id.to_string(), cell(&deal.title), status, value, currency, stage, owner, added]
}
