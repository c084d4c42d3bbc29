//! Rules for operations: existence, path, id, deprecation and documentation.

use super::ReportSection::{Deprecation, Documentation};
use super::{SemverLevel, family};

family! { Paths;
    OPERATION_ADDED = "DF0101" "operation-added" Existence Add Adds => "A new operation can be called; existing code is unaffected.";
    OPERATION_REMOVED = "DF0102" "operation-removed" Existence Remove Changes => "Requests to the operation will be rejected.";
    OPERATION_REMOVED_DEPRECATED = "DF0103" "operation-removed-after-deprecation" Existence Remove Changes => "Requests to the operation will be rejected; it was deprecated before.";
    OPERATION_ID = "DF0104" "operation-id-changed" Lifecycle Change None => "The operation id is not sent, but the path of the Rust method is derived from it.";
    OPERATION_DEPRECATED = "DF0105" "operation-deprecated" Lifecycle Set None rust: SemverLevel::Minor, section: Some(Deprecation), => "The method is marked `#[deprecated]`.";
    OPERATION_REACTIVATED = "DF0106" "operation-reactivated" Lifecycle Unset None rust: SemverLevel::Patch, section: Some(Deprecation), => "The method is no longer marked `#[deprecated]`.";
    OPERATION_TAGS = "DF0107" "operation-tags-changed" Structure Change None section: Some(Documentation), => "Documentation tools group the operation differently; the client groups by operation id.";
    OPERATION_DOCS = "DF0108" "operation-docs-changed" Documentation Change None rust: SemverLevel::Patch, section: Some(Documentation), => "The documentation of the operation has changed.";
    PATH_PARAMETER_NAME = "DF0109" "path-parameter-renamed" Structure Change None rust: SemverLevel::Patch, section: Some(Documentation), => "Names of path parameters are not sent, only their values.";
    OPERATION_SERVERS = "DF0110" "operation-servers-changed" Structure Change Changes rust: SemverLevel::Patch, => "Requests are sent to a different server.";
    CALLBACKS = "DF0111" "callbacks-changed" Structure Change None section: Some(Documentation), => "The client does not serve callbacks; servers that do must be updated.";
    OPERATION_REPLACED = "DF0112" "operation-replacement-changed" Lifecycle Change None rust: SemverLevel::Patch, section: Some(Deprecation), => "The deprecation note names a different replacement.";
    OPERATION_MOVED = "DF0113" "operation-path-changed" Structure Change Changes rust: SemverLevel::Patch, => "Requests are sent to a different path.";
}
