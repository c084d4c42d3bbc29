//! Attaches files to a deal, lists and downloads them. Neither direction reads a file into memory.
//!
//! ```console
//! $ export PIPEDRIVE_API_TOKEN=…
//! $ cargo run --example files -- attach 42 offer.pdf plan.png
//! $ cargo run --example files -- list 42
//! $ cargo run --example files -- download 42 --to downloads
//! ```

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Parser, Subcommand};
use futures_util::{FutureExt, TryFutureExt, TryStreamExt};
use indicatif::{ProgressBar, ProgressStyle};
use pipedrive::v1::files::File;
use pipedrive::{Client, TransportError, Upload};
use tokio::io::AsyncWriteExt;
use tokio_util::io::ReaderStream;

/// The files of a deal.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Attach files to a deal.
    Attach {
        deal: i64,
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// List the files of a deal.
    List { deal: i64 },
    /// Download the files of a deal. Files that were downloaded before are skipped.
    Download {
        deal: i64,
        /// The directory of the downloaded files.
        #[arg(long, default_value = ".")]
        to: PathBuf,
    },
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let client = Client::from_env()?;
    match arguments.command {
        Command::Attach { deal, files } => {
            for path in files {
                let file = attach(&client, deal, &path).await.with_context(|| format!("cannot attach `{}`", path.display()))?;
                println!("attached `{}` as file {}", path.display(), file.id);
            }
        }
        Command::List { deal } => {
            let mut files = client.v1().deals().list_files(deal).items();
            while let Some(file) = files.try_next().await? {
                let added = file.add_time.map(|time| time.to_string()).unwrap_or_default();
                println!("{:>8}  {:>12}  {added:20}  {}", file.id.to_string(), file.file_size.unwrap_or(0), name(&file));
            }
        }
        Command::Download { deal, to } => {
            tokio::fs::create_dir_all(&to).await.with_context(|| format!("cannot create `{}`", to.display()))?;
            let mut files = client.v1().deals().list_files(deal).items();
            let mut failed = 0;
            while let Some(file) = files.try_next().await? {
                // One file that cannot be downloaded, such as one at a remote service, does not stop the others.
                match download(&client, &file, &to).await {
                    Ok(Some(path)) => println!("downloaded `{}`", path.display()),
                    Ok(None) => println!("skipped file {}: downloaded before", file.id),
                    Err(error) => {
                        failed += 1;
                        eprintln!("cannot download file {}, `{}`: {error:#}", file.id, name(&file));
                    }
                }
            }
            anyhow::ensure!(failed == 0, "{failed} files were not downloaded");
        }
    }
    Ok(())
}

async fn attach(client: &Client, deal: i64, path: &Path) -> anyhow::Result<File> {
    let length = tokio::fs::metadata(path).await?.len();
    let bar = progress(path.file_name().unwrap_or_default().to_string_lossy().into_owned(), length);
    let (path, name) = (path.to_owned(), bar.message());
    let upload = Upload::from_stream(name, Some(length), {
        let bar = bar.clone();
        // Called for each attempt, so the progress begins anew.
        move || {
            bar.set_position(0);
            let bar = bar.clone();
            let file = tokio::fs::File::open(path.clone());
            let stream = file.map_ok(move |file| ReaderStream::new(bar.wrap_async_read(file))).into_stream();
            Box::pin(stream.try_flatten().map_err(TransportError::other))
        }
    });
    let file = client.v1().files().upload(upload).deal_id(deal).await?;
    bar.finish_and_clear();
    Ok(file)
}

/// Downloads a file into a directory. Returns `None` if the directory contains it already.
async fn download(client: &Client, file: &File, directory: &Path) -> anyhow::Result<Option<PathBuf>> {
    // The id makes the names unique: a deal can have several files with the same name.
    let prefix = format!("{}-", file.id);
    let mut entries = tokio::fs::read_dir(directory).await?;
    while let Some(entry) = entries.next_entry().await? {
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            return Ok(None);
        }
    }
    let mut download = client.v1().files().download(file.id).await?;
    // A name from the network can be `../../.profile`. This one is safe.
    let name = download.file_name().unwrap_or("file").to_owned();
    let bar = progress(name.clone(), download.length().unwrap_or(0));
    // An interrupted download has another name than a complete one, so that it is downloaded again.
    let (partial, path) = (directory.join(format!("partial-{prefix}{name}")), directory.join(format!("{prefix}{name}")));
    let mut target = tokio::fs::File::create(&partial).await?;
    while let Some(chunk) = download.try_next().await? {
        target.write_all(&chunk).await?;
        bar.inc(chunk.len() as u64);
    }
    target.sync_all().await?;
    tokio::fs::rename(&partial, &path).await?;
    bar.finish_and_clear();
    Ok(Some(path))
}

/// A progress bar for a number of bytes. It is shown only in a terminal.
fn progress(name: String, length: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {bytes} of {total_bytes}, {eta} left");
    ProgressBar::new(length).with_style(style.expect("a valid template")).with_message(name)
}

fn name(file: &File) -> &str {
    file.file_name.as_deref().unwrap_or("unnamed")
}
