//! Normalizes request bodies to an object whose properties become inputs, or to JSON that is sent as a whole.

use indexmap::IndexMap;

use super::schema::{ObjectSchema, Schema, SchemaType};
use super::styles::ValueStyle;
use super::tree::{self, MapBuilder};
use super::{Normalizer, PayloadDirection, docs};
use crate::diag::codes;
use crate::openapi::{Node, NodeEntry, NodeValue, Span};

/// A request body.
pub(super) struct BodySchema {
    pub at: Span,
    pub media: &'static str,
    /// The content type as declared.
    pub content_type: String,
    pub docs: Option<String>,
    /// Whether the body is declared as optional.
    pub is_optional: bool,
    /// How the fields of a form are written, by name.
    pub encoding: Vec<(String, Node)>,
    pub content: BodyMedia,
}

/// The content of a request body.
pub(super) enum BodyMedia {
    /// Inputs by name.
    Fields(ObjectSchema),
    /// A single value: a list, a map, one of several objects, or any JSON.
    Whole(Box<Schema>),
    /// A string or the content of a file, with its schema.
    Content(Node),
}

/// Supported media types, in order of preference.
const MEDIA: [&str; 4] = ["application/json", "multipart/form-data", "application/x-www-form-urlencoded", ANY_CONTENT];

