//! Which keys OpenAPI 3.0 knows on which object, and what their values look like. One line per key.

/// A kind of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::load) enum ObjectKind {
    Root,
    /// Any file of the description but the root.
    Part,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Tag,
    ExternalDocs,
    Components,
    SecurityScheme,
    Flows,
    Flow,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Response,
    Header,
    Schema,
    Discriminator,
}

/// What a value looks like.
#[derive(Debug, Clone, Copy)]
pub(super) enum ValueShape {
    /// Any JSON.
    Free,
    Text,
    /// A text that names a schema: `$ref`-like, in a discriminator's mapping.
    SchemaName,
    Flag,
    Number,
    /// A whole number from zero on.
    Count,
    Word(&'static [&'static str]),
    /// The values of an enum.
    Values,
    Object(ObjectKind),
    /// The object or a `$ref` to one.
    RefOr(ObjectKind),
    List(&'static ValueShape),
    Map(&'static ValueShape),
    /// Like [`Map`](Self::Map), the keys being paths.
    Paths,
    /// Like [`Map`](Self::Map), the keys being statuses or `default`.
    Responses,
    /// `true`, `false` or a schema.
    FlagOrSchema,
    /// Known to OpenAPI, not to this description; the text says what to do instead.
    Unused(&'static str),
}

use ValueShape::{
    Count, Flag, FlagOrSchema, Free, List, Map, Number, Object, Paths, RefOr, Responses, SchemaName, Text, Unused, Values, Word,
};

pub(super) struct ObjectRules {
    /// For people: `an operation`.
    pub name: &'static str,
    pub keys: &'static [(&'static str, ValueShape)],
    pub required: &'static [&'static str],
}

const SCHEMA: ValueShape = RefOr(ObjectKind::Schema);
const TEXTS: ValueShape = List(&Text);
const SCOPES: ValueShape = Map(&TEXTS);
const SERVERS: ValueShape = List(&Object(ObjectKind::Server));
const PARAMETERS: ValueShape = List(&RefOr(ObjectKind::Parameter));
const CONTENT: ValueShape = Map(&Object(ObjectKind::MediaType));
const HEADERS: ValueShape = Map(&RefOr(ObjectKind::Header));
const NO_CALLBACKS: ValueShape = Unused("webhooks are described as operations of their own");
const NO_LINKS: ValueShape = Unused("the generator makes nothing of links; say it in the description");
const NO_METHOD: ValueShape = Unused("the API has get, post, put, patch and delete only");
const NO_EXAMPLES: ValueShape = Unused("write a single `example`; whole replies stand under examples/");

pub(super) const TYPES: &[&str] = &["string", "integer", "number", "boolean", "array", "object"];

