//! Bodies of requests: an object whose properties become inputs, or JSON that is taken as a whole.

use indexmap::IndexMap;

use super::schema::{ObjectSchema, Schema, SchemaType};
use super::tree::{self, MapBuilder};
use super::{Normalizer, PayloadDirection};
use crate::diag::codes;
use crate::load::{Node, Span};

/// The body of a request.
pub(super) struct BodySchema {
    pub at: Span,
    pub media: &'static str,
    pub content: BodyContent,
}

/// What a body holds.
pub(super) enum BodyContent {
    /// Inputs by name.
    Fields(ObjectSchema),
    /// One value: a list, a map, or any JSON.
    Whole(Box<Schema>),
}

/// The kinds of bodies that can be written, best first.
const MEDIA: [&str; 3] = ["application/json", "multipart/form-data", "application/x-www-form-urlencoded"];

/// The kind that a content type belongs to.
pub(super) fn media_of(content_type: &str) -> Option<&'static str> {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if essence == "*/*" || essence == "text/json" || (essence.starts_with("application/") && essence.ends_with("+json")) {
        return Some(MEDIA[0]);
    }
    MEDIA.into_iter().find(|media| *media == essence)
}

impl Normalizer<'_> {
    /// The body of an operation.
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
            let known: Vec<&str> = contents.iter().map(|entry| entry.key.as_str()).collect();
            let message = format!("a body of `{}` cannot be written, and is left out", known.join(", "));
            self.warn(
                codes::NOT_GENERATED,
                at,
                message,
                "JSON, forms and multipart can be; send others with `client.request(..)`",
            );
            return None;
        };
        let schema = match content.value.entry("schema") {
            Some(schema) => self.schema(&schema.value, schema.key_span, PayloadDirection::Request),
            None => Schema::any(content.key_span),
        };
        let kind = self.resolved_type(&schema);
        let content = match (kind, media) {
            (SchemaType::Object(object), _) => BodyContent::Fields(self.fields(object, media)),
            (mut kind @ (SchemaType::List(_) | SchemaType::Map(_) | SchemaType::Any), "application/json") => {
                if let SchemaType::List(item) | SchemaType::Map(item) = &mut kind
                    && matches!(item.kind, SchemaType::Flag01)
                {
                    // A whole body is written by its type alone, and a flag is a boolean.
                    item.kind = SchemaType::Integer;
                }
                BodyContent::Whole(Box::new(Schema { kind, ..schema }))
            }
            (kind, "application/json") => {
                let message = format!("this body is {}, and is taken as any JSON", Schema::new(at, kind).describe());
                self.warn(codes::ANY_JSON, schema.at, message, "describe an object with properties, or a list");
                BodyContent::Whole(Box::new(Schema { kind: SchemaType::Any, ..schema }))
            }
            (_, _) => {
                let message = "a form without properties cannot be written, and is left out";
                self.warn(codes::NOT_GENERATED, schema.at, message, "describe its fields under `properties:`");
                return None;
            }
        };
        Some(BodySchema { at, media, content })
    }

    /// The properties as inputs: what is only read is no input, and files stand in multipart bodies only.
    fn fields(&mut self, object: ObjectSchema, media: &str) -> ObjectSchema {
        let mut properties = IndexMap::new();
        for (name, mut property) in object.properties {
            if property.read_only {
                continue;
            }
            let is_file = |kind: &SchemaType| matches!(kind, SchemaType::String(Some("binary")));
            if let (SchemaType::List(item), true) = (self.resolved_type(&property), media == "multipart/form-data")
                && is_file(&self.resolved_type(&item))
            {
                let message = format!("`{name}` takes one file, not several");
                self.warn(codes::LOOSENED, property.at, message, "describe one file, if that is enough");
                property.kind = item.kind;
            }
            properties.insert(name, property);
        }
        ObjectSchema { properties, ..object }
    }

    /// A field of a body as we would write it.
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
    /// The request body around its schema.
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
