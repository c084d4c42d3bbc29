//! The extensions that this description has.

use super::words::words;

words! {
    /// An extension of the description.
    ///
    /// What handles extensions matches on all of them, so the compiler names what a new one concerns.
    pub enum Extension {
        /// The cost of a call.
        TokenCost = "x-token-cost",
        /// How a list is paginated.
        Pagination = "x-pagination",
        /// How to wait for the job of an operation.
        Wait = "x-wait",
        /// Further words that an operation is found by.
        Aliases = "x-aliases",
        /// The path of the request, where it differs from that of the operation.
        SentTo = "x-sent-to",
        /// What to use instead of something deprecated.
        ReplacedBy = "x-replaced-by",
        /// An operation that is no longer documented.
        Retired = "x-retired",
        /// The id type of a value.
        Id = "x-id",
        /// A value that is sent in another form than its type suggests.
        Lenient = "x-lenient",
        /// A list that may be sent as a map.
        MapKey = "x-map-key",
        /// Where an object has custom fields.
        CustomFields = "x-custom-fields",
        /// The names of the variants of an enum.
        EnumVarnames = "x-enum-varnames",
        /// The descriptions of the variants of an enum.
        EnumDescriptions = "x-enum-descriptions",
        /// An enum without further values.
        Closed = "x-closed",
        /// A property that is always present.
        Proven = "x-proven",
        /// A secret.
        Sensitive = "x-sensitive",
        /// What an empty list of a query parameter means.
        EmptyList = "x-empty-list",
        /// The query parameter that makes the API ignore this one.
        IgnoredWith = "x-ignored-with",
        /// How a timestamp is rounded.
        WholeSeconds = "x-whole-seconds",
        /// The rate limits of an account.
        RateLimits = "x-rate-limits",
        /// The product name in the header `user-agent`.
        UserAgent = "x-user-agent",
        /// The types of the items of webhook events.
        WebhookItems = "x-webhook-items",
        /// The endpoint that revokes tokens.
        RevocationUrl = "x-revocation-url",
        /// The evidence of a fact.
        Source = "x-source",
    }
}
