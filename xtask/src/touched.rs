//! What has changed in a folder, as git tells it.

use std::path::Path;

use pipedrive_codegen::lint::ChangedLines;

use crate::Failure;
use crate::git::run as git;

/// The changes in the working tree since `base` and the current revision parted, untracked files included.
pub(crate) fn since(folder: &Path, base: &str) -> Result<ChangedLines, Failure> {
    let commit = format!("{base}^{{commit}}");
    let base = git(folder, &["rev-parse", "--verify", "--end-of-options", &commit])?;
    // Where two histories have nothing in common, there is only the revision itself.
    let parted = git(folder, &["merge-base", base.trim(), "HEAD"]).unwrap_or(base);
    let diff = [
        &["-c", "core.quotePath=off", "diff", "--unified=0", "--relative", "--no-color", "--no-ext-diff", "--no-textconv"][..],
        &["--src-prefix=a/", "--dst-prefix=b/", parted.trim(), "--", "."],
    ];
    let mut changes = ChangedLines::of_diff(&git(folder, &diff.concat())?);
    let untracked = git(folder, &["ls-files", "-z", "--others", "--exclude-standard", "--", "."])?;
    for file in untracked.split('\0').filter(|file| !file.is_empty()) {
        changes.add(file);
    }
    Ok(changes)
}
