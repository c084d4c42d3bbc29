//! Normalizes operations.

use indexmap::{IndexMap, IndexSet};

use super::bodies::{BodyMedia, BodySchema};
use super::name_hints::{ListShape, TypeNameHints};
use super::operation_ids::{OperationIds, UnnamedOperation, unsupported_version, version};
use super::parameters::ParameterSchema;
use super::responses::ResponseSchema;
use super::root::{SecurityRequirements, ServerUrl};
use super::schema::{Schema, SchemaType};
use super::tree::{self, MapBuilder};
use super::types::ResourceKey;
use super::{Normalizer, PayloadDirection, docs, responses};
use crate::diag::codes;
use crate::idents::is_alias;
use crate::openapi::{Method, Node, NodeEntry, NodeValue, Span};

/// The operations read so far and the settings that they share.
pub(super) struct OperationSet {
    pub server: ServerUrl,
    pub security: SecurityRequirements,
    pub ids: OperationIds,
    /// Path items by path.
    pub paths: IndexMap<String, (Span, MapBuilder)>,
    /// Resources with the tags that they are derived from.
    pub resources: IndexMap<String, IndexSet<String>>,
    /// Whether a version without a module has been reported.
    pub reported_version: bool,
    /// Example responses by operation id.
    pub examples: Vec<(String, Node)>,
}

/// The maximum length of a path in bytes. The location of everything in the path item contains it.
const MAX_PATH: usize = 4_000;

