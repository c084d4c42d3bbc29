//! The keywords of OpenAPI 3.0 and 3.1, by the object that they belong to, and what happens to each.

use self::Keyword::{Count, Each, Flag, In, NotGenerated, Number, Read, Text, Url};
use self::OpenApiObject as O;

/// A kind of object of an OpenAPI document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OpenApiObject {
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Response,
    Example,
    Tag,
    Schema,
    Discriminator,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
}

/// What is done with a keyword.
#[derive(Debug, Clone, Copy)]
pub(super) enum Keyword {
    /// Any value, which is checked where it is read.
    Read,
    Text,
    /// The URL of a web page.
    Url,
    Flag,
    Number,
    /// An integer that is not negative.
    Count,
    /// An object.
    In(OpenApiObject),
    /// A list or map of objects.
    Each(OpenApiObject),
    /// Nothing is generated for it. What to do instead.
    NotGenerated(&'static str),
}

/// Schema keywords that are read beside a `$ref`.
pub(super) const BESIDE_REFERENCE: [&str; 10] =
    ["$ref", "title", "description", "nullable", "deprecated", "readOnly", "writeOnly", "example", "examples", "default"];

const NO_CALLBACKS: Keyword = NotGenerated("receive these requests with a web framework");
const NO_HEADERS: Keyword = NotGenerated("read headers with `Response::headers`");
const NO_LINKS: Keyword = NotGenerated("call the linked operation with values of the response");
const NO_PART_HEADERS: Keyword = NotGenerated("send a multipart body with `client.request(..)`");
const NO_EXAMPLE_TEXT: Keyword = NotGenerated("remove it, or move it to the description of the schema");

impl OpenApiObject {
    /// The name for messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            O::Document => "the document",
            O::Info => "`info`",
            O::Contact => "`contact`",
            O::License => "`license`",
            O::Server => "a server",
            O::ServerVariable => "a server variable",
            O::Components => "`components`",
            O::PathItem => "a path item",
            O::Operation => "an operation",
            O::ExternalDocs => "`externalDocs`",
            O::Parameter => "a parameter",
            O::RequestBody => "a request body",
            O::MediaType => "a media type",
            O::Encoding => "an encoding",
            O::Response => "a response",
            O::Example => "an example",
            O::Tag => "a tag",
            O::Schema => "a schema",
            O::Discriminator => "a discriminator",
            O::SecurityScheme => "a security scheme",
            O::OAuthFlows => "`flows`",
            O::OAuthFlow => "an OAuth flow",
        }
    }

    /// The keywords of the object. Those that are not listed are unknown.
    #[expect(clippy::too_many_lines, reason = "this is a table")]
    pub(super) fn keywords(self) -> &'static [(&'static str, Keyword)] {
        match self {
            O::Document => &[
                ("openapi", Read),
                ("info", In(O::Info)),
                ("externalDocs", In(O::ExternalDocs)),
                ("servers", Each(O::Server)),
                ("security", Read),
                ("tags", Each(O::Tag)),
                ("paths", Each(O::PathItem)),
                ("components", In(O::Components)),
                ("jsonSchemaDialect", Read),
                (
                    "webhooks",
                    NotGenerated("receive these requests with a web framework; only operations in `paths` are generated"),
                ),
            ],
            O::Info => &[
                ("title", Text),
                ("summary", Text),
                ("description", Text),
                ("version", Read),
                ("termsOfService", Url),
                ("contact", In(O::Contact)),
                ("license", In(O::License)),
            ],
            O::Contact => &[("name", Text), ("url", Url), ("email", Text)],
            O::License => &[("name", Text), ("url", Url), ("identifier", Text)],
            O::Server => &[("url", Text), ("description", Text), ("name", Text), ("variables", Each(O::ServerVariable))],
            O::ServerVariable => &[("default", Read), ("enum", Read), ("description", Text)],
            O::Components => &[
                ("schemas", Each(O::Schema)),
                ("responses", Each(O::Response)),
                ("parameters", Each(O::Parameter)),
                ("examples", Each(O::Example)),
                ("requestBodies", Each(O::RequestBody)),
                ("securitySchemes", Each(O::SecurityScheme)),
                ("pathItems", Each(O::PathItem)),
                ("headers", NO_HEADERS),
                ("links", NO_LINKS),
                ("callbacks", NO_CALLBACKS),
            ],
            O::PathItem => &[
                ("summary", Text),
                ("description", Text),
                ("servers", Each(O::Server)),
                ("parameters", Each(O::Parameter)),
                ("get", In(O::Operation)),
                ("put", In(O::Operation)),
                ("post", In(O::Operation)),
                ("delete", In(O::Operation)),
                ("options", In(O::Operation)),
                ("head", In(O::Operation)),
                ("patch", In(O::Operation)),
                ("trace", In(O::Operation)),
            ],
            O::Operation => &[
                ("operationId", Text),
                ("tags", Read),
                ("summary", Text),
                ("description", Text),
                ("externalDocs", In(O::ExternalDocs)),
                ("deprecated", Flag),
                ("security", Read),
                ("servers", Each(O::Server)),
                ("parameters", Each(O::Parameter)),
                ("requestBody", In(O::RequestBody)),
                ("responses", Each(O::Response)),
                ("callbacks", NO_CALLBACKS),
            ],
            O::ExternalDocs => &[("url", Url), ("description", Text)],
            O::Parameter => &[
                ("name", Text),
                ("in", Text),
                ("description", Text),
                ("required", Flag),
                ("deprecated", Flag),
                ("allowEmptyValue", Flag),
                ("allowReserved", Flag),
                ("style", Text),
                ("explode", Flag),
                ("schema", In(O::Schema)),
                ("content", Each(O::MediaType)),
                ("example", Read),
                ("examples", Each(O::Example)),
                // Of Swagger 2.0, which some documents still use.
                ("type", Read),
                ("format", Read),
                ("items", Read),
                ("enum", Read),
                ("default", Read),
                ("maximum", Read),
            ],
            O::RequestBody => &[("description", Text), ("content", Each(O::MediaType)), ("required", Flag)],
            O::MediaType => {
                &[("schema", In(O::Schema)), ("example", Read), ("examples", Each(O::Example)), ("encoding", Each(O::Encoding))]
            }
            O::Encoding => &[
                ("contentType", Text),
                ("style", Text),
                ("explode", Flag),
                ("headers", NO_PART_HEADERS),
                ("allowReserved", NotGenerated("send the form with `client.request(..)`")),
            ],
            O::Response => {
                &[("description", Text), ("content", Each(O::MediaType)), ("headers", NO_HEADERS), ("links", NO_LINKS)]
            }
            O::Example => &[
                ("value", Read),
                ("summary", NO_EXAMPLE_TEXT),
                ("description", NO_EXAMPLE_TEXT),
                ("externalValue", NotGenerated("write the example under `value`")),
            ],
            O::Tag => &[("name", Text), ("description", Text), ("externalDocs", In(O::ExternalDocs))],
            O::Schema => SCHEMA,
            O::Discriminator => &[("propertyName", Text), ("mapping", Read)],
            O::SecurityScheme => &[
                ("type", Text),
                ("description", Text),
                ("name", Text),
                ("in", Text),
                ("scheme", Text),
                ("bearerFormat", Text),
                ("flows", In(O::OAuthFlows)),
                ("openIdConnectUrl", Url),
            ],
            O::OAuthFlows => &[
                ("implicit", In(O::OAuthFlow)),
                ("password", In(O::OAuthFlow)),
                ("clientCredentials", In(O::OAuthFlow)),
                ("authorizationCode", In(O::OAuthFlow)),
            ],
            O::OAuthFlow => &[("authorizationUrl", Url), ("tokenUrl", Url), ("refreshUrl", Url), ("scopes", Read)],
        }
    }
}

