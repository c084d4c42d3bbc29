//! Rules for the document as a whole.

use super::ReportSection::Documentation;
use super::{SemverLevel, family};

family! { Document;
    SERVER_ADDED = "DF1001" "server-added" Existence Add Adds => "The API is available at another URL.";
    SERVER_REMOVED = "DF1002" "server-removed" Existence Remove Narrows => "The API is no longer available at this URL.";
    SERVER_CHANGED = "DF1003" "server-changed" Structure Change None section: Some(Documentation), => "The variables or the description of the server have changed.";
    INFO_VERSION = "DF1004" "info-version-changed" Lifecycle Change None section: Some(Documentation), => "The description states a different version of itself.";
    INFO_DOCS = "DF1005" "info-docs-changed" Documentation Change None section: Some(Documentation), => "The documentation of the API has changed.";
    TAG_ADDED = "DF1006" "tag-added" Existence Add None section: Some(Documentation), => "Operations have another group.";
    TAG_REMOVED = "DF1007" "tag-removed" Existence Remove None section: Some(Documentation), => "A group of operations has been removed.";
    TAG_DOCS = "DF1008" "tag-docs-changed" Documentation Change None rust: SemverLevel::Patch, section: Some(Documentation), => "The documentation of the group has changed.";
    VERSION_BACK = "DF1009" "info-version-decreased" Lifecycle Decrease None section: Some(Documentation), => "A version that decreases is most likely a mistake.";
}