impl Normalizer<'_> {
    /// Reads all operations of a path item.
    pub(super) fn path_item(&mut self, entry: &NodeEntry, all: &mut OperationSet) {
        let Some(item) = self.resolved(&entry.value, entry.key_span).cloned() else { return };
        let Some(template) = self.checked_path(entry) else { return };
        let server = ServerUrl::of(&item).unwrap_or_else(|| all.server.clone());
        for method in Method::ALL {
            let Some(operation) = item.entry(method.key()) else { continue };
            let Some(resolved) = self.resolved(&operation.value, operation.key_span).cloned() else { continue };
            let operation = &NodeEntry { value: inherited(resolved, &item), ..operation.clone() };
            if !matches!(operation.value.value, NodeValue::Map(_)) {
                self.warn(codes::NOT_GENERATED, operation.key_span, "operation is not a mapping", "declare at least `responses`");
                continue;
            }
            let server = ServerUrl::of(&operation.value).unwrap_or_else(|| server.clone());
            let template = PathTemplate { path: format!("{}{}", server.prefix, template.path), ..template };
            let full = template.full(&template.path);
            if all.paths.get(&full).is_some_and(|(_, item)| item.has(method.key())) {
                let message = format!("duplicate operation `{method} {full}`");
                self.warn(codes::NOT_GENERATED, operation.key_span, message, "remove one of them, or change its path");
                continue;
            }
            let other_origin = server.origin.filter(|origin| server.own && all.server.origin.as_ref() != Some(origin));
            let shared = item.get("parameters");
            let (sent_to, mut written) = self.operation(method, operation, &template, shared, other_origin, all);
            let full = template.full(&sent_to);
            if full != sent_to {
                let mut map = MapBuilder::of(written);
                map.put("x-sent-to", tree::string(operation.key_span, &sent_to));
                written = map.build();
            }
            let (_, item) = all.paths.entry(full).or_insert_with(|| (entry.key_span, MapBuilder::new(entry.key_span)));
            item.put_at(operation.key_span, method.key(), written);
        }
    }

    /// Validates a path template and returns it with its query, which is a part of every request. Reports an invalid one and returns
    /// `None`.
    fn checked_path<'e>(&mut self, entry: &'e NodeEntry) -> Option<PathTemplate<'e>> {
        let at = entry.key_span;
        let mut path = entry.key.as_str();
        if path.len() > MAX_PATH {
            let message = format!("path of {} bytes: skipped", path.len());
            self.warn(codes::NOT_GENERATED, at, message, format!("shorten it to {MAX_PATH} bytes: servers reject longer URLs"));
            return None;
        }
        if let Some(end) = path.find('#') {
            let message = format!("`{}` is not part of a path", &path[end..]);
            self.warn(codes::REPAIRED, at, message, "remove it: a fragment is not sent");
            path = &path[..end];
        }
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let is_constant = !query.contains(['{', '}', '%', '+']);
        if !is_constant {
            let message = format!("`?{query}` is not part of a path");
            self.warn(codes::REPAIRED, at, message, "declare query parameters in `parameters`");
        }
        let mut open = false;
        let mut is_valid = true;
        for (c, next) in path.chars().zip(path.chars().skip(1).chain(['/'])) {
            is_valid &= match c {
                '{' => !std::mem::replace(&mut open, true) && next != '}',
                '}' => std::mem::replace(&mut open, false),
                '/' => !open,
                c => !c.is_control() && !c.is_whitespace(),
            };
        }
        // A URL does not contain dot segments: what they refer to would be requested.
        let is_dot = |segment: &str| matches!(segment, "." | "..");
        if !is_valid || open || path.contains("//") || path.split('/').any(is_dot) {
            let message = format!("invalid path template `{path}`: skipped");
            self.warn(codes::NOT_GENERATED, at, message, "write each parameter as `{name}`, and no `.`, `..` or empty segments");
            return None;
        }
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Some(PathTemplate { path, query: if is_constant { query } else { "" } })
    }

    /// Normalizes an operation and returns it with its path.
    fn operation(
        &mut self,
        method: Method,
        entry: &NodeEntry,
        template: &PathTemplate<'_>,
        shared: Option<&Node>,
        other_origin: Option<String>,
        all: &mut OperationSet,
    ) -> (String, Node) {
        let (at, raw) = (entry.key_span, &entry.value);
        let path = template.path.clone();
        if let Some(odd) = unsupported_version(&path).filter(|_| !std::mem::replace(&mut all.reported_version, true)) {
            let message = format!("version `{odd}` is generated as `v1`");
            self.warn(codes::LOOSENED, at, message, "use `v1` or `v2` in the path: the crate has no other modules");
        }
        // The response to HEAD has no content, whatever is declared.
        let response = if method == Method::Head { ResponseSchema::Empty } else { self.response(raw, at) };
        let payload = self.payload(&response);
        let list_shape = self.list_shape(payload.as_ref());
        let tags = raw.get("tags").map(Node::items).unwrap_or_default();
        let tag = tags.iter().find_map(Node::as_str);
        if let Some(other) = tags.iter().find(|other| other.as_str() != tag) {
            let message = "operation with several tags is generated in the module of the first only";
            self.warn(codes::NOT_GENERATED, other.span, message, "keep the tag of the module that it belongs to");
        }
        let operation_id = tree::string_of(raw, "operationId");
        let unnamed = UnnamedOperation { method, path: &path, operation_id, tag, is_list: list_shape != ListShape::No };
        let module: ResourceKey = (version(&path), unnamed.resource());
        let action = all.ids.action(&module, &unnamed);
        if let Some(other) = all.resource(&module.1, tag) {
            let message = format!("the tags `{}` and `{other}` are one module, `{}`", tag.unwrap_or_default(), module.1);
            self.warn(codes::REPAIRED, at, message, "rename one of them, or use the same tag for all operations");
        }

        let mut parameters = self.parameters(shared, raw.get("parameters"));
        for pair in template.query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            parameters.retain(|parameter| parameter.location != "query" || parameter.name != name);
            parameters.push(ParameterSchema::constant(name, value, at));
        }
        let mut path = path;
        self.match_path_parameters(&mut path, &mut parameters, at);
        for parameter in parameters.iter().filter(|parameter| !parameter.prefix.is_empty()) {
            let placeholder = format!("{{{}}}", parameter.name);
            path = path.replace(&placeholder, &format!("{}{placeholder}", parameter.prefix));
        }
        let body = self.body(raw);
        let pagination = if method == Method::Get { self.pagination(&mut parameters, &response) } else { None };

        let id = format!("{}.{}.{action}", module.0, module.1);
        if let ResponseSchema::Json(_, Some(example), _) = &response {
            all.examples.push((id.clone(), example.clone()));
        }
        let mut map = MapBuilder::new(at);
        map.put("operationId", tree::string(at, id));
        map.put_string("summary", tree::string_of(raw, "summary").and_then(docs::clean));
        let own = tree::string_of(raw, "description").and_then(docs::clean);
        let of_body = body.as_ref().and_then(|body| body.docs.as_ref()).map(|docs| format!("Body: {docs}"));
        let described_link = raw.get("externalDocs").and_then(|docs| tree::string_of(docs, "description"));
        let link = described_link.and_then(|_| docs::linked(raw, ""));
        let statuses = self.statuses(raw);
        map.put_string("description", docs::joined([own, of_body, link, statuses]));
        if let Some(alias) = operation_id.filter(|id| is_alias(id)) {
            map.put("x-aliases", tree::list(at, vec![tree::string(at, alias)]));
        }
        put_facts(&mut map, raw, all, at);
        if let Some(origin) = other_origin {
            let mut server = MapBuilder::new(at);
            server.put("url", tree::string(at, origin));
            map.put("servers", tree::list(at, vec![server.build()]));
        }
        if let Some(pagination) = pagination {
            map.put("x-pagination", pagination);
        }
        let named = TypeNameHints { module: &module, action: &action, wrapped: list_shape == ListShape::Wrapped };
        let parameters: Vec<Node> = parameters.into_iter().map(|parameter| self.parameter_node(parameter, &named)).collect();
        if !parameters.is_empty() {
            map.put("parameters", tree::list(at, parameters));
        }
        if let Some(body) = body {
            let schema = self.body_node(&body, &named);
            map.put("requestBody", body.written(schema));
        }
        let schema = match &response {
            ResponseSchema::Json(schema, ..) => {
                self.direction = PayloadDirection::Response;
                let payload = payload.map(|payload| self.extract(&payload));
                let data = payload.clone();
                let written = self.response_schema(schema, payload);
                self.direction = PayloadDirection::Request;
                if let Some(data) = data {
                    self.mention(&data, &module, &named.for_response());
                }
                self.mention(&written, &module, &[format!("{}AdditionalData", named.one())]);
                Some(written)
            }
            _ => None,
        };
        map.put("responses", responses::written(&response, at, schema));
        (path, map.build())
    }

    fn parameter_node(&mut self, parameter: ParameterSchema, named: &TypeNameHints<'_>) -> Node {
        let schema = self.extract(&parameter.schema);
        self.mention(&schema, named.module, &named.for_input(&parameter.name));
        parameter.written(schema)
    }

    fn body_node(&mut self, body: &BodySchema, named: &TypeNameHints<'_>) -> Node {
        match &body.content {
            BodyMedia::Whole(schema) => {
                // A body is the type itself: annotations would need a schema around the reference to it.
                let bare =
                    Schema { docs: None, nullable: false, deprecated: false, example: None, default: None, ..(**schema).clone() };
                let mut map = MapBuilder::of(self.extract(&bare));
                if matches!(schema.kind, SchemaType::List(_)) {
                    map.put("title", tree::string(schema.at, "items"));
                }
                let node = map.build();
                self.mention(&node, named.module, &named.for_input("item"));
                node
            }
            BodyMedia::Content(schema) => schema.clone(),
            BodyMedia::Fields(object) => {
                let mut properties = MapBuilder::new(body.at);
                for (name, property) in &object.properties {
                    let node = self.field(property, body.media);
                    self.mention(&node, named.module, &named.for_input(name));
                    properties.put_at(property.at, name, node);
                }
                let required = object.required(|name| object.properties.contains_key(name));
                let mut map = MapBuilder::new(body.at);
                map.put("type", tree::string(body.at, "object"));
                if !required.is_empty() {
                    map.put(
                        "required",
                        tree::list(body.at, required.into_iter().map(|name| tree::string(body.at, name)).collect()),
                    );
                }
                map.put("properties", properties.build());
                map.build()
            }
        }
    }
}

