//! Replies, by status and media type.

use super::ReportSection::Documentation;
use super::family;

family! { Responses;
    SUCCESS_ADDED = "DF0401" "success-status-added" Existence Add Adds => "The API says in more ways that all went well.";
    SUCCESS_REMOVED = "DF0402" "success-status-removed" Existence Remove Changes => "Whoever waits for this status waits in vain.";
    ERROR_ADDED = "DF0403" "error-status-added" Existence Add Adds => "An error is documented that was not.";
    ERROR_REMOVED = "DF0404" "error-status-removed" Existence Remove Adds => "An error is documented no longer.";
    MEDIA_ADDED = "DF0405" "response-media-type-added" Existence Add Adds => "Replies can be had in another form too.";
    MEDIA_REMOVED = "DF0406" "response-media-type-removed" Existence Remove Changes => "Replies cannot be had in this form any more.";
    MEDIA_GENERALIZED = "DF0407" "response-media-type-generalized" Type Generalize Widens => "Replies may come in forms that nobody was told of.";
    MEDIA_SPECIALIZED = "DF0408" "response-media-type-specialized" Type Specialize Narrows => "The form of replies is known better.";
    SCHEMA_ADDED = "DF0409" "response-schema-added" Existence Set Narrows stricter: true, => "What was free has a shape now.";
    SCHEMA_REMOVED = "DF0410" "response-schema-removed" Existence Unset Widens => "Replies may look like anything.";
    RESPONSE_DOCS = "DF0411" "response-text-changed" Documentation Change None section: Some(Documentation), => "Its documentation reads differently.";
    LINKS = "DF0412" "links-changed" Structure Change None section: Some(Documentation), => "Where the values of a reply lead is told otherwise.";
}
