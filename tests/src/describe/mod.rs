//! Descriptions with random structure and names.

mod names;

use pipedrive_codegen::idents::{ACCESSOR_METHODS, BUILDER_METHODS, MODEL_METHODS, REQUEST_METHODS, RESERVED_TYPES};
use serde_json::{Map, Value, json};

use self::names::NAMES;
use crate::mutate::Numbers;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Returns the description of a seed.
pub fn random(seed: u64) -> Value {
    chosen(Numbers::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5bd1_e995), 6)
}

/// Returns the description that the numbers choose, with at least `least` paths and `least` schemas.
pub fn chosen(numbers: Numbers, least: usize) -> Value {
    let mut random = Describer { numbers, components: Vec::new(), least };
    random.components = (0..least + random.below(least + 4)).map(|_| random.name()).collect();
    random.components.sort();
    random.components.dedup();
    random.description()
}

struct Describer {
    numbers: Numbers,
    /// Names of component schemas.
    components: Vec<String>,
    /// The minimum number of paths, and of schemas.
    least: usize,
}

impl Describer {
    fn below(&mut self, limit: usize) -> usize {
        self.numbers.below(limit)
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    /// A difficult name, the name of something that emitted code uses, or several of them together.
    fn name(&mut self) -> String {
        let reserved = [RESERVED_TYPES, REQUEST_METHODS, ACCESSOR_METHODS, MODEL_METHODS, BUILDER_METHODS];
        let reserved = reserved[self.below(reserved.len())];
        match self.below(8) {
            0..4 => self.one(NAMES).to_owned(),
            4 => self.one(reserved).to_owned(),
            5 => {
                let name = self.one(reserved).to_owned();
                if self.once_in(2) { name.to_lowercase() } else { format!("{}{name}", self.one(&["get", "list", "The", ""])) }
            }
            _ => format!("{}{}{}", self.one(NAMES), self.one(&["", "_", "-", " ", "."]), self.one(NAMES)),
        }
    }

    fn names(&mut self, most: usize) -> Vec<String> {
        (0..self.below(most + 1)).map(|_| self.name()).collect()
    }

    fn description(&mut self) -> Value {
        let mut paths = Map::new();
        for index in 0..self.least + self.below(self.least + 2) {
            let (path, parameters) = self.path(index);
            let mut item = Map::new();
            for method in METHODS {
                if self.once_in(3) {
                    item.insert(method.to_owned(), self.operation(method, &parameters));
                }
            }
            if item.is_empty() {
                item.insert("get".to_owned(), self.operation("get", &parameters));
            }
            paths.insert(path, Value::Object(item));
        }
        let mut schemas = Map::new();
        for name in self.components.clone() {
            let schema = self.named_schema();
            schemas.insert(name, schema);
        }
        let mut credentials = Map::new();
        for name in self.names(4) {
            let kinds = [
                json!({ "type": "http", "scheme": "bearer" }),
                json!({ "type": "http", "scheme": "basic" }),
                json!({ "type": "apiKey", "in": "header", "name": "x-key" }),
                json!({ "type": "apiKey", "in": "query", "name": "key" }),
            ];
            credentials.insert(name, kinds[self.below(kinds.len())].clone());
        }
        let security: Vec<Value> = credentials.keys().map(|name| json!({ name: [] })).collect();
        json!({
            "openapi": "3.0.3",
            "info": { "title": self.name(), "version": self.name() },
            "servers": [{ "url": "https://any.example/v1" }],
            "security": security,
            "paths": paths,
            "components": { "schemas": schemas, "securitySchemes": credentials },
        })
    }

    /// A path template and the names of its parameters.
    fn path(&mut self, index: usize) -> (String, Vec<String>) {
        let mut path = format!("/{}{index}", self.one(&["lamps", "rooms/", "größe/", "v2/", "a.b/", "con/", "self/"]));
        let mut parameters = Vec::new();
        for _ in 0..self.below(3) {
            let name: String =
                self.name().chars().filter(|c| !c.is_control() && !c.is_whitespace() && !"{}/?#".contains(*c)).collect();
            if !name.is_empty() && !parameters.contains(&name) {
                path.extend(["/{", &name, "}"]);
                parameters.push(name);
            }
        }
        (path, parameters)
    }

    fn operation(&mut self, method: &str, in_path: &[String]) -> Value {
        let mut parameters: Vec<Value> = in_path
            .iter()
            .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
            .collect();
        for name in self.names(6) {
            let schema = self.schema(3);
            parameters.push(json!({ "name": name, "in": "query", "required": self.once_in(3), "schema": schema }));
        }
        let mut operation = json!({ "parameters": parameters, "responses": self.responses() });
        if !self.once_in(4) {
            operation["operationId"] = self.name().into();
        }
        if !self.once_in(4) {
            operation["tags"] = json!([self.name()]);
        }
        if !matches!(method, "get" | "delete") {
            let schema = if self.once_in(2) { self.object(0) } else { self.schema(0) };
            let media =
                self.one(&["application/json", "application/json", "application/x-www-form-urlencoded", "multipart/form-data"]);
            operation["requestBody"] = json!({ "required": self.once_in(2), "content": { media: { "schema": schema } } });
        }
        operation
    }

    fn responses(&mut self) -> Value {
        let schema = match self.below(5) {
            0 => return json!({ "204": { "description": "Done." } }),
            1 => json!({ "type": "object", "properties": { "success": { "type": "boolean" }, "data": self.schema(0) } }),
            2 => json!({ "type": "array", "items": self.schema(0) }),
            _ => self.schema(0),
        };
        json!({ "200": { "description": "It.", "content": { "application/json": { "schema": schema } } } })
    }

    /// A schema under `components`.
    fn named_schema(&mut self) -> Value {
        match self.below(6) {
            0 => self.enumeration(),
            1 => self.union(),
            _ => self.object(0),
        }
    }

    fn schema(&mut self, depth: usize) -> Value {
        let mut schema = match self.below(if depth < 3 { 14 } else { 8 }) {
            0 => json!({ "type": "string" }),
            1 => json!({ "type": "integer" }),
            2 => json!({ "type": "number" }),
            3 => json!({ "type": "boolean" }),
            4 => json!({ "type": "string", "format": self.one(&["date", "date-time", "binary", "uuid"]) }),
            5 => self.enumeration(),
            6 => json!({ "type": "array", "items": { "type": "string" } }),
            7 | 8 => return self.reference(),
            9 => json!({ "type": "array", "items": self.schema(depth + 1) }),
            10 => json!({ "type": "object", "additionalProperties": self.schema(depth + 1) }),
            11 => self.union(),
            12 => json!({ "allOf": [self.reference(), self.object(depth + 1)] }),
            _ => self.object(depth + 1),
        };
        if self.once_in(4) {
            schema["nullable"] = true.into();
        }
        if self.once_in(8) {
            schema["title"] = self.name().into();
        }
        schema
    }

    fn reference(&mut self) -> Value {
        let index = self.below(self.components.len());
        let name = self.components[index].replace('~', "~0").replace('/', "~1").replace('%', "%25");
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    fn object(&mut self, depth: usize) -> Value {
        let mut properties = Map::new();
        for name in self.names(8) {
            let schema = self.schema(depth + 1);
            properties.insert(name, schema);
        }
        let required: Vec<String> = properties.keys().filter(|_| self.once_in(3)).cloned().collect();
        json!({ "type": "object", "properties": properties, "required": required })
    }

    fn enumeration(&mut self) -> Value {
        if self.once_in(5) {
            return json!({ "type": "integer", "enum": [-1, 0, 1, 10, -10] });
        }
        let mut values = self.names(8);
        values.push("a".to_owned());
        json!({ "type": "string", "enum": values })
    }

    /// One of the component schemas, by the value of a property.
    fn union(&mut self) -> Value {
        let mut mapping = Map::new();
        for _ in 0..2 + self.below(4) {
            let (name, reference) = (self.name(), self.reference());
            mapping.insert(name, reference["$ref"].clone());
        }
        let one_of: Vec<Value> = mapping.values().map(|reference| json!({ "$ref": reference })).collect();
        json!({ "oneOf": one_of, "discriminator": { "propertyName": self.name(), "mapping": mapping } })
    }
}
