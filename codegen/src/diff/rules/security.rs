//! Who may call, and with what.

use super::ReportSection::{Documentation, Scopes};
use super::{SemverLevel, family};

family! { Security;
    ALTERNATIVE_ADDED = "DF0701" "security-added" Existence Add Widens rust: SemverLevel::Patch, => "There is another way to be let in.";
    ALTERNATIVE_REMOVED = "DF0702" "security-removed" Existence Remove Narrows rust: SemverLevel::Patch, => "Callers that are let in this way will be refused.";
    SCOPE_ADDED = "DF0703" "security-scope-added" Existence Add Narrows rust: SemverLevel::Patch, section: Some(Scopes), => "Tokens need another scope; where any one is enough, another one is enough.";
    SCOPE_REMOVED = "DF0704" "security-scope-removed" Existence Remove Widens rust: SemverLevel::Patch, section: Some(Scopes), => "Tokens need a scope less; where any one was enough, this one is no longer.";
    GLOBAL_ADDED = "DF0705" "global-security-added" Existence Add Widens => "There is another way to be let in, unless an operation says otherwise.";
    GLOBAL_REMOVED = "DF0706" "global-security-removed" Existence Remove Narrows => "Callers that are let in this way will be refused, unless an operation says otherwise.";
    GLOBAL_SCOPE_ADDED = "DF0707" "global-security-scope-added" Existence Add Narrows section: Some(Scopes), => "Tokens need another scope, unless an operation says otherwise.";
    GLOBAL_SCOPE_REMOVED = "DF0708" "global-security-scope-removed" Existence Remove Widens section: Some(Scopes), => "Tokens need a scope less, unless an operation says otherwise.";
    SCHEME_ADDED = "DF0710" "security-scheme-added" Existence Add None => "Credentials of a new kind are described.";
    SCHEME_REMOVED = "DF0711" "security-scheme-removed" Existence Remove None => "Credentials of a kind are described no longer; what asked for them is told by itself.";
    SCHEME_TYPE = "DF0712" "security-scheme-type-changed" Type Change Narrows => "Credentials of another kind are wanted.";
    SCHEME_WAY = "DF0713" "security-scheme-way-changed" Structure Change Narrows => "Credentials are sent in another way.";
    SCHEME_URL = "DF0714" "security-scheme-url-changed" Structure Change Narrows => "Tokens are had elsewhere.";
    FLOW_ADDED = "DF0715" "security-flow-added" Existence Add Widens => "Tokens can be had in another way.";
    FLOW_REMOVED = "DF0716" "security-flow-removed" Existence Remove Narrows => "Tokens cannot be had in this way any more.";
    KNOWN_SCOPE_ADDED = "DF0717" "oauth-scope-added" Existence Add Adds section: Some(Scopes), => "Users can grant more.";
    KNOWN_SCOPE_REMOVED = "DF0718" "oauth-scope-removed" Existence Remove Narrows section: Some(Scopes), => "Users cannot grant it any more.";
    KNOWN_SCOPE_TEXT = "DF0719" "oauth-scope-text-changed" Documentation Change None section: Some(Scopes), => "What it grants is told otherwise.";
    SCHEME_DOCS = "DF0720" "security-scheme-text-changed" Documentation Change None section: Some(Documentation), => "Its documentation reads differently.";
}
