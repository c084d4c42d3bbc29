//! Parameters in path, query, header and cookie.

use super::ReportSection::{Deprecation, Documentation};
use super::{SemverLevel, family};

family! { Parameters;
    PARAMETER_ADDED = "DF0201" "optional-parameter-added" Existence Add Adds => "There is more to say; nobody has to.";
    REQUIRED_PARAMETER_ADDED = "DF0202" "required-parameter-added" Existence Add Narrows => "Requests without it will be refused.";
    PARAMETER_REMOVED = "DF0203" "parameter-removed" Existence Remove Changes => "Requests with it will be refused, or it is passed over in silence.";
    PARAMETER_REMOVED_DEPRECATED = "DF0204" "parameter-removed-after-deprecation" Existence Remove Changes => "Requests with it will be refused or misread, as was announced.";
    PARAMETER_BECAME_REQUIRED = "DF0205" "parameter-became-required" Requiredness Set Narrows => "Requests without it will be refused.";
    PARAMETER_BECAME_OPTIONAL = "DF0206" "parameter-became-optional" Requiredness Unset Widens => "Requests may leave it out.";
    PARAMETER_MOVED = "DF0207" "parameter-moved" Structure Change Changes => "It is looked for elsewhere: in the query, a header, a cookie.";
    PARAMETER_SERIALIZATION = "DF0208" "parameter-serialization-changed" Structure Change Changes rust: SemverLevel::Patch, => "The same value is written otherwise.";
    PARAMETER_EMPTY = "DF0209" "parameter-empty-value-changed" Values Change Narrows => "Whether it may stand without a value is another question in a form.";
    PARAMETER_DEPRECATED = "DF0210" "parameter-deprecated" Lifecycle Set None rust: SemverLevel::Minor, section: Some(Deprecation), => "Users are warned by the compiler.";
    PARAMETER_REACTIVATED = "DF0211" "parameter-reactivated" Lifecycle Unset None rust: SemverLevel::Patch, section: Some(Deprecation), => "Users are no longer warned.";
    PARAMETER_DOCS = "DF0212" "parameter-text-changed" Documentation Change None rust: SemverLevel::Patch, section: Some(Documentation), => "Its documentation reads differently.";
}
