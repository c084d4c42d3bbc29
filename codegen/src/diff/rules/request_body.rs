//! Rules for request bodies.

use super::ReportSection::Documentation;
use super::{SemverLevel, family};

family! { RequestBody;
    BODY_ADDED = "DF0301" "optional-body-added" Existence Add Adds => "Requests may send a body.";
    REQUIRED_BODY_ADDED = "DF0302" "required-body-added" Existence Add Narrows => "Requests without a body will be rejected.";
    BODY_REMOVED = "DF0303" "body-removed" Existence Remove Changes => "Requests with a body will be rejected, or the body is ignored.";
    BODY_BECAME_REQUIRED = "DF0304" "body-became-required" Requiredness Set Narrows => "Requests without a body will be rejected.";
    BODY_BECAME_OPTIONAL = "DF0305" "body-became-optional" Requiredness Unset Widens => "Requests may omit the body.";
    BODY_MEDIA_ADDED = "DF0306" "body-media-type-added" Existence Add Widens rust: SemverLevel::Patch, => "Bodies of another media type are accepted.";
    BODY_MEDIA_REMOVED = "DF0307" "body-media-type-removed" Existence Remove Narrows rust: SemverLevel::Patch, => "Bodies of this media type will be rejected.";
    BODY_SCHEMA_ADDED = "DF0308" "body-schema-added" Existence Set Narrows => "A body of any content was valid; now it must match a schema.";
    BODY_SCHEMA_REMOVED = "DF0309" "body-schema-removed" Existence Unset Widens => "Any body is valid; before it had to match a schema.";
    BODY_ENCODING = "DF0310" "body-encoding-changed" Structure Change Changes => "The parts of a form are serialized differently.";
    BODY_DOCS = "DF0311" "body-docs-changed" Documentation Change None rust: SemverLevel::Patch, section: Some(Documentation), => "The documentation of the body has changed.";
}
