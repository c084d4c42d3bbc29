//! Operations: one of ours for each of theirs.

use super::bodies::{Body, Content};
use super::ids::{Ids, Unnamed, odd_version, version};
use super::nouns::{Lists, Nouns};
use super::parameters::Parameter;
use super::root::{Security, Server};
use super::schema::Kind;
use super::tree::{self, Map};
use super::types::Module;
use super::{Adopting, Direction, docs, replies};
use crate::diag::codes;
use crate::load::{Method, Node, NodeEntry, NodeValue, Span};

/// What all operations have in common, and what has been made of them so far.
pub(super) struct Operations {
    pub server: Server,
    pub security: Security,
    pub ids: Ids,
    /// The path items by path.
    pub paths: Vec<(String, Span, Map)>,
    /// Resources with the tags that they come from.
    pub resources: Vec<(String, Option<String>)>,
    /// Whether a version that the crate has no module for has been told of.
    pub odd_told: bool,
    /// The example replies by operation id.
    pub examples: Vec<(String, Node)>,
}

impl Adopting<'_> {
    /// Every operation of a path item.
    pub(super) fn path_item(&mut self, entry: &NodeEntry, all: &mut Operations) {
        let Some(item) = self.resolved(&entry.value, entry.key_span).cloned() else { return };
        let Some(path) = self.checked_path(entry) else { return };
        for other in item.entries() {
            let key = other.key.as_str();
            let known = matches!(key, "parameters" | "servers" | "summary" | "description" | "$ref") || key.starts_with("x-");
            if !known && !Method::ALL.iter().any(|method| method.key() == key) {
                let message = format!("`{key}` of a path is not generated");
                self.warn(codes::NOT_GENERATED, other.key_span, message, "get, post, put, patch and delete are");
            }
        }
        let server = Server::of(&item).unwrap_or_else(|| all.server.clone());
        for method in Method::ALL {
            let Some(operation) = item.entry(method.key()) else { continue };
            if !matches!(operation.value.value, NodeValue::Map(_)) {
                self.warn(
                    codes::NOT_GENERATED,
                    operation.key_span,
                    "an operation must be a mapping",
                    "write `responses:` and what it takes",
                );
                continue;
            }
            let server = Server::of(&operation.value).unwrap_or_else(|| server.clone());
            let full = format!("{}{path}", server.prefix);
            if all.paths.iter().any(|(known, _, item)| *known == full && item.has(method.key())) {
                let message = format!("`{method} {full}` is there already");
                self.warn(codes::NOT_GENERATED, operation.key_span, message, "leave one of the two, or tell their paths apart");
                continue;
            }
            let elsewhere = server.origin.filter(|origin| server.own && all.server.origin.as_ref() != Some(origin));
            let (full, written) = self.operation(method, operation, full, item.get("parameters"), elsewhere, all);
            if let Some((_, _, item)) = all.paths.iter_mut().find(|(known, _, _)| *known == full) {
                item.put_at(operation.key_span, method.key(), written);
            } else {
                let mut item = Map::new(entry.key_span);
                item.put_at(operation.key_span, method.key(), written);
                all.paths.push((full, entry.key_span, item));
            }
        }
    }

    /// A path that can be filled in; `None` for one that cannot.
    fn checked_path(&mut self, entry: &NodeEntry) -> Option<String> {
        let at = entry.key_span;
        let mut path = entry.key.as_str();
        if let Some(end) = path.find(['?', '#']) {
            let message = format!("`{}` is no part of the path", &path[end..]);
            self.warn(codes::REPAIRED, at, message, "describe what stands in the query as parameters");
            path = &path[..end];
        }
        let mut open = false;
        let mut sound = true;
        for (c, next) in path.chars().zip(path.chars().skip(1).chain(['/'])) {
            sound &= match c {
                '{' => !std::mem::replace(&mut open, true) && next != '}',
                '}' => std::mem::replace(&mut open, false),
                '/' => !open,
                c => !c.is_control() && !c.is_whitespace(),
            };
        }
        if !sound || open || path.contains("//") {
            let message = format!("the path `{path}` cannot be filled in, and is left out");
            self.warn(codes::NOT_GENERATED, at, message, "write each parameter as `{name}`");
            return None;
        }
        Some(if path.starts_with('/') { path.to_owned() } else { format!("/{path}") })
    }

    /// An operation as we would write it, and its path.
    fn operation(
        &mut self,
        method: Method,
        entry: &NodeEntry,
        path: String,
        shared: Option<&Node>,
        elsewhere: Option<String>,
        all: &mut Operations,
    ) -> (String, Node) {
        let (at, raw) = (entry.key_span, &entry.value);
        if let Some(odd) = odd_version(&path).filter(|_| !std::mem::replace(&mut all.odd_told, true)) {
            let message = format!("`{odd}` is generated as version 1");
            self.warn(codes::LOOSENED, at, message, "the crate has the modules `v1` and `v2` only");
        }
        let reply = self.reply(raw, at);
        let payload = self.payload(&reply);
        let lists = self.lists(payload.as_ref());
        let tag = raw.get("tags").map(Node::items).unwrap_or_default().iter().find_map(Node::as_str);
        let operation_id = tree::text_of(raw, "operationId");
        let unnamed = Unnamed { method, path: &path, operation_id, tag, lists: lists != Lists::No };
        let module: Module = (version(&path), unnamed.resource());
        let action = all.ids.action(&module, &unnamed);
        all.resource(&module.1, tag);

        let mut parameters = self.parameters(shared, raw.get("parameters"));
        let mut path = path;
        self.fit_to_path(&mut path, &mut parameters, at);
        let mut body = self.body(raw);
        self.tell_apart(method, &mut path, &mut parameters, &mut body);
        let pagination = if method == Method::Get { self.pagination(&mut parameters, &reply) } else { None };

        let id = format!("{}.{}.{action}", module.0, module.1);
        if let replies::Reply::Json(_, Some(example)) = &reply {
            all.examples.push((id.clone(), example.clone()));
        }
        let mut map = Map::new(at);
        map.put("operationId", tree::text(at, id));
        map.put_text("summary", tree::text_of(raw, "summary").and_then(docs::clean));
        map.put_text("description", tree::text_of(raw, "description").and_then(docs::clean));
        put_facts(&mut map, raw, all, at);
        if let Some(origin) = elsewhere {
            let mut server = Map::new(at);
            server.put("url", tree::text(at, origin));
            map.put("servers", tree::list(at, vec![server.done()]));
        }
        if let Some(pagination) = pagination {
            map.put("x-pagination", pagination);
        }
        let named = Nouns { module: &module, action: &action, wrapped: lists == Lists::Wrapped };
        let parameters: Vec<Node> = parameters.into_iter().map(|parameter| self.lifted_parameter(parameter, &named)).collect();
        if !parameters.is_empty() {
            map.put("parameters", tree::list(at, parameters));
        }
        if let Some(body) = body {
            let schema = self.lifted_body(&body, &named);
            map.put("requestBody", body.written(schema));
        }
        let schema = match &reply {
            replies::Reply::Json(schema, _) => {
                self.lifting = Direction::Reply;
                let payload = payload.map(|payload| self.lift(&payload));
                let data = payload.clone();
                let written = self.reply_schema(schema, payload);
                self.lifting = Direction::Request;
                if let Some(data) = data {
                    self.mention(&data, &module, &named.of_reply());
                }
                self.mention(&written, &module, &[format!("{}AdditionalData", named.one())]);
                Some(written)
            }
            _ => None,
        };
        map.put("responses", replies::written(&reply, at, schema));
        (path, map.done())
    }

    fn lifted_parameter(&mut self, parameter: Parameter, named: &Nouns<'_>) -> Node {
        let schema = self.lift(&parameter.schema);
        self.mention(&schema, named.module, &named.of_input(&parameter.name));
        parameter.written(schema)
    }

    fn lifted_body(&mut self, body: &Body, named: &Nouns<'_>) -> Node {
        match &body.content {
            Content::Whole(schema) => {
                let mut map = Map::of(self.lift(schema));
                if matches!(schema.kind, Kind::List(_)) {
                    map.put("title", tree::text(schema.at, "items"));
                }
                let node = map.done();
                self.mention(&node, named.module, &named.of_input("item"));
                node
            }
            Content::Fields(object) => {
                let mut properties = Map::new(body.at);
                for (name, property) in &object.properties {
                    let node = self.field(property, body.media);
                    self.mention(&node, named.module, &named.of_input(name));
                    properties.put_at(property.at, name, node);
                }
                let mut required: Vec<&String> = Vec::new();
                for name in object.required.iter().filter(|name| object.properties.contains_key(*name)) {
                    if !required.contains(&name) {
                        required.push(name);
                    }
                }
                let mut map = Map::new(body.at);
                map.put("type", tree::text(body.at, "object"));
                if !required.is_empty() {
                    map.put(
                        "required",
                        tree::list(body.at, required.into_iter().map(|name| tree::text(body.at, name)).collect()),
                    );
                }
                map.put("properties", properties.done());
                map.done()
            }
        }
    }
}

/// What stands in the operation by itself: cost, documentation, credentials.
fn put_facts(map: &mut Map, raw: &Node, all: &Operations, at: Span) {
    let docs = raw.get("externalDocs").and_then(|docs| tree::text_of(docs, "url"));
    if let Some(url) = docs.filter(|url| url.starts_with("https://") || url.starts_with("http://")) {
        let mut docs = Map::new(at);
        docs.put("url", tree::text(at, url));
        map.put("externalDocs", docs.done());
    }
    map.put_flag("deprecated", tree::is_true(raw, "deprecated"));
    if let Some(security) = all.security.of(raw, at) {
        map.put("security", security);
    }
    let is_cost = |node: &&Node| matches!(&node.value, NodeValue::Number(cost) if cost.as_u64().is_some_and(|cost| u32::try_from(cost).is_ok()));
    map.put_copy("x-token-cost", raw.get("x-token-cost").filter(is_cost));
}

impl Operations {
    fn resource(&mut self, resource: &str, tag: Option<&str>) {
        if !self.resources.iter().any(|(known, _)| known == resource) {
            self.resources.push((resource.to_owned(), tag.map(str::to_owned)));
        }
    }
}
