//! The document around the operations: version, servers, credentials, tags.

use super::ids::Ids;
use super::operations::Operations;
use super::tree::{self, Map};
use super::types::settle;
use super::{Adopted, Adopting, docs};
use crate::diag::codes;
use crate::load::{Node, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where requests go.
#[derive(Clone, Default)]
pub(super) struct Server {
    /// `https://api.example.com`
    pub origin: Option<String>,
    /// What stands before every path: `/v1`.
    pub prefix: String,
    /// Whether it is the server of a path or operation, not that of the whole description.
    pub own: bool,
}

impl Server {
    /// The first server of something, if it names one of its own.
    pub(super) fn of(node: &Node) -> Option<Self> {
        let server = node.get("servers").map(Node::items).unwrap_or_default().first()?;
        let mut url = tree::text_of(server, "url")?.to_owned();
        for variable in server.get("variables").map(Node::entries).unwrap_or_default() {
            let default = variable.value.get("default").and_then(Node::as_str).unwrap_or_default();
            url = url.replace(&format!("{{{}}}", variable.key), default);
        }
        let (origin, prefix) = match url.split_once("://") {
            Some((scheme, rest)) => {
                let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                (Some(format!("{scheme}://{host}")), path.to_owned())
            }
            None => (None, url),
        };
        let prefix = prefix.split(['?', '#']).next().unwrap_or_default().trim_matches('/').to_owned();
        let sound = !prefix.contains(['{', '}']) && !prefix.chars().any(|c| c.is_whitespace() || c.is_control());
        let prefix = if prefix.is_empty() || !sound { String::new() } else { format!("/{prefix}") };
        let origin = origin.filter(|origin| !origin.contains(['{', '}', '@', ' ']));
        Some(Self { origin, prefix, own: true })
    }
}

/// Which credentials operations take.
pub(super) struct Security {
    /// The kinds of the schemes by name: ours.
    schemes: BTreeMap<String, &'static str>,
    /// What counts where an operation says nothing.
    default: Option<Node>,
    /// Whether anything says anything; else it is not known that an operation takes none.
    told: bool,
}

impl Security {
    fn new(root: &Node) -> Self {
        let schemes = root.get("components").and_then(|components| components.get("securitySchemes"));
        let schemes = schemes.map(Node::entries).unwrap_or_default().iter().map(|entry| {
            let text = |key: &str| tree::text_of(&entry.value, key).unwrap_or_default().to_ascii_lowercase();
            let ours = match (text("type").as_str(), text("scheme").as_str()) {
                ("oauth2" | "openidconnect", _) => "oauth2",
                ("http", "basic") => "oauth_client",
                _ => "api_token",
            };
            (entry.key.clone(), ours)
        });
        let items = root.get("paths").map(Node::entries).unwrap_or_default();
        let mut operations = items.iter().flat_map(|item| item.value.entries());
        Self {
            schemes: schemes.collect(),
            default: root.get("security").cloned(),
            told: root.get("security").is_some() || operations.any(|operation| operation.value.get("security").is_some()),
        }
    }

    /// What an operation says, in our words. Of several ways to sign in any one will do.
    pub(super) fn of(&self, operation: &Node, at: Span) -> Option<Node> {
        if !self.told {
            return None;
        }
        let written = operation.get("security").or(self.default.as_ref());
        let ways = written.map(Node::items).unwrap_or_default();
        let mut ours: BTreeMap<&str, Vec<Node>> = BTreeMap::new();
        for scheme in ways.iter().flat_map(Node::entries) {
            let scopes = ours.entry(self.schemes.get(&scheme.key).copied().unwrap_or("api_token")).or_default();
            let texts = scheme.value.items().iter().filter_map(Node::as_str);
            scopes.extend(texts.map(|text| tree::text(at, text)));
        }
        // Basic credentials are those of an app only where nothing else is taken.
        if ours.len() > 1 {
            ours.remove("oauth_client");
        }
        let items = ours.into_iter().map(|(scheme, scopes)| {
            let mut map = Map::new(at);
            map.put(scheme, tree::list(at, if scheme == "oauth2" { scopes } else { Vec::new() }));
            map.done()
        });
        Some(tree::list(at, items.collect()))
    }
}

impl Adopting<'_> {
    /// The whole description.
    pub(super) fn whole(&mut self) -> Option<Adopted> {
        let root = self.root;
        self.check_version()?;
        for entry in root.entries() {
            let known =
                ["openapi", "info", "externalDocs", "servers", "security", "tags", "paths", "components", "jsonSchemaDialect"];
            if !known.contains(&entry.key.as_str()) && !entry.key.starts_with("x-") {
                let message = format!("`{}` of the description is not generated", entry.key);
                self.warn(codes::NOT_GENERATED, entry.key_span, message, "operations under `paths:` are");
            }
        }
        let server = Server { own: false, ..Server::of(root).unwrap_or_default() };
        let mut all = Operations {
            server,
            security: Security::new(root),
            ids: Ids::default(),
            paths: Vec::new(),
            resources: Vec::new(),
            odd_told: false,
            examples: Vec::new(),
        };
        for entry in root.get("paths").map(Node::entries).unwrap_or_default() {
            if !entry.key.starts_with("x-") {
                self.path_item(entry, &mut all);
            }
        }
        if all.paths.is_empty() {
            let at = root.entry("paths").map_or(root.span, |entry| entry.key_span);
            self.warn(codes::MISSING_KEY, at, "there is no operation to generate", "describe operations under `paths:`");
            return None;
        }
        let examples = std::mem::take(&mut all.examples);
        Some(Adopted { files: self.files(all), examples })
    }

    fn check_version(&mut self) -> Option<()> {
        let root = self.root;
        let written = root.get("openapi").or(root.get("swagger"));
        let at = written.map_or(root.span, |node| node.span);
        match written.map(|node| node.to_json().to_string()).as_deref().map(|version| version.trim_matches('"')) {
            Some(version) if version == "3.0" || version.starts_with("3.0.") => {}
            Some(version) if version.starts_with("3.") => {
                let message = format!("this is OpenAPI {version}, and is read as OpenAPI 3.0");
                self.warn(codes::REPAIRED, at, message, "look at what is said about keywords that are not understood");
            }
            _ => {
                self.warn(
                    codes::WRONG_SHAPE,
                    at,
                    "this is no description in OpenAPI 3",
                    "convert it; it begins with `openapi: 3.0.3`",
                );
                return None;
            }
        }
        Some(())
    }

    /// The root, and a file for each resource with types.
    fn files(&mut self, all: Operations) -> Vec<(Arc<str>, Node)> {
        let at = self.root.span;
        let places = self.places(&all.ids.taken);
        let mut root = Map::new(at);
        root.put("openapi", tree::text(at, "3.0.3"));
        root.put("info", self.info(at));
        let tags = self.tags(&all, at);
        if !tags.is_empty() {
            root.put("tags", tree::list(at, tags));
        }
        let mut paths = Map::new(at);
        for (path, at, item) in all.paths {
            paths.put_at(at, &path, item.done());
        }
        root.put("paths", paths.done());
        let mut schemas: BTreeMap<&str, Map> = BTreeMap::new();
        for (draft, place) in self.types.drafts.iter().zip(&places) {
            let mut node = draft.node.clone();
            settle(&mut node, &place.file, &places);
            schemas.entry(&place.file).or_insert_with(|| Map::new(at)).put_at(draft.at, &place.name, node);
        }
        let mut root = root.done();
        settle(&mut root, self.file, &places);
        let mut files = vec![(self.file.clone(), root)];
        for (file, schemas) in schemas {
            let mut map = Map::new(at);
            map.put("schemas", schemas.done());
            files.push((file.into(), map.done()));
        }
        files
    }

    fn info(&self, at: Span) -> Node {
        let given = |key: &str| self.root.get("info").and_then(|info| tree::text_of(info, key)).and_then(docs::clean);
        let mut info = Map::new(at);
        info.put("title", tree::text(at, given("title").unwrap_or_else(|| "An API".to_owned())));
        info.put("version", tree::text(at, given("version").unwrap_or_else(|| "1".to_owned())));
        info.done()
    }

    /// One tag for each resource that is described.
    fn tags(&self, all: &Operations, at: Span) -> Vec<Node> {
        let described = self.root.get("tags").map(Node::items).unwrap_or_default();
        let tags = all.resources.iter().filter_map(|(resource, tag)| {
            let tag = tag.as_deref()?;
            let found = described.iter().find(|described| tree::text_of(described, "name") == Some(tag))?;
            let mut map = Map::new(at);
            map.put("name", tree::text(at, resource));
            map.put_text("description", Some(tree::text_of(found, "description").and_then(docs::clean)?));
            Some(map.done())
        });
        tags.collect()
    }
}
