//! Writes a set of files to a directory.

use std::fs;
use std::path::Path;

use super::manifest::{self, WrittenFiles};
use super::ownership::Ownership;
use super::staging::{self, Staging};
use super::tree::{self, Present};
use super::{Obstacle, ObstacleReason, WriteError};
use crate::emit::FileSet;
use crate::parallel;

/// The changes of [`write()`].
#[derive(Debug, Default, PartialEq, Eq)]
pub struct WriteSummary {
    /// Files that were created or changed.
    pub written: Vec<String>,
    /// Files that were removed because they are no longer generated.
    pub removed: Vec<String>,
    /// Files that are no longer generated, but were edited and are therefore kept.
    pub kept: Vec<String>,
}

/// Writes the files that differ, and removes files of the generator that are not in the set.
///
/// Files that do not belong to the generator are kept. If one of them is where a file is to be written, nothing is written, unless `overwrite` is set.
/// Links in the directory are not followed. Unchanged files keep their modification time, so that cargo does not rebuild them.
///
/// A run that is killed or fails leaves each file as it was or as it is generated, and the next run continues.
pub fn write(dir: &Path, files: &FileSet, ownership: Ownership, overwrite: bool) -> Result<WriteSummary, WriteError> {
    fs::create_dir_all(dir).map_err(WriteError::io(dir))?;
    let _lock = staging::lock(dir)?;
    let is_recorded = ownership == Ownership::Recorded;
    let present = if is_recorded { WrittenFiles::read(dir)? } else { WrittenFiles::default() };
    let changed = changed(dir, files, ownership, &present, overwrite)?;
    let orphans = ownership.orphans(dir, files)?;
    let wanted = if is_recorded { WrittenFiles::of(files) } else { WrittenFiles::default() };
    if changed.is_empty() && orphans.removable.is_empty() && wanted == present {
        return Ok(WriteSummary { kept: orphans.edited, ..WriteSummary::default() });
    }

    let staging = Staging::create(dir)?;
    // First all files are written, then all are moved: if the disk is full, no file has changed.
    let numbered: Vec<(usize, &String)> = changed.into_iter().enumerate().collect();
    parallel::map(&numbered, |(number, path)| staging.write(*number, &files[*path])).into_iter().collect::<Result<(), _>>()?;
    let (before, after) = (numbered.len(), numbered.len() + 1);
    if is_recorded {
        staging.write(before, &present.and(&wanted).text())?;
        staging.write(after, &wanted.text())?;
        staging.place(before, &dir.join(manifest::NAME))?;
    }
    for (number, path) in &numbered {
        staging.place(*number, &dir.join(path))?;
    }
    for path in &orphans.removable {
        let file = dir.join(path);
        fs::remove_file(&file).map_err(WriteError::io(&file))?;
        tree::remove_empty_parents(dir, path);
    }
    if is_recorded {
        staging.place(after, &dir.join(manifest::NAME))?;
    }
    let written = numbered.into_iter().map(|(_, path)| path.clone()).collect();
    Ok(WriteSummary { written, removed: orphans.removable, kept: orphans.edited })
}

/// Returns the files that differ, or an error if something prevents writing them.
fn changed<'f>(
    dir: &Path,
    files: &'f FileSet,
    ownership: Ownership,
    manifest: &WrittenFiles,
    overwrite: bool,
) -> Result<Vec<&'f String>, WriteError> {
    let files: Vec<(&String, &String)> = files.iter().collect();
    let compared = parallel::map(&files, |(path, content)| {
        let reason = match tree::inspect(dir, path)? {
            Present::Nothing => None,
            Present::File(present) if present == content.as_bytes() => return Ok((false, None)),
            Present::File(present) => ownership.objection(manifest, path, &present, content),
            Present::Link if fs::read(dir.join(path)).is_ok_and(|present| present == content.as_bytes()) => {
                return Ok((false, None));
            }
            Present::Link => Some(ObstacleReason::Link),
            Present::Blocked(blocker) => Some(ObstacleReason::Blocked(blocker)),
        };
        Ok((true, reason))
    });
    let (mut changed, mut obstacles) = (Vec::new(), Vec::new());
    for ((path, _), outcome) in files.into_iter().zip(compared) {
        let (differs, reason) = outcome?;
        if let Some(reason) = reason.filter(|reason| !(overwrite && reason.can_be_overwritten())) {
            obstacles.push(Obstacle { path: path.clone(), reason });
        }
        changed.extend(differs.then_some(path));
    }
    if obstacles.is_empty() { Ok(changed) } else { Err(WriteError::Obstacles(obstacles)) }
}
