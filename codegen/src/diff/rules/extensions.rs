//! Rules for the extensions (`x-…`) of the description.

use super::ReportSection::{Cost, Deprecation, Documentation, Limits};
use super::{SemverLevel, family};

family! { Extensions;
    TOKEN_COST = "DF0801" "token-cost-changed" Values Change None rust: SemverLevel::Patch, section: Some(Cost), => "A call costs a different share of the daily token budget.";
    PAGE_LIMIT = "DF0802" "page-limit-changed" Constraints Change None rust: SemverLevel::Patch, section: Some(Limits), => "The maximum page size that the client requests has changed.";
    PAGINATION = "DF0803" "pagination-changed" Structure Change None rust: SemverLevel::Patch, => "The pagination of the list has changed, or has been added or removed.";
    SENT_TO = "DF0804" "sent-to-changed" Structure Change Changes rust: SemverLevel::Patch, => "Requests are sent to a different path.";
    ID_TYPE = "DF0805" "id-type-changed" Type Change None => "The wire format is unchanged; the Rust type of the value is different.";
    LENIENT_ADDED = "DF0806" "lenient-added" Type Generalize None rust: SemverLevel::Patch, => "Responses are decoded more leniently.";
    LENIENT_REMOVED = "DF0807" "lenient-removed" Type Specialize None rust: SemverLevel::Patch, stricter: true, => "Responses are decoded more strictly.";
    LENIENT_CHANGED = "DF0808" "lenient-changed" Type Change None rust: SemverLevel::Patch, stricter: true, => "Responses are decoded with a different leniency.";
    CUSTOM_FIELDS = "DF0809" "custom-fields-changed" Structure Change None rust: SemverLevel::Patch, stricter: true, => "Custom fields of the account are read from a different location.";
    VARIANT_NAMES = "DF0810" "variant-names-changed" Structure Change None => "The wire format is unchanged; the Rust variants have different names.";
    VARIANT_DOCS = "DF0811" "variant-docs-changed" Documentation Change None rust: SemverLevel::Patch, section: Some(Documentation), => "The documentation of the variants has changed.";
    PROVEN_SET = "DF0812" "proven-set" Requiredness Set None stricter: true, => "The value is guaranteed; a response without it fails to decode.";
    PROVEN_UNSET = "DF0813" "proven-unset" Requiredness Unset None => "The value is no longer guaranteed.";
    SENSITIVE = "DF0814" "sensitive-changed" Type Change None => "Whether the value is shown in logs has changed; a sensitive value has its own Rust type.";
    PROPERTY_REPLACED = "DF0815" "property-replacement-changed" Lifecycle Change None rust: SemverLevel::Patch, section: Some(Deprecation), => "The deprecation note names a different replacement.";
    SOURCE = "DF0816" "source-changed" Documentation Change None section: Some(Documentation), => "The source of the information has changed.";
    WAITING = "DF0818" "wait-changed" Structure Change None rust: SemverLevel::Patch, => "The condition that ends a job has changed, or waiting for the job has been added or removed.";
    WEBHOOK_ITEM = "DF0819" "webhook-item-changed" Structure Change None rust: SemverLevel::Patch, => "The items of these webhook events have another type, or the type has been added or removed.";
    INPUT_HANDLING = "DF0820" "input-handling-changed" Structure Change None rust: SemverLevel::Patch, => "The client omits, splits or rounds the input differently before it sends it.";
    RETIREMENT = "DF0821" "retirement-changed" Lifecycle Change None rust: SemverLevel::Patch, section: Some(Deprecation), => "Whether the vendor still documents the operation has changed.";
    CLIENT_FACT = "DF0822" "client-fact-changed" Values Change None rust: SemverLevel::Patch, => "All calls use another rate limit, product name or endpoint for the revocation of tokens.";
    OTHER_EXTENSION = "DF0817" "extension-changed" Documentation Change None section: Some(Documentation), => "The generator does not read this extension; other tools may.";
}
