//! The API description: which operations exist, what they accept, and what they return.
//!
//! `description.json` is the curated description as one OpenAPI document without prose, written by `cargo xtask generate`. It is scanned
//! once per process; an operation or a schema is parsed when it is first used.

mod loose;
mod operation;
mod route;
mod schema;
mod validate;

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

pub(crate) use loose::LooseForm;
pub(crate) use operation::{ApiOperation, ApiParameter, InputLocation, ListStyle};
pub(crate) use route::{Route, RouteMatch};
pub(crate) use schema::ApiSchema;
pub(crate) use validate::{InputProblem, is_custom_field_key, validate};

static DESCRIPTION: LazyLock<Description> = LazyLock::new(Description::load);

/// The description of all operations.
pub(crate) struct Description {
    routes: Vec<Route>,
    components: HashMap<String, HashMap<String, Lazy>>,
}

/// A part of the document that is parsed when it is first used.
struct Lazy {
    json: &'static RawValue,
    value: OnceLock<Value>,
}

impl Lazy {
    fn new(json: &'static RawValue) -> Self {
        Self { json, value: OnceLock::new() }
    }

    fn get(&self) -> &Value {
        self.value.get_or_init(|| parse(self.json))
    }
}

#[derive(Deserialize)]
struct ApiDocument {
    #[serde(borrow)]
    paths: IndexMap<String, IndexMap<String, &'static RawValue>>,
    #[serde(borrow)]
    components: HashMap<String, HashMap<String, &'static RawValue>>,
}

impl Description {
    /// Returns the description.
    pub(crate) fn get() -> &'static Self {
        &DESCRIPTION
    }

    fn load() -> Self {
        let document: ApiDocument =
            serde_json::from_str(include_str!("../../description.json")).expect("description.json is an OpenAPI document");
        let routes = document
            .paths
            .into_iter()
            .flat_map(|(path, methods)| methods.into_iter().filter_map(move |(method, json)| Route::new(&method, &path, json)))
            .collect();
        let components = document
            .components
            .into_iter()
            .map(|(section, entries)| (section, entries.into_iter().map(|(name, json)| (name, Lazy::new(json))).collect()))
            .collect();
        Self { routes, components }
    }

    /// Returns the route of a request. A template without parameters takes precedence: `/deals/summary` over `/deals/{id}`.
    pub(crate) fn find(&'static self, method: &http::Method, path: &str) -> RouteMatch {
        route::find(&self.routes, method, path)
    }

    /// Returns the path of an operation that differs least from a path that none has.
    pub(crate) fn nearest(&'static self, path: &str) -> Option<String> {
        route::nearest(&self.routes, path)
    }

    /// Returns the id that differs least from one that no operation has.
    pub(crate) fn nearest_id(&'static self, id: &str) -> Option<String> {
        let ids = self.routes.iter().map(|route| &route.operation(self).id);
        ids.min_by_key(|known| route::edits(known, id)).cloned()
    }

    /// Returns the operation with an id such as `v2.deals.list`.
    pub(crate) fn operation(&'static self, id: &str) -> Option<&'static ApiOperation> {
        Some(self.routes.iter().find(|route| route.has_id(id))?.operation(self))
    }

    /// Returns the schema of a component, such as `v2.Deal`.
    pub(crate) fn schema(&'static self, name: &str) -> Option<ApiSchema> {
        let value = self.components.get("schemas")?.get(name)?.get();
        Some(ApiSchema::new(self, value))
    }

    /// Follows a reference such as `#/components/schemas/Deal`.
    fn resolve(&'static self, reference: &str) -> Option<&'static Value> {
        let (section, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
        Some(self.components.get(section)?.get(&name.replace("~1", "/").replace("~0", "~"))?.get())
    }

    /// Follows the reference of a value, if it is one.
    fn target(&'static self, value: &'static Value) -> &'static Value {
        let mut value = value;
        while let Some(target) = value.get("$ref").and_then(Value::as_str).and_then(|reference| self.resolve(reference)) {
            value = target;
        }
        value
    }
}

fn parse(json: &RawValue) -> Value {
    serde_json::from_str(json.get()).expect("a part of a JSON document is JSON")
}