/// Returns an operation with the summary and the description of its path item, unless it has its own.
fn inherited(operation: Node, item: &Node) -> Node {
    if !matches!(operation.value, NodeValue::Map(_)) {
        return operation;
    }
    let missing: Vec<&str> =
        ["summary", "description"].into_iter().filter(|key| tree::string_of(&operation, key).is_none()).collect();
    let mut map = MapBuilder::of(operation);
    for key in missing {
        map.put_copy(key, item.get(key));
    }
    map.build()
}

/// Adds cost, documentation link, credentials and deprecation.
fn put_facts(map: &mut MapBuilder, raw: &Node, all: &OperationSet, at: Span) {
    // A link with a description of its own is part of the description.
    let docs = raw.get("externalDocs").filter(|docs| tree::string_of(docs, "description").is_none());
    let docs = docs.and_then(|docs| tree::string_of(docs, "url"));
    if let Some(url) = docs.filter(|url| url.starts_with("https://") || url.starts_with("http://")) {
        let mut docs = MapBuilder::new(at);
        docs.put("url", tree::string(at, url));
        map.put("externalDocs", docs.build());
    }
    map.put_flag("deprecated", tree::is_true(raw, "deprecated"));
    if let Some(security) = all.security.of(raw) {
        map.put("security", security);
    }
    let is_cost = |node: &&Node| matches!(&node.value, NodeValue::Number(cost) if cost.as_u64().is_some_and(|cost| u32::try_from(cost).is_ok()));
    map.put_copy("x-token-cost", raw.get("x-token-cost").filter(is_cost));
}

/// A path, and the query that is a part of every request to it.
struct PathTemplate<'a> {
    path: String,
    query: &'a str,
}

impl PathTemplate<'_> {
    /// Returns the path with the query, as a path that differs from the one without it.
    fn full(&self, path: &str) -> String {
        if self.query.is_empty() { path.to_owned() } else { format!("{path}%3F{}", self.query) }
    }
}

impl OperationSet {
    /// Adds the resource of an operation and its tag. Returns the first tag of the resource if this is a new and different one.
    fn resource(&mut self, resource: &str, tag: Option<&str>) -> Option<String> {
        let tags = self.resources.entry(resource.to_owned()).or_default();
        let is_new = tags.insert(tag?.to_owned());
        tags.first().filter(|first| is_new && Some(first.as_str()) != tag).cloned()
    }
}
