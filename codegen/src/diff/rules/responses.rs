//! Rules for responses, by status and media type.

use super::ReportSection::Documentation;
use super::family;

family! { Responses;
    SUCCESS_ADDED = "DF0401" "success-status-added" Existence Add Adds => "The operation may return another success status.";
    SUCCESS_REMOVED = "DF0402" "success-status-removed" Existence Remove Changes => "Code that expects this status no longer receives it.";
    ERROR_ADDED = "DF0403" "error-status-added" Existence Add Adds => "Another error status is documented.";
    ERROR_REMOVED = "DF0404" "error-status-removed" Existence Remove Adds => "An error status is no longer documented.";
    MEDIA_ADDED = "DF0405" "response-media-type-added" Existence Add Adds => "Responses are available in another media type.";
    MEDIA_REMOVED = "DF0406" "response-media-type-removed" Existence Remove Changes => "Responses are no longer available in this media type.";
    MEDIA_GENERALIZED = "DF0407" "response-media-type-generalized" Type Generalize Widens => "Responses may have a media type that the client does not expect.";
    MEDIA_SPECIALIZED = "DF0408" "response-media-type-specialized" Type Specialize Narrows => "The media type of responses is more specific.";
    SCHEMA_ADDED = "DF0409" "response-schema-added" Existence Set Narrows stricter: true, => "Responses had no schema; now they must match one.";
    SCHEMA_REMOVED = "DF0410" "response-schema-removed" Existence Unset Widens => "Responses no longer have a schema and may contain anything.";
    RESPONSE_DOCS = "DF0411" "response-docs-changed" Documentation Change None section: Some(Documentation), => "The documentation of the response has changed.";
    LINKS = "DF0412" "links-changed" Structure Change None section: Some(Documentation), => "The links from values of a response to other operations have changed.";
}
