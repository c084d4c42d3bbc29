//! External descriptions: no keyword of OpenAPI 3.0 is ignored in silence.
//!
//! `foreign/keywords.json` contains every field of every object of the specification 3.0.4. Without any one of them, the output or the
//! diagnostics differ.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use pipedrive_codegen::diag::Diagnostics;
use pipedrive_codegen::emit::{FileSet, Options, Package};
use pipedrive_codegen::load::{Document, Flavour, Memory};
use pipedrive_codegen::pipeline;
use serde_json::Value;

/// The value of a field: nothing that has fields, an object, or a list or map of objects.
enum Fields {
    No,
    Of(&'static str),
    Each(&'static str),
}

use Fields::{Each, No, Of};

/// The objects of the specification 3.0.4 with their fields. `*` is a field with any name.
const SPECIFICATION: &[(&str, &[(&str, Fields)])] = &[
    (
        "OpenAPI",
        &[
            ("openapi", No),
            ("info", Of("Info")),
            ("servers", Each("Server")),
            ("paths", Of("Paths")),
            ("components", Of("Components")),
            ("security", Each("Security Requirement")),
            ("tags", Each("Tag")),
            ("externalDocs", Of("External Documentation")),
        ],
    ),
    (
        "Info",
        &[
            ("title", No),
            ("description", No),
            ("termsOfService", No),
            ("contact", Of("Contact")),
            ("license", Of("License")),
            ("version", No),
        ],
    ),
    ("Contact", &[("name", No), ("url", No), ("email", No)]),
    ("License", &[("name", No), ("url", No)]),
    ("Server", &[("url", No), ("description", No), ("variables", Each("Server Variable"))]),
    ("Server Variable", &[("enum", No), ("default", No), ("description", No)]),
    (
        "Components",
        &[
            ("schemas", Each("Schema")),
            ("responses", Each("Response")),
            ("parameters", Each("Parameter")),
            ("examples", Each("Example")),
            ("requestBodies", Each("Request Body")),
            ("headers", Each("Header")),
            ("securitySchemes", Each("Security Scheme")),
            ("links", Each("Link")),
            ("callbacks", Each("Callback")),
            // Of OpenAPI 3.1, for the target of a reference.
            ("pathItems", Each("Path Item")),
        ],
    ),
    ("Paths", &[("*", Of("Path Item"))]),
    (
        "Path Item",
        &[
            ("$ref", No),
            ("summary", No),
            ("description", No),
            ("get", Of("Operation")),
            ("put", Of("Operation")),
            ("post", Of("Operation")),
            ("delete", Of("Operation")),
            ("options", Of("Operation")),
            ("head", Of("Operation")),
            ("patch", Of("Operation")),
            ("trace", Of("Operation")),
            ("servers", Each("Server")),
            ("parameters", Each("Parameter")),
        ],
    ),
    (
        "Operation",
        &[
            ("tags", No),
            ("summary", No),
            ("description", No),
            ("externalDocs", Of("External Documentation")),
            ("operationId", No),
            ("parameters", Each("Parameter")),
            ("requestBody", Of("Request Body")),
            ("responses", Of("Responses")),
            ("callbacks", Each("Callback")),
            ("deprecated", No),
            ("security", Each("Security Requirement")),
            ("servers", Each("Server")),
        ],
    ),
    ("External Documentation", &[("description", No), ("url", No)]),
    (
        "Parameter",
        &[
            ("name", No),
            ("in", No),
            ("description", No),
            ("required", No),
            ("deprecated", No),
            ("allowEmptyValue", No),
            ("style", No),
            ("explode", No),
            ("allowReserved", No),
            ("schema", Of("Schema")),
            ("example", No),
            ("examples", Each("Example")),
            ("content", Each("Media Type")),
        ],
    ),
    ("Request Body", &[("description", No), ("content", Each("Media Type")), ("required", No)]),
    ("Media Type", &[("schema", Of("Schema")), ("example", No), ("examples", Each("Example")), ("encoding", Each("Encoding"))]),
    ("Encoding", &[("contentType", No), ("headers", Each("Header")), ("style", No), ("explode", No), ("allowReserved", No)]),
    ("Responses", &[("*", Of("Response"))]),
    ("Response", &[("description", No), ("headers", Each("Header")), ("content", Each("Media Type")), ("links", Each("Link"))]),
    ("Callback", &[("*", Of("Path Item"))]),
    ("Example", &[("summary", No), ("description", No), ("value", No), ("externalValue", No)]),
    (
        "Link",
        &[
            ("operationRef", No),
            ("operationId", No),
            ("parameters", No),
            ("requestBody", No),
            ("description", No),
            ("server", Of("Server")),
        ],
    ),
    (
        "Header",
        &[
            ("description", No),
            ("required", No),
            ("deprecated", No),
            ("style", No),
            ("explode", No),
            ("schema", Of("Schema")),
            ("example", No),
            ("examples", Each("Example")),
            ("content", Each("Media Type")),
        ],
    ),
    ("Tag", &[("name", No), ("description", No), ("externalDocs", Of("External Documentation"))]),
    ("Reference", &[("$ref", No)]),
    (
        "Schema",
        &[
            ("title", No),
            ("multipleOf", No),
            ("maximum", No),
            ("exclusiveMaximum", No),
            ("minimum", No),
            ("exclusiveMinimum", No),
            ("maxLength", No),
            ("minLength", No),
            ("pattern", No),
            ("maxItems", No),
            ("minItems", No),
            ("uniqueItems", No),
            ("maxProperties", No),
            ("minProperties", No),
            ("required", No),
            ("enum", No),
            ("type", No),
            ("allOf", Each("Schema")),
            ("oneOf", Each("Schema")),
            ("anyOf", Each("Schema")),
            ("not", Of("Schema")),
            ("items", Of("Schema")),
            ("properties", Each("Schema")),
            ("additionalProperties", Of("Schema")),
            ("description", No),
            ("format", No),
            ("default", No),
            ("nullable", No),
            ("discriminator", Of("Discriminator")),
            ("readOnly", No),
            ("writeOnly", No),
            ("xml", Of("XML")),
            ("externalDocs", Of("External Documentation")),
            ("example", No),
            ("deprecated", No),
        ],
    ),
    ("Discriminator", &[("propertyName", No), ("mapping", No)]),
    ("XML", &[("name", No), ("namespace", No), ("prefix", No), ("attribute", No), ("wrapped", No)]),
    (
        "Security Scheme",
        &[
            ("type", No),
            ("description", No),
            ("name", No),
            ("in", No),
            ("scheme", No),
            ("bearerFormat", No),
            ("flows", Of("OAuth Flows")),
            ("openIdConnectUrl", No),
        ],
    ),
    (
        "OAuth Flows",
        &[
            ("implicit", Of("OAuth Flow")),
            ("password", Of("OAuth Flow")),
            ("clientCredentials", Of("OAuth Flow")),
            ("authorizationCode", Of("OAuth Flow")),
        ],
    ),
    ("OAuth Flow", &[("authorizationUrl", No), ("tokenUrl", No), ("refreshUrl", No), ("scopes", No)]),
    ("Security Requirement", &[("*", No)]),
];

/// Fields for which nothing is generated. The report of one of them is the report of all that it contains.
const NOT_GENERATED: [&str; 5] = ["callbacks", "headers", "links", "not", "xml"];

fn fields(object: &str) -> &'static [(&'static str, Fields)] {
    SPECIFICATION.iter().find(|(name, _)| *name == object).expect("an object of the specification").1
}

