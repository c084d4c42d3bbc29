//! What the description says beyond OpenAPI.

use super::ReportSection::{Cost, Deprecation, Documentation, Limits};
use super::{SemverLevel, family};

family! { Extensions;
    TOKEN_COST = "DF0801" "token-cost-changed" Values Change None rust: SemverLevel::Patch, section: Some(Cost), => "A call takes more or less of the daily budget.";
    PAGE_LIMIT = "DF0802" "page-limit-changed" Constraints Change None rust: SemverLevel::Patch, section: Some(Limits), => "The client asks for pages of another size at most.";
    PAGINATION = "DF0803" "pagination-changed" Structure Change None rust: SemverLevel::Patch, => "The list is walked otherwise, or can be walked now, or no longer.";
    SENT_TO = "DF0804" "sent-to-changed" Structure Change Changes rust: SemverLevel::Patch, => "Requests go to another path.";
    ID_TYPE = "DF0805" "id-type-changed" Type Change None => "The wire stays; in Rust the value has another type.";
    LENIENT_ADDED = "DF0806" "looseness-added" Type Generalize None rust: SemverLevel::Patch, => "More is accepted when replies are read.";
    LENIENT_REMOVED = "DF0807" "looseness-removed" Type Specialize None rust: SemverLevel::Patch, stricter: true, => "Less is accepted when replies are read.";
    LENIENT_CHANGED = "DF0808" "looseness-changed" Type Change None rust: SemverLevel::Patch, stricter: true, => "Something else is accepted when replies are read.";
    CUSTOM_FIELDS = "DF0809" "custom-fields-changed" Structure Change None rust: SemverLevel::Patch, stricter: true, => "The account's own fields are looked for elsewhere.";
    VARIANT_NAMES = "DF0810" "variant-names-changed" Structure Change None => "The wire stays; in Rust the variants have other names.";
    VARIANT_DOCS = "DF0811" "variant-text-changed" Documentation Change None rust: SemverLevel::Patch, section: Some(Documentation), => "The documentation of the variants reads differently.";
    PROVEN_SET = "DF0812" "proven-set" Requiredness Set None stricter: true, => "The value is promised; a reply without it is an error.";
    PROVEN_UNSET = "DF0813" "proven-unset" Requiredness Unset None => "The value is promised no longer.";
    SENSITIVE = "DF0814" "sensitive-changed" Type Change None => "Whether the value shows in logs; in Rust it has a type of its own.";
    PROPERTY_REPLACED = "DF0815" "property-replacement-changed" Lifecycle Change None rust: SemverLevel::Patch, section: Some(Deprecation), => "The warning names another property.";
    SOURCE = "DF0816" "source-changed" Documentation Change None section: Some(Documentation), => "The evidence is another one.";
    WAITING = "DF0818" "waiting-changed" Structure Change None rust: SemverLevel::Patch, => "A job is over at other values, or one can wait for it now, or no longer.";
    OTHER_EXTENSION = "DF0817" "extension-changed" Documentation Change None section: Some(Documentation), => "Something that this generator does not read; other tools may.";
}
