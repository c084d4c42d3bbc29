//! Rules for authentication: requirements, schemes, OAuth flows and scopes.

use super::ReportSection::{Documentation, Scopes};
use super::{SemverLevel, family};

family! { Security;
    ALTERNATIVE_ADDED = "DF0701" "security-added" Existence Add Widens rust: SemverLevel::Patch, => "Another authentication method is accepted.";
    ALTERNATIVE_REMOVED = "DF0702" "security-removed" Existence Remove Narrows rust: SemverLevel::Patch, => "Requests that authenticate this way will be rejected.";
    SCOPE_ADDED = "DF0703" "security-scope-added" Existence Add Narrows rust: SemverLevel::Patch, section: Some(Scopes), => "Tokens need another scope; where one scope of the list suffices, this one suffices too.";
    SCOPE_REMOVED = "DF0704" "security-scope-removed" Existence Remove Widens rust: SemverLevel::Patch, section: Some(Scopes), => "Tokens need one scope less; where one scope of the list suffices, this one no longer does.";
    GLOBAL_ADDED = "DF0705" "global-security-added" Existence Add Widens => "Another authentication method is accepted by operations without their own requirements.";
    GLOBAL_REMOVED = "DF0706" "global-security-removed" Existence Remove Narrows => "Requests that authenticate this way will be rejected by operations without their own requirements.";
    GLOBAL_SCOPE_ADDED = "DF0707" "global-security-scope-added" Existence Add Narrows section: Some(Scopes), => "Operations without their own requirements need another scope.";
    GLOBAL_SCOPE_REMOVED = "DF0708" "global-security-scope-removed" Existence Remove Widens section: Some(Scopes), => "Operations without their own requirements need one scope less.";
    SCHEME_ADDED = "DF0710" "security-scheme-added" Existence Add None => "A new kind of credentials is described.";
    SCHEME_REMOVED = "DF0711" "security-scheme-removed" Existence Remove None => "A kind of credentials is no longer described; its uses are reported separately.";
    SCHEME_TYPE = "DF0712" "security-scheme-type-changed" Type Change Narrows => "A different kind of credentials is required.";
    SCHEME_WAY = "DF0713" "security-scheme-transport-changed" Structure Change Narrows => "Credentials are sent in a different location or format.";
    SCHEME_URL = "DF0714" "security-scheme-url-changed" Structure Change Narrows => "Tokens are requested from a different URL.";
    FLOW_ADDED = "DF0715" "security-flow-added" Existence Add Widens => "Tokens can be obtained by another OAuth flow.";
    FLOW_REMOVED = "DF0716" "security-flow-removed" Existence Remove Narrows => "Tokens can no longer be obtained by this OAuth flow.";
    KNOWN_SCOPE_ADDED = "DF0717" "oauth-scope-added" Existence Add Adds section: Some(Scopes), => "Users can grant another scope.";
    KNOWN_SCOPE_REMOVED = "DF0718" "oauth-scope-removed" Existence Remove Narrows section: Some(Scopes), => "Users can no longer grant the scope.";
    KNOWN_SCOPE_TEXT = "DF0719" "oauth-scope-docs-changed" Documentation Change None section: Some(Scopes), => "The documentation of the scope has changed.";
    SCHEME_DOCS = "DF0720" "security-scheme-docs-changed" Documentation Change None section: Some(Documentation), => "The documentation of the security scheme has changed.";
}