const SCHEMA: &[(&str, Keyword)] = &[
    ("$ref", Read),
    ("type", Read),
    ("format", Text),
    ("title", Text),
    ("description", Text),
    ("default", Read),
    ("example", Read),
    ("examples", Read),
    ("deprecated", Flag),
    ("nullable", Flag),
    ("readOnly", Flag),
    ("writeOnly", Flag),
    ("enum", Read),
    ("const", Read),
    ("minimum", Number),
    ("maximum", Number),
    // Flags in OpenAPI 3.0, numbers in 3.1.
    ("exclusiveMinimum", Read),
    ("exclusiveMaximum", Read),
    ("multipleOf", Number),
    ("minLength", Count),
    ("maxLength", Count),
    ("pattern", Text),
    ("items", In(O::Schema)),
    ("minItems", Count),
    ("maxItems", Count),
    ("uniqueItems", Flag),
    ("properties", Each(O::Schema)),
    ("additionalProperties", In(O::Schema)),
    ("minProperties", Count),
    ("maxProperties", Count),
    ("required", Read),
    ("allOf", Each(O::Schema)),
    ("oneOf", Each(O::Schema)),
    ("anyOf", Each(O::Schema)),
    ("not", NotGenerated("the API checks it: describe the values that are not allowed in `description`")),
    ("discriminator", In(O::Discriminator)),
    ("externalDocs", In(O::ExternalDocs)),
    ("xml", NotGenerated("remove it: bodies and responses are JSON, whose names are those of `properties`")),
    ("$defs", Each(O::Schema)),
    ("definitions", Each(O::Schema)),
    ("$comment", Read),
    ("$id", Read),
    ("$schema", Read),
];
