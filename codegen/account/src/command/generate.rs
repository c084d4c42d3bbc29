//! `pipedrive-account generate`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use pipedrive_account::{Snapshot, generate};
use pipedrive_inert::terminal::line;

/// Write the Rust module of a snapshot: structs of the custom fields, and enums of options, pipelines, stages and labels.
///
/// New names of Rust items are stored in the section `names` of the snapshot, so that they stay the same when something is renamed in the
/// account. Edit them there to rename an item.
///
/// Exit status: 0 if the files have been written or are up to date, 1 if `--check` finds an outdated one, 2 if that has failed.
#[derive(Debug, Args)]
pub(super) struct ModuleArgs {
    /// The snapshot, as `fetch` has written it.
    snapshot: PathBuf,
    /// The file to write. Defaults to standard output; then the names are not stored.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write nothing, and report whether the file and the names in the snapshot are up to date.
    #[arg(long, requires = "out")]
    check: bool,
}

impl ModuleArgs {
    pub(super) fn run(&self) -> Result<ExitCode, String> {
        let mut snapshot = Snapshot::read(&self.snapshot).map_err(|error| error.to_string())?;
        let file = self.snapshot.display().to_string();
        let module = generate(&snapshot).map_err(|error| format!("`{file}`: {error}"))?;
        let Some(out) = &self.out else {
            super::print(&module.to_string())?;
            return Ok(ExitCode::SUCCESS);
        };
        let has_names = snapshot.names == *module.names();
        let shown = line(&out.display().to_string());
        if self.check {
            // A file that does not exist is outdated; one that cannot be read is an error.
            let is_current = out.exists() && module.is_current(out).map_err(|error| error.to_string())?;
            for (name, is_current) in [(&line(&file), has_names), (&shown, is_current)] {
                eprintln!("{} `{name}`", if is_current { "up to date:" } else { "outdated:" });
            }
            if has_names && is_current {
                return Ok(ExitCode::SUCCESS);
            }
            eprintln!("help: run `pipedrive-account generate {} --out {shown}`", line(&file));
            return Ok(ExitCode::FAILURE);
        }
        let module_written = module.write(out).map_err(|error| error.to_string())?;
        snapshot.names.clone_from(module.names());
        let names_written = !has_names && snapshot.write(&self.snapshot).map_err(|error| error.to_string())?;
        if names_written {
            eprintln!("wrote the new names to `{}`", line(&file));
        }
        eprintln!("{} `{shown}`", if module_written { "wrote" } else { "unchanged:" });
        Ok(ExitCode::SUCCESS)
    }
}