impl ObjectKind {
    #[expect(clippy::too_many_lines, reason = "a table")]
    pub(super) fn rules(self) -> ObjectRules {
        let (name, required, keys): (_, &[&str], &[(&str, ValueShape)]) = match self {
            Self::Root => (
                "the root of the description",
                &["openapi", "info", "paths"],
                &[
                    ("openapi", Text),
                    ("info", Object(ObjectKind::Info)),
                    ("externalDocs", Object(ObjectKind::ExternalDocs)),
                    ("servers", SERVERS),
                    ("security", List(&SCOPES)),
                    ("tags", List(&Object(ObjectKind::Tag))),
                    ("paths", Paths),
                    ("components", Object(ObjectKind::Components)),
                ],
            ),
            Self::Part => (
                "a file of the description",
                &[],
                &[
                    ("paths", Map(&Object(ObjectKind::PathItem))),
                    ("schemas", Map(&SCHEMA)),
                    ("parameters", Map(&RefOr(ObjectKind::Parameter))),
                    ("responses", Map(&RefOr(ObjectKind::Response))),
                    ("requestBodies", Map(&RefOr(ObjectKind::RequestBody))),
                ],
            ),
            Self::Components => (
                "the components",
                &[],
                &[
                    ("schemas", Map(&SCHEMA)),
                    ("parameters", Map(&RefOr(ObjectKind::Parameter))),
                    ("responses", Map(&RefOr(ObjectKind::Response))),
                    ("requestBodies", Map(&RefOr(ObjectKind::RequestBody))),
                    ("securitySchemes", Map(&Object(ObjectKind::SecurityScheme))),
                    ("headers", Unused("describe the header where it is used")),
                    ("examples", NO_EXAMPLES),
                    ("links", NO_LINKS),
                    ("callbacks", NO_CALLBACKS),
                ],
            ),
            Self::Info => (
                "the info",
                &["title", "version"],
                &[
                    ("title", Text),
                    ("version", Text),
                    ("description", Text),
                    ("termsOfService", Text),
                    ("contact", Object(ObjectKind::Contact)),
                    ("license", Object(ObjectKind::License)),
                ],
            ),
            Self::Contact => ("a contact", &[], &[("name", Text), ("url", Text), ("email", Text)]),
            Self::License => ("a license", &["name"], &[("name", Text), ("url", Text)]),
            Self::Server => (
                "a server",
                &["url"],
                &[("url", Text), ("description", Text), ("variables", Map(&Object(ObjectKind::ServerVariable)))],
            ),
            Self::ServerVariable => {
                ("a server variable", &["default"], &[("default", Text), ("enum", TEXTS), ("description", Text)])
            }
            Self::Tag => {
                ("a tag", &["name"], &[("name", Text), ("description", Text), ("externalDocs", Object(ObjectKind::ExternalDocs))])
            }
            Self::ExternalDocs => ("external documentation", &["url"], &[("url", Text), ("description", Text)]),
            Self::SecurityScheme => (
                "a security scheme",
                &["type"],
                &[
                    ("type", Word(&["apiKey", "http", "oauth2", "openIdConnect"])),
                    ("in", Word(&["query", "header", "cookie"])),
                    ("name", Text),
                    ("scheme", Text),
                    ("bearerFormat", Text),
                    ("flows", Object(ObjectKind::Flows)),
                    ("openIdConnectUrl", Text),
                    ("description", Text),
                ],
            ),
            Self::Flows => (
                "the flows of OAuth",
                &[],
                &[
                    ("authorizationCode", Object(ObjectKind::Flow)),
                    ("clientCredentials", Object(ObjectKind::Flow)),
                    ("implicit", Object(ObjectKind::Flow)),
                    ("password", Object(ObjectKind::Flow)),
                ],
            ),
            Self::Flow => (
                "a flow of OAuth",
                &["scopes"],
                &[("authorizationUrl", Text), ("tokenUrl", Text), ("refreshUrl", Text), ("scopes", Map(&Text))],
            ),
            Self::PathItem => (
                "a path item",
                &[],
                &[
                    ("summary", Text),
                    ("description", Text),
                    ("servers", SERVERS),
                    ("parameters", PARAMETERS),
                    ("get", Object(ObjectKind::Operation)),
                    ("post", Object(ObjectKind::Operation)),
                    ("put", Object(ObjectKind::Operation)),
                    ("patch", Object(ObjectKind::Operation)),
                    ("delete", Object(ObjectKind::Operation)),
                    ("head", NO_METHOD),
                    ("options", NO_METHOD),
                    ("trace", NO_METHOD),
                ],
            ),
            Self::Operation => (
                "an operation",
                &["responses"],
                &[
                    ("operationId", Text),
                    ("tags", TEXTS),
                    ("summary", Text),
                    ("description", Text),
                    ("externalDocs", Object(ObjectKind::ExternalDocs)),
                    ("deprecated", Flag),
                    ("security", List(&SCOPES)),
                    ("servers", SERVERS),
                    ("parameters", PARAMETERS),
                    ("requestBody", RefOr(ObjectKind::RequestBody)),
                    ("responses", Responses),
                    ("callbacks", NO_CALLBACKS),
                ],
            ),
            Self::Parameter => (
                "a parameter",
                &["name", "in"],
                &[
                    ("name", Text),
                    ("in", Word(&["query", "path", "header", "cookie"])),
                    ("description", Text),
                    ("required", Flag),
                    ("deprecated", Flag),
                    ("allowEmptyValue", Flag),
                    ("allowReserved", Flag),
                    ("style", Word(&["form", "simple", "matrix", "label", "spaceDelimited", "pipeDelimited", "deepObject"])),
                    ("explode", Flag),
                    ("schema", SCHEMA),
                    ("content", CONTENT),
                    ("example", Free),
                    ("examples", NO_EXAMPLES),
                ],
            ),
            Self::Header => (
                "a header",
                &[],
                &[
                    ("description", Text),
                    ("required", Flag),
                    ("deprecated", Flag),
                    ("style", Word(&["simple"])),
                    ("explode", Flag),
                    ("schema", SCHEMA),
                    ("content", CONTENT),
                    ("example", Free),
                    ("examples", NO_EXAMPLES),
                ],
            ),
            Self::RequestBody => {
                ("a request body", &["content"], &[("description", Text), ("content", CONTENT), ("required", Flag)])
            }
            Self::MediaType => (
                "a media type",
                &[],
                &[
                    ("schema", SCHEMA),
                    ("example", Free),
                    ("examples", NO_EXAMPLES),
                    ("encoding", Map(&Object(ObjectKind::Encoding))),
                ],
            ),
            Self::Encoding => (
                "an encoding",
                &[],
                &[
                    ("contentType", Text),
                    ("headers", HEADERS),
                    ("style", Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
                    ("explode", Flag),
                    ("allowReserved", Flag),
                ],
            ),
            Self::Response => (
                "a response",
                &["description"],
                &[("description", Text), ("headers", HEADERS), ("content", CONTENT), ("links", NO_LINKS)],
            ),
            Self::Discriminator => {
                ("a discriminator", &["propertyName"], &[("propertyName", Text), ("mapping", Map(&SchemaName))])
            }
            Self::Schema => (
                "a schema",
                &[],
                &[
                    ("type", Word(TYPES)),
                    ("format", Text),
                    ("title", Text),
                    ("description", Text),
                    ("nullable", Flag),
                    ("enum", Values),
                    ("default", Free),
                    ("example", Free),
                    ("deprecated", Flag),
                    ("readOnly", Flag),
                    ("writeOnly", Flag),
                    ("pattern", Text),
                    ("minLength", Count),
                    ("maxLength", Count),
                    ("minimum", Number),
                    ("maximum", Number),
                    ("exclusiveMinimum", Flag),
                    ("exclusiveMaximum", Flag),
                    ("multipleOf", Number),
                    ("items", SCHEMA),
                    ("minItems", Count),
                    ("maxItems", Count),
                    ("uniqueItems", Flag),
                    ("properties", Map(&SCHEMA)),
                    ("required", TEXTS),
                    ("additionalProperties", FlagOrSchema),
                    ("minProperties", Count),
                    ("maxProperties", Count),
                    ("allOf", List(&SCHEMA)),
                    ("oneOf", List(&SCHEMA)),
                    ("anyOf", List(&SCHEMA)),
                    ("not", SCHEMA),
                    ("discriminator", Object(ObjectKind::Discriminator)),
                    ("externalDocs", Object(ObjectKind::ExternalDocs)),
                    ("xml", Unused("the API speaks JSON only")),
                ],
            ),
        };
        ObjectRules { name, keys, required }
    }
}
