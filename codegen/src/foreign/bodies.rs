//! Normalizes request bodies to an object whose properties become inputs, or to JSON that is sent as a whole.

use indexmap::IndexMap;

use super::schema::{ObjectSchema, Schema, SchemaType};
use super::tree::{self, MapBuilder};
use super::{Normalizer, PayloadDirection};
use crate::diag::codes;
use crate::openapi::{Node, Span};

/// A request body.
pub(super) struct BodySchema {
    pub at: Span,
    pub media: &'static str,
    pub content: BodyMedia,
}

/// The content of a request body.
pub(super) enum BodyMedia {
    /// Inputs by name.
    Fields(ObjectSchema),
    /// A single value: a list, a map or any JSON.
    Whole(Box<Schema>),
}

/// Supported media types, in order of preference.
const MEDIA: [&str; 3] = ["application/json", "multipart/form-data", "application/x-www-form-urlencoded"];

/// Returns the supported media type that a content type belongs to.
pub(super) fn media_of(content_type: &str) -> Option<&'static str> {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if essence == "*/*" || essence == "text/json" || (essence.starts_with("application/") && essence.ends_with("+json")) {
        return Some(MEDIA[0]);
    }
    MEDIA.into_iter().find(|media| *media == essence)
}

impl Normalizer<'_> {
    /// Reads the request body of an operation.
    pub(super) fn body(&mut self, operation: &Node) -> Option<BodySchema> {
        let entry = operation.entry("requestBody")?;
        let at = entry.key_span;
        let body = self.resolved(&entry.value, at)?.clone();
        let contents = body.get("content").map(Node::entries).unwrap_or_default();
        let found = MEDIA.into_iter().find_map(|media| {
            let fits = contents.iter().find(|entry| media_of(&entry.key) == Some(media));
            fits.map(|entry| (media, entry))
        });
        let Some((media, content)) = found else {
            let known: Vec<String> = contents.iter().map(|entry| format!("`{}`", entry.key)).collect();
            let message = format!("unsupported content type of a request body: {}", known.join(", "));
            self.warn(
                codes::NOT_GENERATED,
                at,
                message,
                "use JSON, a form or multipart; other bodies can be sent with `client.request(..)`",
            );
            return None;
        };
        let schema = match content.value.entry("schema") {
            Some(schema) => self.schema(&schema.value, schema.key_span, PayloadDirection::Request),
            None => Schema::any(content.key_span),
        };
        let kind = self.resolved_type(&schema);
        let content = match (kind, media) {
            (SchemaType::Object(object), _) => BodyMedia::Fields(self.fields(object, media)),
            (SchemaType::Union { .. }, "application/json") => BodyMedia::Whole(Box::new(schema)),
            (mut kind @ (SchemaType::List(_) | SchemaType::Map(_) | SchemaType::Any), "application/json") => {
                if let SchemaType::List(item) | SchemaType::Map(item) = &mut kind
                    && matches!(item.kind, SchemaType::Flag01)
                {
                    // A whole body is encoded by its type alone, and the type of `Flag01` is `bool`.
                    item.kind = SchemaType::Integer;
                }
                BodyMedia::Whole(Box::new(Schema { kind, ..schema }))
            }
            (kind, "application/json") => {
                let message = format!("request body is {}: generated as any JSON", Schema::new(at, kind).describe());
                self.warn(codes::ANY_JSON, schema.at, message, "use an object with `properties`, or a list");
                BodyMedia::Whole(Box::new(Schema { kind: SchemaType::Any, ..schema }))
            }
            (_, _) => {
                let message = "form without `properties` is skipped";
                self.warn(codes::NOT_GENERATED, schema.at, message, "declare its fields in `properties`");
                return None;
            }
        };
        Some(BodySchema { at, media, content })
    }

    /// Returns the properties that become inputs. Read-only properties are skipped, and files are only supported in multipart bodies.
    fn fields(&mut self, object: ObjectSchema, media: &str) -> ObjectSchema {
        let mut properties = IndexMap::new();
        for (name, mut property) in object.properties {
            if !self.is_written(&property) {
                continue;
            }
            let is_file = |kind: &SchemaType| matches!(kind, SchemaType::String(Some("binary")));
            if let (SchemaType::List(item), true) = (self.resolved_type(&property), media == "multipart/form-data")
                && is_file(&self.resolved_type(&item))
            {
                let message = format!("list of files in `{name}` is generated as a single file");
                self.warn(
                    codes::LOOSENED,
                    property.at,
                    message,
                    "use `type: string` and `format: binary` if a single file is sufficient",
                );
                property.kind = item.kind;
            }
            properties.insert(name, property);
        }
        ObjectSchema { properties, ..object }
    }

    /// Returns the schema of a property of the body.
    pub(super) fn field(&mut self, property: &Schema, media: &str) -> Node {
        let is_file = matches!(self.resolved_type(property), SchemaType::String(Some("binary")));
        if !is_file || media != "multipart/form-data" {
            return self.extract(property);
        }
        let mut map = MapBuilder::new(property.at);
        map.put("type", tree::string(property.at, "string"));
        map.put("format", tree::string(property.at, "binary"));
        map.put_string("description", property.docs.as_ref());
        map.build()
    }
}

impl BodySchema {
    /// Returns the request body with its schema.
    pub(super) fn written(&self, schema: Node) -> Node {
        let mut media = MapBuilder::new(self.at);
        media.put("schema", schema);
        let mut content = MapBuilder::new(self.at);
        content.put(self.media, media.build());
        let mut body = MapBuilder::new(self.at);
        body.put("content", content.build());
        body.build()
    }
}