/// A field of the description.
struct Place {
    object: &'static str,
    field: &'static str,
    parent: String,
    key: String,
    /// Whether it is in a field for which nothing is generated.
    inside: bool,
}

/// Visits an object, and records its fields.
fn visit(value: &Value, object: &'static str, at: &str, inside: bool, places: &mut Vec<Place>) {
    let Some(entries) = value.as_object() else { return };
    let object = if entries.contains_key("$ref") && object != "Path Item" { "Reference" } else { object };
    for (key, value) in entries {
        let known = fields(object).iter().find(|(name, _)| name == key || *name == "*");
        let (field, inner) = known.unwrap_or_else(|| panic!("{at}: `{key}` is not a field of {object}"));
        places.push(Place { object, field, parent: at.to_owned(), key: key.clone(), inside });
        let inside = inside || NOT_GENERATED.contains(field);
        let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        match inner {
            No => {}
            Of(object) => visit(value, object, &at, inside, places),
            Each(object) => match value {
                Value::Array(items) => {
                    let items = items.iter().enumerate();
                    items.for_each(|(index, item)| visit(item, object, &format!("{at}/{index}"), inside, places));
                }
                Value::Object(entries) => {
                    for (key, value) in entries {
                        let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
                        visit(value, object, &at, inside, places);
                    }
                }
                _ => {}
            },
        }
    }
}

