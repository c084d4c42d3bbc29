//! `pipedrive-account fetch`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use pipedrive_account::{SavedResponses, Section, Snapshot};
use pipedrive_inert::terminal::line;

/// Write a snapshot of the account: fields with their options, pipelines and stages, activity types, labels, lead sources and currencies.
///
/// Lists that the plan or the permissions do not include are left out with a warning.
#[derive(Debug, Args)]
pub(super) struct FetchArgs {
    /// The file to write. The `names` in an existing snapshot are kept. Defaults to standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Include the names and email addresses of the users. They are personal data.
    #[arg(long)]
    users: bool,
    /// Read saved responses of the API instead of the account: files with one response body, a list of them, or one per line.
    ///
    /// What a response is follows from its shape or from the name of the file, such as `deal_fields.json`. `deal_fields=FILE` states it.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    from_responses: Vec<PathBuf>,
}

impl FetchArgs {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        // An unusable file is reported before anything is requested.
        let old = self.out.as_deref().filter(|out| out.exists()).map(existing).transpose()?;
        let mut snapshot = if self.from_responses.is_empty() { super::fetch_account(self.users)? } else { self.saved()? };
        if let (Some(out), Some(old)) = (&self.out, &old) {
            super::same_company(&out.display().to_string(), old, &snapshot, "write to another file, or remove this one first")?;
            warn_of_lost_parts(old, &snapshot);
            snapshot.names.clone_from(&old.names);
        }
        // The names are stored at once, so that what is renamed later keeps its name even if `generate` has not run meanwhile.
        snapshot.names = snapshot.complete_names().map_err(|error| error.to_string())?;
        for omission in &snapshot.omitted {
            eprintln!("warning: `{}` is incomplete: {}", line(&omission.part), line(&omission.reason));
        }
        match &self.out {
            None => super::print(&snapshot.to_json())?,
            Some(out) => {
                let written = snapshot.write(out).map_err(|error| error.to_string())?;
                eprintln!("{} `{}`", if written { "wrote" } else { "unchanged:" }, line(&out.display().to_string()));
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn saved(&self) -> Result<Snapshot, String> {
        let mut responses = SavedResponses::new();
        for argument in &self.from_responses {
            let (section, path) = split(argument);
            responses.add_file(path, section).map_err(|error| error.to_string())?;
        }
        responses.into_snapshot(self.users).map_err(|error| error.to_string())
    }
}

/// Reads the snapshot that is to be replaced, with the names of all generated items.
fn existing(path: &Path) -> Result<Snapshot, String> {
    let mut snapshot = Snapshot::read(path)
        .map_err(|error| format!("{error}\nhelp: it would be overwritten; write to another file, or remove this one"))?;
    snapshot.names = snapshot.complete_names().map_err(|error| format!("`{}`: {error}", path.display()))?;
    Ok(snapshot)
}

/// Splits `deal_fields=FILE`.
fn split(argument: &Path) -> (Option<Section>, &Path) {
    let stated = argument.to_str().and_then(|argument| argument.split_once('='));
    match stated.and_then(|(name, path)| Some((Section::of_name(name)?, path))) {
        Some((section, path)) => (Some(section), Path::new(path)),
        None => (None, argument),
    }
}

/// Warns of the parts that are removed from the file, because they could not be read this time.
fn warn_of_lost_parts(old: &Snapshot, new: &Snapshot) {
    let fields = old.fields.keys().filter(|entity| !new.fields.contains_key(entity)).map(|entity| format!("fields.{entity}"));
    let lists = [
        ("pipelines", old.pipelines.is_some() && new.pipelines.is_none()),
        ("activity_types", old.activity_types.is_some() && new.activity_types.is_none()),
        ("lead_labels", old.lead_labels.is_some() && new.lead_labels.is_none()),
        ("lead_sources", old.lead_sources.is_some() && new.lead_sources.is_none()),
        ("currencies", old.currencies.is_some() && new.currencies.is_none()),
    ];
    let lists = lists.into_iter().filter(|(_, is_lost)| *is_lost).map(|(part, _)| part.to_owned());
    for part in fields.chain(lists) {
        eprintln!("warning: the snapshot had `{part}`, which could not be read now; its generated types will be removed");
    }
}
