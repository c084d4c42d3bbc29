//! The description as a whole.

use super::ReportSection::Documentation;
use super::{SemverLevel, family};

family! { Document;
    SERVER_ADDED = "DF1001" "server-added" Existence Add Adds => "The API can be reached at another address too.";
    SERVER_REMOVED = "DF1002" "server-removed" Existence Remove Narrows => "The API cannot be reached at this address any more.";
    SERVER_CHANGED = "DF1003" "server-changed" Structure Change None section: Some(Documentation), => "Its variables or its text are others.";
    INFO_VERSION = "DF1004" "description-version-changed" Lifecycle Change None section: Some(Documentation), => "The description calls itself by another version.";
    INFO_DOCS = "DF1005" "description-text-changed" Documentation Change None section: Some(Documentation), => "Its documentation reads differently.";
    TAG_ADDED = "DF1006" "tag-added" Existence Add None section: Some(Documentation), => "Another group of operations.";
    TAG_REMOVED = "DF1007" "tag-removed" Existence Remove None section: Some(Documentation), => "A group of operations less.";
    TAG_DOCS = "DF1008" "tag-text-changed" Documentation Change None rust: SemverLevel::Patch, section: Some(Documentation), => "What the group is about is told otherwise.";
    VERSION_BACK = "DF1009" "description-version-decreased" Lifecycle Decrease None section: Some(Documentation), => "A version that goes back is most likely a slip.";
}
