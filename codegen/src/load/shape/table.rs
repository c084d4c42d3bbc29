//! Which keys OpenAPI 3.0 knows on which object, and what their values look like. One line per key.

/// A kind of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::load) enum Kind {
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
pub(super) enum Shape {
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
    Object(Kind),
    /// The object or a `$ref` to one.
    RefOr(Kind),
    List(&'static Shape),
    Map(&'static Shape),
    /// Like [`Map`](Self::Map), the keys being paths.
    Paths,
    /// Like [`Map`](Self::Map), the keys being statuses or `default`.
    Responses,
    /// `true`, `false` or a schema.
    FlagOrSchema,
    /// Known to OpenAPI, not to this description; the text says what to do instead.
    Unused(&'static str),
}

use Shape::{
    Count, Flag, FlagOrSchema, Free, List, Map, Number, Object, Paths, RefOr, Responses, SchemaName, Text, Unused, Values, Word,
};

pub(super) struct Rules {
    /// For people: `an operation`.
    pub name: &'static str,
    pub keys: &'static [(&'static str, Shape)],
    pub required: &'static [&'static str],
}

const SCHEMA: Shape = RefOr(Kind::Schema);
const TEXTS: Shape = List(&Text);
const SCOPES: Shape = Map(&TEXTS);
const SERVERS: Shape = List(&Object(Kind::Server));
const PARAMETERS: Shape = List(&RefOr(Kind::Parameter));
const CONTENT: Shape = Map(&Object(Kind::MediaType));
const HEADERS: Shape = Map(&RefOr(Kind::Header));
const NO_CALLBACKS: Shape = Unused("webhooks are described as operations of their own");
const NO_LINKS: Shape = Unused("the generator makes nothing of links; say it in the description");
const NO_METHOD: Shape = Unused("the API has get, post, put, patch and delete only");
const NO_EXAMPLES: Shape = Unused("write a single `example`; whole replies stand under examples/");

pub(super) const TYPES: &[&str] = &["string", "integer", "number", "boolean", "array", "object"];

impl Kind {
    #[expect(clippy::too_many_lines, reason = "a table")]
    pub(super) fn rules(self) -> Rules {
        let (name, required, keys): (_, &[&str], &[(&str, Shape)]) = match self {
            Self::Root => (
                "the root of the description",
                &["openapi", "info", "paths"],
                &[
                    ("openapi", Text),
                    ("info", Object(Kind::Info)),
                    ("externalDocs", Object(Kind::ExternalDocs)),
                    ("servers", SERVERS),
                    ("security", List(&SCOPES)),
                    ("tags", List(&Object(Kind::Tag))),
                    ("paths", Paths),
                    ("components", Object(Kind::Components)),
                ],
            ),
            Self::Part => (
                "a file of the description",
                &[],
                &[
                    ("paths", Map(&Object(Kind::PathItem))),
                    ("schemas", Map(&SCHEMA)),
                    ("parameters", Map(&RefOr(Kind::Parameter))),
                    ("responses", Map(&RefOr(Kind::Response))),
                    ("requestBodies", Map(&RefOr(Kind::RequestBody))),
                ],
            ),
            Self::Components => (
                "the components",
                &[],
                &[
                    ("schemas", Map(&SCHEMA)),
                    ("parameters", Map(&RefOr(Kind::Parameter))),
                    ("responses", Map(&RefOr(Kind::Response))),
                    ("requestBodies", Map(&RefOr(Kind::RequestBody))),
                    ("securitySchemes", Map(&Object(Kind::SecurityScheme))),
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
                    ("contact", Object(Kind::Contact)),
                    ("license", Object(Kind::License)),
                ],
            ),
            Self::Contact => ("a contact", &[], &[("name", Text), ("url", Text), ("email", Text)]),
            Self::License => ("a license", &["name"], &[("name", Text), ("url", Text)]),
            Self::Server => {
                ("a server", &["url"], &[("url", Text), ("description", Text), ("variables", Map(&Object(Kind::ServerVariable)))])
            }
            Self::ServerVariable => {
                ("a server variable", &["default"], &[("default", Text), ("enum", TEXTS), ("description", Text)])
            }
            Self::Tag => {
                ("a tag", &["name"], &[("name", Text), ("description", Text), ("externalDocs", Object(Kind::ExternalDocs))])
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
                    ("flows", Object(Kind::Flows)),
                    ("openIdConnectUrl", Text),
                    ("description", Text),
                ],
            ),
            Self::Flows => (
                "the flows of OAuth",
                &[],
                &[
                    ("authorizationCode", Object(Kind::Flow)),
                    ("clientCredentials", Object(Kind::Flow)),
                    ("implicit", Object(Kind::Flow)),
                    ("password", Object(Kind::Flow)),
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
                    ("get", Object(Kind::Operation)),
                    ("post", Object(Kind::Operation)),
                    ("put", Object(Kind::Operation)),
                    ("patch", Object(Kind::Operation)),
                    ("delete", Object(Kind::Operation)),
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
                    ("externalDocs", Object(Kind::ExternalDocs)),
                    ("deprecated", Flag),
                    ("security", List(&SCOPES)),
                    ("servers", SERVERS),
                    ("parameters", PARAMETERS),
                    ("requestBody", RefOr(Kind::RequestBody)),
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
                &[("schema", SCHEMA), ("example", Free), ("examples", NO_EXAMPLES), ("encoding", Map(&Object(Kind::Encoding)))],
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
                    ("discriminator", Object(Kind::Discriminator)),
                    ("externalDocs", Object(Kind::ExternalDocs)),
                    ("xml", Unused("the API speaks JSON only")),
                ],
            ),
        };
        Rules { name, keys, required }
    }
}
