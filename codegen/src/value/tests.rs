//! Unit tests of the view. What it means for the reports is tested with pairs of descriptions.

use super::{JsonTypes, MergedSchema, NodeCursor, OtherProperties, ValueUnion, are_disjoint, tags};
use crate::diag::Diagnostics;
use crate::load::{Document, Pointer};

/// Schemas that the cases below refer to.
const SHARED: &str = "
Cat: { type: object, required: [kind], properties: { kind: { type: string, enum: [cat] }, lives: { type: integer } } }
Dog: { type: object, required: [kind], properties: { kind: { type: string }, name: { type: string, nullable: true } } }
Node: { type: object, properties: { next: { $ref: '#/Node' } }, allOf: [{ $ref: '#/Node' }] }
Loop: { oneOf: [{ $ref: '#/Loop' }, { type: string }] }
";

/// Calls `check` with the schema that is written as YAML.
fn with(schema: &str, check: impl FnOnce(NodeCursor<'_>)) {
    let source = format!("{SHARED}Schema: {schema}\n");
    let mut diagnostics = Diagnostics::new();
    let document = Document::read_foreign("a.yaml", &source, &mut diagnostics).expect("YAML");
    check(NodeCursor::at(&document, &Pointer::new("a.yaml", "/Schema")).expect("the schema"));
}

fn types_of(schema: &str) -> (JsonTypes, bool) {
    let mut found = (JsonTypes::NONE, false);
    with(schema, |at| {
        let merged = MergedSchema::of(at);
        found = (merged.types().values(), merged.allows_null());
    });
    found
}

#[test]
fn types_are_those_that_all_parts_and_a_variant_allow() {
    for (schema, types, allows_null) in [
        ("{}", JsonTypes::VALUE, true),
        ("{ type: integer }", JsonTypes::INTEGER, false),
        ("{ type: [string, 'null'] }", JsonTypes::STRING, true),
        ("{ allOf: [{ type: integer }, { type: number }] }", JsonTypes::INTEGER, false),
        ("{ allOf: [{ type: string, nullable: true }, { type: string }] }", JsonTypes::STRING, false),
        ("{ allOf: [{ type: string, nullable: true }, { minLength: 1 }] }", JsonTypes::STRING, true),
        ("{ nullable: true, allOf: [{ $ref: '#/Cat' }] }", JsonTypes::OBJECT, true),
        ("{ oneOf: [{ type: string }, { type: integer, nullable: true }] }", JsonTypes::STRING.or(JsonTypes::INTEGER), true),
        ("{ type: integer, oneOf: [{ type: string }, { type: number }] }", JsonTypes::INTEGER, false),
        ("{ anyOf: [{ $ref: '#/Cat' }, { type: 'null' }] }", JsonTypes::OBJECT, true),
        ("{ enum: [a, null] }", JsonTypes::STRING, true),
        ("{ const: 1 }", JsonTypes::INTEGER, false),
        ("{ type: string, enum: [a, null] }", JsonTypes::STRING, false),
        ("{ properties: { a: {} } }", JsonTypes::OBJECT, false),
        ("{ items: {} }", JsonTypes::ARRAY, false),
        ("{ $ref: '#/Node' }", JsonTypes::OBJECT, false),
        ("{ $ref: '#/Loop' }", JsonTypes::STRING, false),
        ("{ $ref: '#/Missing' }", JsonTypes::VALUE, true),
    ] {
        assert_eq!(types_of(schema), (types, allows_null), "{schema}");
    }
}

#[test]
fn values_are_those_that_every_part_lists() {
    for (schema, values) in [
        ("{ type: string }", None),
        ("{ type: string, enum: [a, b, null] }", Some("[a, b]")),
        ("{ allOf: [{ enum: [a, b, 1] }, { enum: [b, 1.0, c] }] }", Some("[b, 1]")),
        ("{ enum: [a, b], const: b }", Some("[b]")),
        ("{ const: [a] }", Some("[[\"a\"]]")),
    ] {
        with(schema, |at| {
            let found = MergedSchema::of(at).values();
            let found = found.map(|all| all.iter().map(|(_, value)| super::plain(value)).collect::<Vec<_>>().join(", "));
            assert_eq!(found.map(|all| format!("[{all}]")).as_deref(), values, "{schema}");
        });
    }
}

#[test]
fn the_strictest_limit_of_all_parts_applies() {
    for (schema, key, limit) in [
        ("{ type: integer, minimum: 0, exclusiveMinimum: true }", "minimum", Some((1.0, false))),
        ("{ type: integer, exclusiveMaximum: 10 }", "maximum", Some((9.0, false))),
        ("{ type: number, maximum: 10, exclusiveMaximum: true }", "maximum", Some((10.0, true))),
        ("{ allOf: [{ type: number, minimum: 3 }, { minimum: 3, exclusiveMinimum: true }] }", "minimum", Some((3.0, true))),
        ("{ maxLength: 20, allOf: [{ maxLength: 5 }] }", "maxLength", Some((5.0, false))),
        ("{ minLength: 0 }", "minLength", None),
        ("{ minimum: 0 }", "minimum", Some((0.0, false))),
        ("{ maxItems: 0 }", "maxItems", Some((0.0, false))),
    ] {
        with(schema, |at| {
            let found = MergedSchema::of(at).limit(key).map(|found| (found.value, found.is_exclusive));
            assert_eq!(found, limit, "{schema}");
        });
    }
}

#[test]
fn a_schema_overrides_the_properties_of_its_parts() {
    let schema = "{ allOf: [{ properties: { a: {}, b: {} } }, { properties: { b: {} } }], properties: { a: {} }, required: [c] }";
    with(schema, |at| {
        let merged = MergedSchema::of(at);
        let last = merged.properties().into_iter().map(|(name, places)| format!("{name} {}", places[places.len() - 1].at.path()));
        assert_eq!(last.collect::<Vec<_>>(), ["a /Schema/properties/a", "b /Schema/allOf/1/properties/b"]);
        assert_eq!(merged.required().into_keys().collect::<Vec<_>>(), ["c"]);
    });
}

#[test]
fn other_properties_are_those_that_no_part_forbids() {
    let kind = |schema: &str| {
        let mut kind = "";
        with(schema, |at| {
            kind = match MergedSchema::of(at).other_properties() {
                OtherProperties::Unstated => "unstated",
                OtherProperties::Any => "any",
                OtherProperties::Forbidden => "forbidden",
                OtherProperties::Matching(_) => "matching",
            }
        });
        kind
    };
    assert_eq!(kind("{ type: object }"), "unstated");
    assert_eq!(kind("{ additionalProperties: {} }"), "any");
    assert_eq!(kind("{ additionalProperties: true, allOf: [{ additionalProperties: { type: string } }] }"), "matching");
    assert_eq!(kind("{ additionalProperties: { type: string }, allOf: [{ additionalProperties: false }] }"), "forbidden");
}

#[test]
fn a_list_of_one_variant_is_a_part() {
    for (schema, choices) in [
        ("{ oneOf: [{ $ref: '#/Cat' }] }", 0),
        ("{ oneOf: [{ $ref: '#/Cat' }, { type: 'null' }] }", 0),
        ("{ oneOf: [{ $ref: '#/Cat' }, { $ref: '#/Dog' }] }", 1),
        ("{ oneOf: [{ $ref: '#/Cat' }], discriminator: { propertyName: kind } }", 1),
        ("{ oneOf: [{ type: string }, { type: integer }], anyOf: [{ minLength: 1 }, { minimum: 1 }] }", 2),
    ] {
        with(schema, |at| assert_eq!(MergedSchema::of(at).choices().len(), choices, "{schema}"));
    }
}

#[test]
fn tags_are_mapped_or_constants_or_names() {
    for (mapping, expected) in [
        ("", "cat, Dog"),
        (", mapping: { hund: '#/Dog' }", "hund, cat"),
        (", mapping: { katze: Cat, hund: '#/Dog' }", "katze, hund"),
    ] {
        let schema =
            format!("{{ oneOf: [{{ $ref: '#/Cat' }}, {{ $ref: '#/Dog' }}], discriminator: {{ propertyName: kind{mapping} }} }}");
        with(&schema, |at| {
            let [choice] = &MergedSchema::of(at.clone()).choices()[..] else { panic!("one choice") };
            let tags = tags(choice, &at.raw("discriminator").expect("a discriminator"));
            assert!(tags.iter().all(|tag| tag.schema.is_some()));
            assert_eq!(tags.into_iter().map(|tag| tag.value).collect::<Vec<_>>().join(", "), expected);
        });
    }
}

#[test]
fn variants_are_disjoint_if_types_or_constants_differ() {
    for (variants, disjoint) in [
        ("[{ type: string }, { type: integer }]", true),
        ("[{ type: number }, { type: integer }]", false),
        ("[{ type: string, nullable: true }, { type: integer, nullable: true }]", false),
        ("[{ enum: [a] }, { enum: [b] }]", true),
        ("[{ $ref: '#/Cat' }, { $ref: '#/Dog' }]", false),
        ("[{ $ref: '#/Cat' }, { required: [kind], properties: { kind: { enum: [cow] } } }]", true),
        ("[{ $ref: '#/Cat' }, { properties: { kind: { enum: [cow] } } }]", false),
    ] {
        with(variants, |at| assert_eq!(are_disjoint(&at.items().collect::<Vec<_>>()), disjoint, "{variants}"));
    }
}

#[test]
fn a_union_contains_what_applies_in_any_case() {
    let schema = "{ required: [a], properties: { a: { type: string } }, oneOf: [{ $ref: '#/Cat' }, { $ref: '#/Dog' }] }";
    with(schema, |at| {
        let union = ValueUnion::of(at);
        assert_eq!(union.properties().into_keys().collect::<Vec<_>>(), ["a", "kind", "lives", "name"]);
        assert_eq!(union.required().into_keys().collect::<Vec<_>>(), ["a", "kind"]);
        assert!(union.properties()["name"].is_nullable() && !union.is_nullable() && !union.is_open());
    });
    with("{ oneOf: [{ type: object }, { $ref: '#/Cat' }] }", |at| assert!(ValueUnion::of(at).is_open()));
    with("{ $ref: '#/Loop' }", |at| assert_eq!(ValueUnion::of(at).types(), JsonTypes::STRING));
}

#[test]
fn endless_descriptions_end() {
    let list = |count: usize, item: &dyn Fn(usize) -> String| (0..count).map(item).collect::<Vec<_>>().join(", ");
    let choices = list(30, &|_| format!("{{ oneOf: [{}] }}", list(30, &|index| format!("{{ maxLength: {index} }}"))));
    with(&format!("{{ allOf: [{choices}] }}"), |at| {
        let union = ValueUnion::of(at.clone());
        assert!(union.parts().len() > 30 && union.types().is_any());
        assert!(MergedSchema::of(at).types().is_any());
    });
    let link = |index: usize| {
        let (next, after) = (index + 1, index + 2);
        format!("S{index}: {{ allOf: [{{ $ref: '#/S{next}' }}, {{ $ref: '#/S{after}' }}] }}")
    };
    let chain = (0..20_000).map(link).collect::<Vec<_>>().join("\n");
    let document = Document::read_foreign("a.yaml", &chain, &mut Diagnostics::new()).expect("YAML");
    let merged = MergedSchema::of(NodeCursor::at(&document, &Pointer::new("a.yaml", "/S0")).expect("the schema"));
    assert!(merged.types().is_any() && (32..1000).contains(&merged.parts.len()));
}
