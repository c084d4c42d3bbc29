//! Schemas that are written in another way on the two sides, and what differs if anything does.

use super::compare;
use crate::diag::Diagnostics;
use crate::load::Document;

/// Schemas that both sides share.
const SHARED: &str = "
    Lamp: { type: object, properties: { id: { type: integer }, name: { type: string, nullable: true } } }
    Base: { type: object, required: [id], properties: { id: { type: integer } } }
    Desk: { type: object, required: [kind], properties: { kind: { type: string }, height: { type: integer } } }
    Floor: { type: object, required: [kind], properties: { kind: { type: string }, watts: { type: integer } } }
";

/// A description whose only operation sends and returns a schema.
fn description(schema: &str) -> Document {
    let source = format!(
        "openapi: 3.0.3\nservers: [{{ url: 'https://a.example' }}]\npaths:\n  /lamps:\n    post:\n      requestBody: {{ content: {{ application/json: {{ schema: {schema} }} }} }}\n      \
         responses: {{ '200': {{ content: {{ application/json: {{ schema: {schema} }} }} }} }}\ncomponents:\n  schemas:{SHARED}"
    );
    let mut diagnostics = Diagnostics::new();
    Document::read_foreign("a.yaml", &source, &mut diagnostics).expect("YAML")
}

fn found(vendor: &str, ours: &str) -> Vec<String> {
    let drift = compare(&description(ours), &[description(vendor)]);
    let shown = drift.findings.iter().map(|finding| format!("{}: {} / {}", finding.subject, finding.vendor, finding.ours));
    shown.collect()
}

#[test]
fn schemas_that_allow_the_same_values_do_not_differ() {
    for (one, other) in [
        (
            "{ allOf: [{ $ref: '#/components/schemas/Base' }, { type: object, properties: { a: { type: string } } }] }",
            "{ type: object, required: [id], properties: { id: { type: integer }, a: { type: string } } }",
        ),
        (
            "{ type: object, properties: { a: {} }, allOf: [{ required: [a] }] }",
            "{ type: object, required: [a], properties: { a: {} } }",
        ),
        ("{ allOf: [{ $ref: '#/components/schemas/Lamp' }] }", "{ $ref: '#/components/schemas/Lamp' }"),
        ("{ oneOf: [{ $ref: '#/components/schemas/Lamp' }] }", "{ $ref: '#/components/schemas/Lamp' }"),
        ("{ nullable: true, allOf: [{ type: string }] }", "{ type: string, nullable: true }"),
        ("{ allOf: [{ type: string, nullable: true }, { maxLength: 5 }] }", "{ type: string, nullable: true, maxLength: 5 }"),
        ("{ anyOf: [{ type: string }, { type: 'null' }] }", "{ type: string, nullable: true }"),
        ("{ type: [string, 'null'] }", "{ type: string, nullable: true }"),
        ("{ type: string, enum: [a, b, null] }", "{ type: string, enum: [b, a] }"),
        ("{ allOf: [{ type: integer, minimum: 1 }, { minimum: 5 }] }", "{ type: integer, minimum: 5 }"),
        ("{ type: integer, minimum: 0, exclusiveMinimum: true }", "{ type: integer, minimum: 1 }"),
        ("{ type: string, minLength: 0 }", "{ type: string }"),
        ("{ type: number, maximum: 10 }", "{ type: number, maximum: 10.0 }"),
        ("{ type: array, items: { allOf: [{ type: string }] } }", "{ allOf: [{ type: array }, { items: { type: string } }] }"),
        (
            "{ type: object, additionalProperties: { type: number } }",
            "{ allOf: [{ type: object, additionalProperties: { type: number } }] }",
        ),
        (
            "{ oneOf: [{ $ref: '#/components/schemas/Desk' }, { $ref: '#/components/schemas/Floor' }] }",
            "{ type: object, required: [kind], properties: { kind: { type: string }, height: { type: integer }, watts: { type: integer } } }",
        ),
        (
            "{ anyOf: [{ $ref: '#/components/schemas/Floor' }, { $ref: '#/components/schemas/Desk' }] }",
            "{ oneOf: [{ $ref: '#/components/schemas/Desk' }, { $ref: '#/components/schemas/Floor' }] }",
        ),
    ] {
        assert_eq!(found(one, other), [] as [&str; 0], "{one} and {other}");
        assert_eq!(found(other, one), [] as [&str; 0], "{other} and {one}");
    }
}

#[test]
fn differences_are_found_through_parts_and_variants() {
    for (vendor, ours, expected) in [
        (
            "{ allOf: [{ type: object, properties: { a: {} } }, { required: [a] }] }",
            "{ type: object, properties: { a: {} } }",
            &["body.a: required / optional"][..],
        ),
        (
            "{ oneOf: [{ $ref: '#/components/schemas/Desk' }, { $ref: '#/components/schemas/Lamp' }] }",
            "{ type: object, required: [kind], properties: { kind: { type: string }, height: { type: integer }, id: { type: integer }, name: { type: string, nullable: true } } }",
            &["body.kind: optional / required"],
        ),
        ("{ allOf: [{ type: string, nullable: true }] }", "{ type: string }", &["body: null / absent"]),
        ("{ allOf: [{ type: integer, maximum: 9 }] }", "{ type: integer, maximum: 10 }", &["body: maximum 9 / maximum 10"]),
        ("{ allOf: [{ type: integer }] }", "{ type: string }", &["body: integer / string", "response: integer / string"]),
        (
            "{ anyOf: [{ type: string, enum: [a] }, { type: string, enum: [b] }] }",
            "{ type: string, enum: [a] }",
            &["body: values b / absent", "response: values b / absent"],
        ),
    ] {
        assert_eq!(found(vendor, ours), expected, "{vendor} and {ours}");
    }
}
