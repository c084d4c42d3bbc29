//! The keys of each kind of object in OpenAPI 3.0, and the shapes of their values. One line per key.

/// A kind of object in OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::load) enum ObjectKind {
    Root,
    /// A file of the description that is not the root file.
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
    /// `x-webhook-items`.
    WebhookItems,
}

/// The shape of a value.
#[derive(Debug, Clone, Copy)]
pub(super) enum ValueShape {
    /// Any JSON value except null.
    Free,
    Text,
    /// A reference to a schema, as in the mapping of a discriminator.
    SchemaName,
    Flag,
    Number,
    /// A non-negative integer.
    Count,
    /// One of these strings.
    Word(&'static [&'static str]),
    /// The values of an enum: a list that is not empty.
    Values,
    Object(ObjectKind),
    /// An object of this kind, or a `$ref` to one.
    RefOr(ObjectKind),
    List(&'static ValueShape),
    Map(&'static ValueShape),
    /// A map from paths to path items.
    Paths,
    /// A map from statuses and `default` to responses.
    Responses,
    /// `true`, `false` or a schema.
    FlagOrSchema,
    /// A key of OpenAPI that the generator does not support, with the help.
    Unused(&'static str),
}

impl ValueShape {
    /// Whether the value is a mapping or a list, so that null means that its content is missing or not indented.
    pub(super) fn is_container(self) -> bool {
        matches!(self, Object(_) | RefOr(_) | List(_) | Map(_) | Paths | Responses)
    }
}

use ValueShape::{
    Count, Flag, FlagOrSchema, Free, List, Map, Number, Object, Paths, RefOr, Responses, SchemaName, Text, Unused, Values, Word,
};

pub(super) struct ObjectRules {
    /// The name of the kind with its article: `an operation`.
    pub name: &'static str,
    pub keys: &'static [(&'static str, ValueShape)],
    pub required: &'static [&'static str],
}

impl ObjectRules {
    /// The shape of the value of a key, if the key is known.
    pub fn shape(&self, key: &str) -> Option<ValueShape> {
        self.keys.iter().find(|(known, _)| *known == key).map(|(_, shape)| *shape)
    }
}

const SCHEMA: ValueShape = RefOr(ObjectKind::Schema);
const TEXTS: ValueShape = List(&Text);
const SCOPES: ValueShape = Map(&TEXTS);
const SERVERS: ValueShape = List(&Object(ObjectKind::Server));
const PARAMETERS: ValueShape = List(&RefOr(ObjectKind::Parameter));
const CONTENT: ValueShape = Map(&Object(ObjectKind::MediaType));
const HEADERS: ValueShape = Map(&RefOr(ObjectKind::Header));
const NO_CALLBACKS: ValueShape = Unused("remove it; `x-webhook-items` states the items of webhook events");
const NO_LINKS: ValueShape = Unused("remove it; mention the linked operation in the `description`");
const NO_EXAMPLES: ValueShape = Unused("write a single `example`, or a whole response under `examples/`");

pub(in crate::load) const TYPES: &[&str] = &["string", "integer", "number", "boolean", "array", "object"];

impl ObjectKind {
    #[expect(clippy::too_many_lines, reason = "this is a table")]
    pub(super) fn rules(self) -> ObjectRules {
        let (name, required, keys): (_, &[&str], &[(&str, ValueShape)]) = match self {
            Self::Root => (
                "the root file",
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
                    ("x-webhook-items", Object(ObjectKind::WebhookItems)),
                ],
            ),
            Self::WebhookItems => ("`x-webhook-items`", &[], &[("v1", Map(&SCHEMA)), ("v2", Map(&SCHEMA))]),
            Self::Part => (
                "a file other than the root file",
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
                "`components`",
                &[],
                &[
                    ("schemas", Map(&SCHEMA)),
                    ("parameters", Map(&RefOr(ObjectKind::Parameter))),
                    ("responses", Map(&RefOr(ObjectKind::Response))),
                    ("requestBodies", Map(&RefOr(ObjectKind::RequestBody))),
                    ("securitySchemes", Map(&Object(ObjectKind::SecurityScheme))),
                    ("headers", Unused("move the header to the response that has it")),
                    ("examples", NO_EXAMPLES),
                    ("links", NO_LINKS),
                    ("callbacks", NO_CALLBACKS),
                ],
            ),
            Self::Info => (
                "`info`",
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
            Self::ExternalDocs => ("`externalDocs`", &["url"], &[("url", Text), ("description", Text)]),
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
                "`flows`",
                &[],
                &[
                    ("authorizationCode", Object(ObjectKind::Flow)),
                    ("clientCredentials", Object(ObjectKind::Flow)),
                    ("implicit", Object(ObjectKind::Flow)),
                    ("password", Object(ObjectKind::Flow)),
                ],
            ),
            Self::Flow => (
                "an OAuth flow",
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
                    ("head", Object(ObjectKind::Operation)),
                    ("options", Object(ObjectKind::Operation)),
                    ("trace", Object(ObjectKind::Operation)),
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
                    ("xml", Unused("remove it; the API has JSON only")),
                ],
            ),
        };
        ObjectRules { name, keys, required }
    }
}
