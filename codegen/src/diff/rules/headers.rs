//! Rules for response headers.

use super::ReportSection::{Deprecation, Documentation};
use super::family;

family! { Headers;
    HEADER_ADDED = "DF0501" "header-added" Existence Add Adds => "Responses contain a new header.";
    REQUIRED_HEADER_REMOVED = "DF0502" "required-header-removed" Existence Remove Changes => "Code that reads the header no longer finds it.";
    OPTIONAL_HEADER_REMOVED = "DF0503" "optional-header-removed" Existence Remove Changes => "Code that reads the header, where it is sent, no longer finds it.";
    HEADER_BECAME_OPTIONAL = "DF0504" "header-became-optional" Requiredness Unset Widens => "Responses may omit the header.";
    HEADER_BECAME_REQUIRED = "DF0505" "header-became-required" Requiredness Set Narrows stricter: true, => "Responses always contain the header.";
    HEADER_DEPRECATED = "DF0506" "header-deprecation-changed" Lifecycle Change None section: Some(Deprecation), => "The header is deprecated, or no longer so.";
    HEADER_DOCS = "DF0507" "header-docs-changed" Documentation Change None section: Some(Documentation), => "The documentation of the header has changed.";
}
