//! Headers of replies.

use super::ReportSection::{Deprecation, Documentation};
use super::family;

family! { Headers;
    HEADER_ADDED = "DF0501" "header-added" Existence Add Adds => "Replies tell more.";
    REQUIRED_HEADER_REMOVED = "DF0502" "required-header-removed" Existence Remove Changes => "Whoever reads it finds nothing.";
    OPTIONAL_HEADER_REMOVED = "DF0503" "optional-header-removed" Existence Remove Changes => "Whoever reads it where it is there finds nothing.";
    HEADER_BECAME_OPTIONAL = "DF0504" "header-became-optional" Requiredness Unset Widens => "It may be missing from now on.";
    HEADER_BECAME_REQUIRED = "DF0505" "header-became-required" Requiredness Set Narrows stricter: true, => "It is always there from now on.";
    HEADER_DEPRECATED = "DF0506" "header-deprecation-changed" Lifecycle Change None section: Some(Deprecation), => "It will go, or stay after all.";
    HEADER_DOCS = "DF0507" "header-text-changed" Documentation Change None section: Some(Documentation), => "Its documentation reads differently.";
}