/// All other media types, of which a body is a string or the content of a file.
const ANY_CONTENT: &str = "*/*";

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
            let fits = |entry: &&NodeEntry| match media {
                ANY_CONTENT => self.is_content(entry),
                media => media_of(&entry.key) == Some(media) && !self.is_content(entry),
            };
            // The media type itself precedes its variants.
            let exact = contents.iter().find(|entry| entry.key == media);
            exact.or_else(|| contents.iter().find(fits)).map(|entry| (media, entry))
        });
        let Some((media, content)) = found else {
            let known: Vec<String> = contents.iter().map(|entry| format!("`{}`", entry.key)).collect();
            let message = format!("unsupported content type of a request body: {}", known.join(", "));
            self.warn(
                codes::NOT_GENERATED,
                at,
                message,
                "use JSON, a form, multipart, or `type: string`; other bodies can be sent with `client.request(..)`",
            );
            return None;
        };
        self.check_contents(contents, &content.key);
        let schema = match content.value.entry("schema") {
            Some(schema) => self.schema(&schema.value, schema.key_span, PayloadDirection::Request),
            None => Schema::any(content.key_span),
        };
        let kind = self.resolved_type(&schema);
        let mut encoding = Vec::new();
        let is_optional = matches!(body.get("required").map(|required| &required.value), Some(NodeValue::Bool(false)));
        let own = tree::string_of(&body, "description").and_then(docs::clean);
        let of_schema = match (&schema.kind, &kind) {
            (SchemaType::Component(name), SchemaType::Object(_)) => self.expanded(&name.clone(), at).docs,
            (_, SchemaType::Object(_)) => schema.docs.clone(),
            _ => None,
        };
        let docs = docs::joined([own.clone(), of_schema.filter(|docs| own.as_ref() != Some(docs))]);
        let content_type = match (content.key.as_str(), media) {
            (range, "application/json") if range.contains('*') => media.to_owned(),
            // The content of a file has a type of its own.
            (range, ANY_CONTENT) if range.contains('*') && is_string(&kind) => "text/plain".to_owned(),
            (declared, _) => declared.to_owned(),
        };
        let content = match (kind, media) {
            (kind, ANY_CONTENT) => {
                let mut map = MapBuilder::new(schema.at);
                map.put("type", tree::string(schema.at, "string"));
                let is_text = is_string(&kind) || is_text(&content_type);
                if !is_text {
                    map.put("format", tree::string(schema.at, "binary"));
                }
                map.put_string("description", schema.docs.as_ref());
                BodyMedia::Content(map.build())
            }
            (SchemaType::Object(mut object), _) => {
                if is_optional && !object.required.is_empty() {
                    object.required.clear();
                    let message = "the request body is optional, so none of its inputs is required";
                    self.warn(codes::LOOSENED, at, message, "remove `required: false` if requests without a body fail");
                }
                self.add_examples(&mut object, &content.value, content.key_span);
                let is_patch = content_type.starts_with("application/merge-patch+json");
                let object = self.fields(object, is_patch);
                encoding = self.encodings(&object, content.value.get("encoding"), media);
                BodyMedia::Fields(object)
            }
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
        Some(BodySchema { at, media, content_type, docs, is_optional, encoding, content })
    }

    /// Reports the media types beside the one that is used.
    pub(super) fn check_contents(&mut self, contents: &[NodeEntry], used: &str) {
        if let Some(other) = contents.iter().find(|entry| entry.key != used) {
            let message = format!("only one of several content types is generated: `{used}`");
            self.warn(codes::NOT_GENERATED, other.key_span, message, "use the others with `client.request(..)`");
        }
    }

    /// Adds the values of an example of the whole body to the properties that have none.
    fn add_examples(&mut self, object: &mut ObjectSchema, media: &Node, at: Span) {
        let Some(example) = self.example(media, at) else { return };
        for (name, property) in &mut object.properties {
            if property.example.is_none() {
                property.example = example.get(name).filter(|value| value.value != NodeValue::Null).cloned();
            }
        }
    }

    /// Returns the properties that become inputs. In a merge patch, null removes any of them.
    fn fields(&mut self, object: ObjectSchema, is_patch: bool) -> ObjectSchema {
        let mut properties = IndexMap::new();
        for (name, mut property) in object.properties {
            if self.is_written(&property) {
                property.nullable |= is_patch && !object.required.contains(&name);
                properties.insert(name, property);
            }
        }
        ObjectSchema { properties, ..object }
    }

    /// Returns whether a body of a media type other than JSON and forms is a string or the content of a file.
    pub(super) fn is_content(&self, entry: &NodeEntry) -> bool {
        let schema = entry.value.get("schema");
        let target =
            schema.and_then(|schema| schema.get("$ref")).and_then(Node::as_str).and_then(|name| self.component_name(name));
        let schema = target.and_then(|name| self.component_node(&name)).or(schema);
        let is_string = schema.is_none_or(|schema| {
            matches!(schema.get("type").and_then(Node::as_str), Some("string") | None) && schema.get("properties").is_none()
        });
        // Any content can be anything, unless the schema has a type.
        let is_content = |media: Option<&str>| media.is_none() || (entry.key == ANY_CONTENT && schema.is_some_and(has_type));
        is_string && is_content(media_of(&entry.key))
    }

    /// Returns how the fields of a form are written.
    fn encodings(&mut self, object: &ObjectSchema, declared: Option<&Node>, media: &str) -> Vec<(String, Node)> {
        let is_multipart = media == "multipart/form-data";
        if media == "application/json" {
            return Vec::new();
        }
        let mut encodings = Vec::new();
        for (name, property) in &object.properties {
            let declared = declared.and_then(|declared| declared.get(name));
            let kind = self.resolved_type(property);
            let item = match &kind {
                SchemaType::List(item) => Some(self.resolved_type(item)),
                _ => None,
            };
            // Parts have no style.
            let declared_style = declared.filter(|_| !is_multipart).and_then(ValueStyle::of);
            let style = declared_style.or_else(|| item.is_some().then_some(ValueStyle::EXPLODED));
            // Of several types, or a range of them, the content of the part determines which one it is.
            let content_type = declared.and_then(|declared| tree::string_of(declared, "contentType"));
            let content_type = content_type.filter(|content_type| is_multipart && !content_type.contains([',', '*']));
            let is_json = matches!(
                item.as_ref().unwrap_or(&kind),
                SchemaType::Object(_) | SchemaType::Map(_) | SchemaType::Union { .. } | SchemaType::List(_)
            );
            let mut map = MapBuilder::new(property.at);
            map.put_string("contentType", content_type.or_else(|| (is_multipart && is_json).then_some(MEDIA[0])));
            if let Some(style) = style {
                style.put(&mut map, property.at);
            }
            if !map.is_empty() {
                encodings.push((name.clone(), map.build()));
            }
        }
        encodings
    }

    /// Returns the schema of a property of the body.
    pub(super) fn field(&mut self, property: &Schema, media: &str) -> Node {
        let is_file = |kind: &SchemaType| matches!(kind, SchemaType::String(Some("binary")));
        let kind = self.resolved_type(property);
        let is_several = match &kind {
            SchemaType::List(item) => is_file(&self.resolved_type(item)),
            _ => false,
        };
        if !(is_several || is_file(&kind)) || media != "multipart/form-data" {
            return self.extract(property);
        }
        let mut map = MapBuilder::new(property.at);
        map.put("type", tree::string(property.at, "string"));
        map.put("format", tree::string(property.at, "binary"));
        if is_several {
            let file = map.build();
            map = MapBuilder::new(property.at);
            map.put("type", tree::string(property.at, "array"));
            map.put("items", file);
        }
        map.put_string("description", property.docs.as_ref());
        map.build()
    }
}

/// Returns whether this is a string that is not the content of a file.
fn is_string(kind: &SchemaType) -> bool {
    matches!(kind, SchemaType::String(format) if *format != Some("binary"))
}

fn has_type(schema: &Node) -> bool {
    schema.get("type").is_some()
}

/// Returns whether the content of a media type is text.
fn is_text(content_type: &str) -> bool {
    content_type.starts_with("text/") || content_type.ends_with("+xml") || content_type == "application/xml"
}

impl BodySchema {
    /// Returns the request body with its schema.
    pub(super) fn written(&self, schema: Node) -> Node {
        let mut media = MapBuilder::new(self.at);
        media.put("schema", schema);
        if !self.encoding.is_empty() {
            let mut encoding = MapBuilder::new(self.at);
            self.encoding.iter().for_each(|(name, style)| encoding.put(name, style.clone()));
            media.put("encoding", encoding.build());
        }
        let mut content = MapBuilder::new(self.at);
        let is_declared = matches!(self.media, ANY_CONTENT | "application/json");
        content.put(if is_declared { &self.content_type } else { self.media }, media.build());
        let mut body = MapBuilder::new(self.at);
        body.put_flag("required", !self.is_optional);
        body.put("content", content.build());
        body.build()
    }
}
