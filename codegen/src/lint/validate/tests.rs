//! Values and the schemas that they match or do not match.

use serde_json::Value;

use super::Validation;
use crate::diag::Diagnostics;
use crate::load::{Document, Pointer};
use crate::value::{MergedSchema, NodeCursor};

/// Schemas that the cases refer to.
const SHARED: &str = "
Base: { type: object, properties: { id: { type: integer } } }
Desk: { type: object, properties: { kind: { type: string, enum: [desk] }, height: { type: integer } } }
Floor: { type: object, properties: { kind: { type: string, enum: [floor] }, watts: { type: integer } } }
Tree: { type: object, properties: { leaf: { type: string }, left: { $ref: '#/Tree' } }, allOf: [{ $ref: '#/Tree' }] }
";

/// The messages about a value, each with its location in it.
fn messages(schema: &str, value: &str) -> Vec<String> {
    let document = Document::read_foreign("a.yaml", &format!("{SHARED}Schema: {schema}\n"), &mut Diagnostics::new());
    let document = document.expect("YAML");
    let schema = MergedSchema::of(NodeCursor::at(&document, &Pointer::new("a.yaml", "/Schema")).expect("the schema"));
    let value: Value = serde_json::from_str(value).expect("JSON");
    let mut validation = Validation::default();
    validation.value(&schema, &value, &Pointer::root("value.json"));
    validation.mismatches.iter().map(|found| format!("{}: {}", found.at.path(), found.message)).collect()
}

#[test]
fn values_that_match_all_parts_and_a_variant_are_valid() {
    for (schema, value) in [
        ("{ allOf: [{ $ref: '#/Base' }, { properties: { a: { type: string } } }] }", r#"{"id": 1, "a": "x"}"#),
        ("{ nullable: true, allOf: [{ $ref: '#/Base' }] }", "null"),
        ("{ allOf: [{ type: string, nullable: true }, { minLength: 1 }] }", "null"),
        ("{ oneOf: [{ type: string }, { type: integer, nullable: true }] }", "null"),
        ("{ anyOf: [{ $ref: '#/Base' }, { type: 'null' }] }", "null"),
        ("{ type: string, nullable: true, enum: [a] }", "null"),
        ("{ type: number, enum: [1, 2.5] }", "1.0"),
        ("{ allOf: [{ enum: [a, b] }, { enum: [b, c] }] }", r#""b""#),
        ("{ oneOf: [{ type: string, format: date }, { type: integer }] }", r#""2026-01-31""#),
        ("{ allOf: [{ oneOf: [{ type: string }, { type: integer }] }] }", "1"),
        ("{ oneOf: [{ type: integer }] }", "1"),
        (
            "{ oneOf: [{ $ref: '#/Desk' }, { $ref: '#/Floor' }], discriminator: { propertyName: kind } }",
            r#"{"kind": "floor", "watts": 1}"#,
        ),
        (
            "{ oneOf: [{ $ref: '#/Desk' }, { $ref: '#/Floor' }], discriminator: { propertyName: kind, mapping: { floor: Floor } } }",
            r#"{"kind": "desk", "height": 1}"#,
        ),
        ("{ type: array, allOf: [{ items: { type: integer } }] }", "[1, 2]"),
        ("{ allOf: [{ type: object, additionalProperties: { type: integer } }] }", r#"{"a": 1}"#),
        ("{ $ref: '#/Tree' }", r#"{"leaf": "a", "left": {"left": {"leaf": "b"}}}"#),
        ("{}", "null"),
    ] {
        assert_eq!(messages(schema, value), [] as [&str; 0], "{schema}: {value}");
    }
}

#[test]
fn what_a_part_or_every_variant_excludes_is_invalid() {
    for (schema, value, expected) in [
        ("{ allOf: [{ $ref: '#/Base' }] }", r#"{"id": "1"}"#, "/id: expected an integer, found a string"),
        ("{ allOf: [{ type: string, nullable: true }, { type: string }] }", "null", ": null for a schema that is not nullable"),
        ("{ oneOf: [{ type: string }, { type: integer }] }", "null", ": null for a schema that is not nullable"),
        ("{ allOf: [{ enum: [a, b] }, { enum: [b, c] }] }", r#""a""#, ": `a` is not a value of the enum"),
        ("{ allOf: [{ type: string }, { format: date }] }", r#""2026-02-30""#, ": `2026-02-30` does not match `format: date`"),
        (
            "{ properties: { a: { type: integer } }, allOf: [{ properties: { a: { enum: [1] } } }] }",
            r#"{"a": 2}"#,
            "/a: `2` is not a value of the enum",
        ),
        ("{ oneOf: [{ type: string }, { type: integer }] }", "true", ": a boolean matches no variant of `oneOf`"),
        (
            "{ anyOf: [{ $ref: '#/Desk' }, { $ref: '#/Floor' }] }",
            r#"{"kind": "floor", "watts": "a"}"#,
            "/watts: expected an integer, found a string",
        ),
        (
            "{ oneOf: [{ $ref: '#/Desk' }, { $ref: '#/Floor' }], discriminator: { propertyName: kind } }",
            r#"{"kind": "wall"}"#,
            ": `wall` is not a value of the discriminator `kind`",
        ),
        (
            "{ allOf: [{ $ref: '#/Base' }, { additionalProperties: false }] }",
            r#"{"id": 1, "b": 1}"#,
            "/b: undefined property `b`",
        ),
        ("{ allOf: [{ additionalProperties: { type: integer } }] }", r#"{"a": "x"}"#, "/a: expected an integer, found a string"),
        ("{ $ref: '#/Tree' }", r#"{"left": {"leaf": 1}}"#, "/left/leaf: expected a string, found an integer"),
    ] {
        assert_eq!(messages(schema, value), [expected], "{schema}: {value}");
    }
}
