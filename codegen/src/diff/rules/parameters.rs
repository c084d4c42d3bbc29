//! Rules for parameters in path, query, header and cookie.

use super::ReportSection::{Deprecation, Documentation};
use super::{SemverLevel, family};

family! { Parameters;
    PARAMETER_ADDED = "DF0201" "optional-parameter-added" Existence Add Adds => "Requests may send a new parameter.";
    REQUIRED_PARAMETER_ADDED = "DF0202" "required-parameter-added" Existence Add Narrows => "Requests without the parameter will be rejected.";
    PARAMETER_REMOVED = "DF0203" "parameter-removed" Existence Remove Changes => "Requests with the parameter will be rejected, or the parameter is ignored.";
    PARAMETER_REMOVED_DEPRECATED = "DF0204" "parameter-removed-after-deprecation" Existence Remove Changes => "Requests with the parameter will be rejected, or the parameter is ignored; it was deprecated before.";
    PARAMETER_BECAME_REQUIRED = "DF0205" "parameter-became-required" Requiredness Set Narrows => "Requests without the parameter will be rejected.";
    PARAMETER_BECAME_OPTIONAL = "DF0206" "parameter-became-optional" Requiredness Unset Widens => "Requests may omit the parameter.";
    PARAMETER_MOVED = "DF0207" "parameter-moved" Structure Change Changes => "The parameter is read from a different location: path, query, header or cookie.";
    PARAMETER_SERIALIZATION = "DF0208" "parameter-serialization-changed" Structure Change Changes rust: SemverLevel::Patch, => "The same value is serialized differently.";
    PARAMETER_EMPTY = "DF0209" "parameter-empty-value-changed" Values Change Narrows => "Whether the parameter may be sent without a value has changed.";
    PARAMETER_DEPRECATED = "DF0210" "parameter-deprecated" Lifecycle Set None rust: SemverLevel::Minor, section: Some(Deprecation), => "The setter is marked `#[deprecated]`.";
    PARAMETER_REACTIVATED = "DF0211" "parameter-reactivated" Lifecycle Unset None rust: SemverLevel::Patch, section: Some(Deprecation), => "The setter is no longer marked `#[deprecated]`.";
    PARAMETER_DOCS = "DF0212" "parameter-docs-changed" Documentation Change None rust: SemverLevel::Patch, section: Some(Documentation), => "The documentation of the parameter has changed.";
}
