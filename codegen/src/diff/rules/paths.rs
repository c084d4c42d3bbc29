//! Operations: whether they are there, how they are called, and what is said about them.

use super::ReportSection::{Deprecation, Documentation};
use super::{SemverLevel, family};

family! { Paths;
    OPERATION_ADDED = "DF0101" "operation-added" Existence Add Adds => "There is more to call; nobody has to.";
    OPERATION_REMOVED = "DF0102" "operation-removed" Existence Remove Changes => "Calls that worked will be refused.";
    OPERATION_REMOVED_DEPRECATED = "DF0103" "operation-removed-after-deprecation" Existence Remove Changes => "Calls that worked will be refused, as was announced.";
    OPERATION_ID = "DF0104" "operation-id-changed" Lifecycle Change None => "The wire does not know it; in Rust it is the path of the method.";
    OPERATION_DEPRECATED = "DF0105" "operation-deprecated" Lifecycle Set None rust: SemverLevel::Minor, section: Some(Deprecation), => "Users are warned by the compiler.";
    OPERATION_REACTIVATED = "DF0106" "operation-reactivated" Lifecycle Unset None rust: SemverLevel::Patch, section: Some(Deprecation), => "Users are no longer warned.";
    OPERATION_TAGS = "DF0107" "operation-tags-changed" Structure Change None section: Some(Documentation), => "Tools group the operation elsewhere; the client goes by the operation id.";
    OPERATION_DOCS = "DF0108" "operation-text-changed" Documentation Change None rust: SemverLevel::Patch, section: Some(Documentation), => "Its documentation reads differently.";
    PATH_PARAMETER_NAME = "DF0109" "path-parameter-renamed" Structure Change None rust: SemverLevel::Patch, section: Some(Documentation), => "The wire knows only its place in the path.";
    OPERATION_SERVERS = "DF0110" "operation-servers-changed" Structure Change Changes rust: SemverLevel::Patch, => "Requests go elsewhere.";
    CALLBACKS = "DF0111" "callbacks-changed" Structure Change None section: Some(Documentation), => "The client does not serve them; whoever does should look.";
    OPERATION_REPLACED = "DF0112" "operation-replacement-changed" Lifecycle Change None rust: SemverLevel::Patch, section: Some(Deprecation), => "The warning names another call.";
    OPERATION_MOVED = "DF0113" "operation-path-changed" Structure Change Changes rust: SemverLevel::Patch, => "Requests go to another path.";
}
