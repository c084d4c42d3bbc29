//! Why files were not written.

use std::path::{Path, PathBuf};
use std::{fmt, io};

/// Why [`write()`](super::write()) failed.
#[derive(Debug)]
pub enum WriteError {
    /// A file system operation on this path failed.
    Io(PathBuf, io::Error),
    /// A line of the manifest is not valid: its path, the number of the line, and the reason.
    Manifest(PathBuf, usize, &'static str),
    /// What exists at these paths is not overwritten. No file was changed.
    Obstacles(Vec<Obstacle>),
}

/// A generated file that cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// The path of the file, relative to the directory.
    pub path: String,
    /// What prevents writing it.
    pub reason: ObstacleReason,
}

/// What prevents writing a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObstacleReason {
    /// The file was edited after it was generated.
    Edited,
    /// The generator did not write the file.
    Unknown,
    /// A link is at the path of the file.
    Link,
    /// This directory in the path is a link, or exists as something else than a directory; or a directory is at the path of the file.
    Blocked(String),
}

impl ObstacleReason {
    /// Whether the generator can overwrite it on request.
    pub fn can_be_overwritten(&self) -> bool {
        !matches!(self, Self::Blocked(_))
    }
}

impl WriteError {
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Io(path.to_owned(), error)
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(path, error) => write!(f, "`{}`: {error}", path.display()),
            Self::Manifest(path, line, reason) => {
                write!(f, "`{}`, line {line}: {reason}", path.display())?;
                f.write_str("\nhelp: restore this list of generated files, or delete it, after which no existing file counts as generated")
            }
            Self::Obstacles(obstacles) => {
                f.write_str("existing files would be overwritten; nothing was written")?;
                obstacles.iter().try_for_each(|obstacle| write!(f, "\n  {obstacle}"))
            }
        }
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: ", self.path)?;
        match &self.reason {
            ObstacleReason::Edited => f.write_str("was edited after it was generated"),
            ObstacleReason::Unknown => f.write_str("was not written by the generator"),
            ObstacleReason::Link => f.write_str("is a link"),
            ObstacleReason::Blocked(blocker) => f.write_str(blocker),
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(_, error) => Some(error),
            _ => None,
        }
    }
}
