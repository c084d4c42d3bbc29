//! The state of the working tree and the last release, as reported by git.

use std::path::Path;

use crate::Failure;
use crate::git::run;

/// Returns an error if the working tree has uncommitted changes.
pub(super) fn refuse_changes(root: &Path) -> Result<(), Failure> {
    let changes = run(root, &["status", "--porcelain"])?;
    if changes.is_empty() {
        return Ok(());
    }
    Err(Failure::Message(format!("the working tree has uncommitted changes; commit or stash them:\n{}", changes.trim_end())))
}

/// Returns the nearest tag `v…` among the ancestors of the current commit.
pub(super) fn last_tag(root: &Path) -> Result<Option<String>, Failure> {
    let tags = run(root, &["tag", "--list", "v[0-9]*", "--merged", "HEAD"])?;
    if tags.trim().is_empty() {
        return Ok(None);
    }
    let tag = run(root, &["describe", "--tags", "--abbrev=0", "--match", "v[0-9]*"])?;
    Ok(Some(tag.trim().to_owned()))
}

/// Returns the date of the current commit.
pub(super) fn date(root: &Path) -> Result<String, Failure> {
    Ok(run(root, &["log", "-1", "--format=%cs"])?.trim().to_owned())
}
