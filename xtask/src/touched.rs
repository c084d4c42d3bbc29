//! The changed lines of a directory, as reported by git.

use std::path::Path;

use pipedrive_codegen::lint::ChangedLines;

use crate::Failure;
use crate::git::run as git;

/// Returns the changes of the working tree since the merge base of `base` and `HEAD`, including untracked files.
pub(crate) fn since(dir: &Path, base: &str) -> Result<ChangedLines, Failure> {
    let commit = format!("{base}^{{commit}}");
    let base = git(dir, &["rev-parse", "--verify", "--end-of-options", &commit])?;
    // Unrelated histories have no merge base.
    let merge_base = git(dir, &["merge-base", base.trim(), "HEAD"]).unwrap_or(base);
    let diff = [
        &["-c", "core.quotePath=off", "diff", "--unified=0", "--relative", "--no-color", "--no-ext-diff", "--no-textconv"][..],
        &["--src-prefix=a/", "--dst-prefix=b/", merge_base.trim(), "--", "."],
    ];
    let mut changes = ChangedLines::of_diff(&git(dir, &diff.concat())?);
    let untracked = git(dir, &["ls-files", "-z", "--others", "--exclude-standard", "--", "."])?;
    for file in untracked.split('\0').filter(|file| !file.is_empty()) {
        changes.add(file);
    }
    Ok(changes)
}
