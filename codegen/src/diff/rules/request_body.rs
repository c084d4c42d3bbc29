//! Bodies of requests.

use super::ReportSection::Documentation;
use super::{SemverLevel, family};

family! { RequestBody;
    BODY_ADDED = "DF0301" "optional-body-added" Existence Add Adds => "There is more to say; nobody has to.";
    REQUIRED_BODY_ADDED = "DF0302" "required-body-added" Existence Add Narrows => "Requests without a body will be refused.";
    BODY_REMOVED = "DF0303" "body-removed" Existence Remove Changes => "What requests carry will be refused, or passed over in silence.";
    BODY_BECAME_REQUIRED = "DF0304" "body-became-required" Requiredness Set Narrows => "Requests without a body will be refused.";
    BODY_BECAME_OPTIONAL = "DF0305" "body-became-optional" Requiredness Unset Widens => "Requests may leave it out.";
    BODY_MEDIA_ADDED = "DF0306" "body-media-type-added" Existence Add Widens rust: SemverLevel::Patch, => "Bodies may be written in another way too.";
    BODY_MEDIA_REMOVED = "DF0307" "body-media-type-removed" Existence Remove Narrows rust: SemverLevel::Patch, => "Bodies that are written in this way will be refused.";
    BODY_SCHEMA_ADDED = "DF0308" "body-schema-added" Existence Set Narrows => "What was free has a shape now.";
    BODY_SCHEMA_REMOVED = "DF0309" "body-schema-removed" Existence Unset Widens => "What had a shape is free now.";
    BODY_ENCODING = "DF0310" "body-encoding-changed" Structure Change Changes => "The parts of a form are written otherwise.";
    BODY_DOCS = "DF0311" "body-text-changed" Documentation Change None rust: SemverLevel::Patch, section: Some(Documentation), => "Its documentation reads differently.";
}