/// What a user gets: the files, the examples that `cargo xtask examples` decodes, and the diagnostics without their locations.
#[derive(PartialEq)]
struct Outcome {
    files: Option<FileSet>,
    examples: Vec<(String, Value)>,
    diagnostics: Vec<(&'static str, String)>,
}

fn outcome(description: &Value) -> Outcome {
    let mut diagnostics = Diagnostics::new();
    let package = Package { name: "lamps".to_owned(), from: "lamps.json".to_owned(), standalone: false };
    let options = Options { package: Some(package), ..Options::default() };
    let source = Memory::new().with("lamps.json", description.to_string());
    let document = Document::load_from_as(&source, "lamps.json", Flavour::Foreign, &mut diagnostics);
    let generated = document.as_ref().and_then(|document| pipeline::generate_from(document, &options, &mut diagnostics));
    let examples = document.iter().flat_map(Document::examples);
    let examples = examples.map(|(operation, example)| (operation.to_owned(), example.value.clone())).collect();
    let diagnostics = diagnostics.sorted().into_iter().map(|item| (item.code.id, item.message.clone()));
    let mut diagnostics: Vec<_> = diagnostics.collect();
    diagnostics.sort();
    Outcome { files: generated.map(|generated| generated.files), examples, diagnostics }
}

fn description() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("foreign/keywords.json");
    serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON")
}

#[test]
fn every_keyword_changes_the_output_or_is_reported() {
    let description = description();
    let whole = outcome(&description);
    assert!(whole.files.is_some(), "{:#?}", whole.diagnostics);
    let mut places = Vec::new();
    visit(&description, "OpenAPI", "", false, &mut places);
    // At one of its places, because others can follow from what is beside them: `type: object` from `properties`.
    let mut effective: BTreeSet<(&str, &str)> = BTreeSet::new();
    for place in places.iter().filter(|place| !place.inside) {
        if effective.contains(&(place.object, place.field)) {
            continue;
        }
        let mut without = description.clone();
        let parent = without.pointer_mut(&place.parent).and_then(Value::as_object_mut).expect("an object");
        parent.remove(&place.key).expect("a field");
        if outcome(&without) != whole {
            effective.insert((place.object, place.field));
        }
    }
    let silent = places.iter().filter(|place| !place.inside && !effective.contains(&(place.object, place.field)));
    let silent: Vec<String> = silent.map(|place| format!("{} of {}: {}", place.field, place.object, place.parent)).collect();
    assert!(silent.is_empty(), "ignored in silence:\n{}", silent.join("\n"));
}

#[test]
fn the_description_contains_every_field() {
    let mut places = Vec::new();
    visit(&description(), "OpenAPI", "", false, &mut places);
    let present: BTreeSet<(&str, &str)> = places.iter().map(|place| (place.object, place.field)).collect();
    let all = SPECIFICATION.iter().flat_map(|(object, fields)| fields.iter().map(|(field, _)| (*object, *field)));
    assert_eq!(all.filter(|field| !present.contains(field)).collect::<Vec<_>>(), []);
    let reported = outcome(&description()).diagnostics;
    for field in NOT_GENERATED {
        let message = format!("nothing is generated for `{field}` of ");
        assert!(reported.iter().any(|(_, found)| found.starts_with(&message)), "{field}");
    }
}

#[test]
fn unknown_keywords_are_reported_in_every_object() {
    let description = description();
    let mut places = Vec::new();
    visit(&description, "OpenAPI", "", false, &mut places);
    let named = ["Reference", "Paths", "Responses", "Callback", "Security Requirement"];
    let mut seen = BTreeSet::new();
    for place in places.iter().filter(|place| !place.inside && !named.contains(&place.object) && seen.insert(place.object)) {
        let mut with = description.clone();
        let object = with.pointer_mut(&place.parent).and_then(Value::as_object_mut).expect("an object");
        object.insert("lampKind".to_owned(), Value::Bool(true));
        let after = outcome(&with).diagnostics;
        let is_reported = after.iter().any(|(_, message)| message.starts_with("`lampKind` of "));
        assert!(is_reported, "{}: {after:#?}", place.object);
    }
    assert!(seen.len() > 20, "{seen:?}");
}
