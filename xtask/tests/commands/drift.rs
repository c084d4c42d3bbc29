//! Tests `cargo xtask drift` with two small descriptions of the same API.

use crate::common::{Workspace, in_repository};

const OURS: &str = "\
openapi: 3.0.3
info: { title: Lamps, version: '1' }
servers: [{ url: 'https://api.lamps.example' }]
tags: [{ name: Lamps }]
paths:
  /api/v2/lamps:
    get:
      operationId: v2.lamps.list
      tags: [Lamps]
      summary: List lamps
      security: [{ oauth2: ['lamps:full', 'lamps:read'] }]
      x-token-cost: 5
      parameters:
        - { name: ids, in: query, description: Which ones., schema: { type: array, items: { type: integer } }, style: form, explode: false }
        - { name: limit, in: query, description: How many., schema: { type: integer, maximum: 500 } }
      responses: { '200': { $ref: '#/components/responses/Lamps' }, default: { description: It failed. } }
  /api/v2/lamps/{id}:
    parameters: [{ name: id, in: path, required: true, description: The lamp., schema: { type: integer } }]
    get:
      operationId: v2.lamps.get
      tags: [Lamps]
      summary: Get a lamp
      security: [{ oauth2: ['lamps:full', 'lamps:read'] }]
      x-token-cost: 1
      responses: { '200': { $ref: '#/components/responses/Lamps' }, default: { description: It failed. } }
    patch:
      operationId: v2.lamps.update
      tags: [Lamps]
      summary: Update a lamp
      security: [{ oauth2: ['lamps:full'] }]
      x-token-cost: 5
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/LampWrite' } } } }
      responses: { '200': { $ref: '#/components/responses/Lamps' }, default: { description: It failed. } }
components:
  responses:
    Lamps:
      description: The lamps.
      content:
        application/json:
          schema:
            allOf:
              - { properties: { success: { type: boolean } } }
              - { properties: { data: { type: array, items: { $ref: '#/components/schemas/Lamp' } } } }
  schemas:
    Lamp:
      type: object
      description: A lamp.
      properties:
        id: { type: integer, description: Identifies it. }
        name: { type: string, description: What it is called. }
        kind: { $ref: '#/components/schemas/Kind' }
        sold_at: { type: string, format: datetime-space, description: When it was sold. }
        sums: { type: object, additionalProperties: { type: number }, description: What it cost by currency. }
        more: { type: object, additionalProperties: true, description: Whatever else there is. }
    Kind:
      type: string
      description: Where it stands.
      enum: [desk, floor]
    LampWrite:
      type: object
      description: What can be set.
      required: [name]
      properties:
        name: { type: string, maxLength: 255, description: What it is called. }
        colour: { type: string, nullable: true, description: The colour. }
";

/// The same API in the style of the vendor: the path of the version in the URL of the server, and no shared schemas.
const VENDOR: &str = "\
openapi: 3.0.1
info: { title: Lamps API v2, version: 2.0.0 }
servers:
- url: https://api.lamps.example/api/v2
paths:
  /lamps:
    get:
      operationId: getLamps
      x-token-cost: 5
      security:
      - oauth2: ['lamps:read', 'lamps:full']
      parameters:
      - { in: query, name: ids, schema: { type: string } }
      - { in: query, name: limit, schema: { type: integer, maximum: 500 } }
      responses: { '200': { content: { application/json: { schema: {
        type: object, properties: { success: { type: boolean }, data: { type: array, items: { type: object, properties: {
          id: { type: number },
          name: { type: string },
          kind: { type: string, enum: [desk, floor] },
          sold_at: { type: string, format: date-time },
          more: { type: object },
          sums: { type: object, properties: { EUR: { type: number } } } } } } } } } } } }
  /lamps/{lamp_id}:
    get:
      operationId: getLamp
      x-token-cost: 1
      security:
      - oauth2: ['lamps:read', 'lamps:full']
      parameters:
      - { in: path, name: lamp_id, required: true, schema: { type: integer } }
      responses: { '200': { content: { application/json: { schema: {
        type: object, properties: { success: { type: boolean }, data: { type: array, items: { type: object, properties: {
          id: { type: integer },
          name: { type: string } } } } } } } } } }
    patch:
      operationId: updateLamp
      x-token-cost: 5
      security:
      - oauth2: ['lamps:full']
      parameters:
      - { in: path, name: lamp_id, required: true, schema: { type: integer } }
      requestBody: { content: { application/json: { schema: { type: object, required: [name], properties: {
        name: { type: string, maxLength: 255 },
        colour: { type: string, nullable: true } } } } } }
      responses: { '200': { content: { application/json: { schema: {
        type: object, properties: { success: { type: boolean }, data: { type: array } } } } } } }
";

fn workspace(name: &str, ours: &str, vendor: &str) -> Workspace {
    let workspace = Workspace::new(name);
    workspace.write("spec/openapi.yaml", ours);
    workspace.write("vendor.yaml", vendor);
    workspace
}

/// Returns the open findings after one change of the vendor's description: operation, class, subject and the vendor's value.
fn after(name: &str, from: &str, to: &str) -> Vec<String> {
    assert!(VENDOR.contains(from), "{from}");
    open(&workspace(&format!("drift-{name}"), OURS, &VENDOR.replacen(from, to, 1)))
}

fn open(workspace: &Workspace) -> Vec<String> {
    let document = workspace.xtask(&["drift", "vendor.yaml", "--format", "json"]).json();
    let findings = document["findings"].as_array().expect("a list").iter().filter(|finding| finding["open"] == true);
    findings
        .map(|finding| {
            let string = |key: &str| finding[key].as_str().expect("a string").to_owned();
            let vendor = finding["vendor_type"].as_str().unwrap_or(finding["vendor"].as_str().expect("a string"));
            format!("{} {}: {} {vendor}", string("operation"), string("class"), string("subject"))
        })
        .collect()
}

#[test]
fn equivalent_descriptions_do_not_differ() {
    let workspace = workspace("drift-none", OURS, VENDOR);
    let run = workspace.xtask(&["drift", "vendor.yaml", "--fail-on-drift"]);
    assert_eq!(run.code(), Some(0), "{}", run.stdout());
    assert_eq!(
        run.stdout(),
        "3 operations compared: 0 missing here, 0 contradicted, 0 explained without need; 0 explained by `x-source`, 0 only here; use `--all` to show them\n"
    );
}

#[test]
fn every_compared_aspect_is_reported() {
    let list = "GET /api/v2/lamps ";
    let update = "PATCH /api/v2/lamps/{lamp_id} ";
    for (name, from, to, expected) in [
        (
            "operation",
            "  /lamps:\n",
            "  /lights:\n    post: { responses: {} }\n  /lamps:\n",
            "POST /api/v2/lights missing here: operation present",
        ),
        ("cost", "x-token-cost: 5", "x-token-cost: 10", &format!("{list}contradicts: token cost 10")),
        (
            "scope",
            "['lamps:read', 'lamps:full']",
            "['lamps:look', 'lamps:full']",
            &format!("{list}contradicts: scopes lamps:full, lamps:look"),
        ),
        ("deprecated", "operationId: getLamps", "deprecated: true", &format!("{list}missing here: deprecation deprecated")),
        (
            "parameter",
            "in: query, name: ids",
            "in: query, name: words",
            &format!("{list}missing here: query parameter words string"),
        ),
        (
            "required",
            "name: limit, ",
            "name: limit, required: true, ",
            &format!("{list}contradicts: query parameter limit required"),
        ),
        ("maximum", "maximum: 500", "maximum: 100", &format!("{list}contradicts: query parameter limit maximum 100")),
        (
            "type",
            "{ in: query, name: limit, schema: { type: integer",
            "{ in: query, name: limit, schema: { type: boolean",
            &format!("{list}contradicts: query parameter limit boolean"),
        ),
        ("enum", "[desk, floor]", "[desk, floor, wall]", &format!("{list}missing here: response.data[].kind values wall")),
        ("format", "format: date-time", "format: date", &format!("{list}contradicts: response.data[].sold_at format date")),
        ("map", "EUR: { type: number }", "EUR: { type: string }", &format!("{list}contradicts: response.data[].sums.EUR string")),
        (
            "property",
            "          name: { type: string },\n",
            "          name: { type: string },\n          watts: { type: integer },\n",
            &format!("{list}missing here: response.data[].watts integer"),
        ),
        (
            "inside",
            "more: { type: object }",
            "more: { type: object, properties: { shade: { type: string } } }",
            &format!("{list}missing here: response.data[].more properties shade"),
        ),
        (
            "body",
            "name: { type: string, maxLength: 255 }",
            "name: { type: string, maxLength: 255 }, watts: { type: integer }",
            &format!("{update}missing here: body.watts integer"),
        ),
        ("body-required", "required: [name]", "required: [name, colour]", &format!("{update}contradicts: body.colour required")),
        ("body-optional", "required: [name], ", "", &format!("{update}contradicts: body.name optional")),
        (
            "body-null",
            "name: { type: string, maxLength: 255 }",
            "name: { type: string, maxLength: 255, nullable: true }",
            &format!("{update}missing here: body.name null"),
        ),
        (
            "media",
            "requestBody: { content: { application/json",
            "requestBody: { content: { multipart/form-data",
            &format!("{update}contradicts: body multipart/form-data"),
        ),
    ] {
        assert_eq!(after(name, from, to), [expected.to_owned()], "{name}");
    }
}

#[test]
fn servers_statuses_and_all_media_types_are_compared() {
    let list = "GET /api/v2/lamps ";
    let update = "PATCH /api/v2/lamps/{lamp_id} ";
    for (name, from, to, expected) in [
        (
            "other-media",
            "type: string, nullable: true } } } } } }",
            "type: string, nullable: true } } } }, text/csv: {} } }",
            &format!("{update}missing here: body text/csv"),
        ),
        (
            "response-media",
            "data: { type: array } } } } } } }",
            "data: { type: array } } } }, text/csv: {} } } }",
            &format!("{update}missing here: response text/csv"),
        ),
        (
            "status",
            "data: { type: array } } } } } } }",
            "data: { type: array } } } } } }, '202': { description: Later. } }",
            &format!("{update}missing here: status 202"),
        ),
        (
            "server",
            "- url: https://api.lamps.example/api/v2",
            "- url: https://api.lamps.example/api/v2\n- url: https://eu.lamps.example/api/v2",
            &format!("{list}missing here: server https://eu.lamps.example"),
        ),
        (
            "server-of-operation",
            "operationId: updateLamp",
            "servers: [{ url: 'https://write.lamps.example' }]",
            &format!("{update}missing here: server https://write.lamps.example"),
        ),
    ] {
        assert_eq!(after(name, from, to), [expected.to_owned()], "{name}");
    }
}

#[test]
fn vendor_examples_are_compared() {
    let example = "application/json: { example: { data: [{ id: 1, watts: 40, sums: { EUR: 5 }, 0123456789abcdef0123456789abcdef01234567: 1 }] }, schema:";
    let found = after("example", "application/json: { schema:", example);
    assert_eq!(found, ["GET /api/v2/lamps missing here: response.data[].watts shown in an example"]);
}

#[test]
fn findings_of_shared_schemas_are_reported_once() {
    let vendor = VENDOR
        .replace("          name: { type: string }", "          watts: { type: integer },\n          name: { type: string }");
    let run = workspace("drift-shared", OURS, &vendor).xtask(&["drift", "vendor.yaml", "--fail-on-drift"]);
    assert_eq!(run.code(), Some(1));
    let expected = "\
GET /api/v2/lamps
  missing here: response.data[].watts: integer (and 1 more operation)
    spec/openapi.yaml:45  vendor.yaml:18

3 operations compared: 1 missing here, 0 contradicted, 0 explained without need; 0 explained by `x-source`, 0 only here; use `--all` to show them
";
    assert_eq!(run.stdout(), expected);
}

#[test]
fn findings_are_explained_by_x_source() {
    let vendor = VENDOR.replace("maxLength: 255", "maxLength: 100").replace("[desk, floor]", "[desk, floor, wall]");
    // A contradiction is explained by any `x-source` at the location or above it.
    let ours = OURS.replace(
        "description: What can be set.",
        "description: What can be set., x-source: a lamp".replace("., x", ".\n      x").as_str(),
    );
    assert_eq!(
        open(&workspace("drift-contradiction", &ours, &vendor)),
        ["GET /api/v2/lamps missing here: response.data[].kind values wall"]
    );
    // A missing value must be named.
    let sourced = |text: &str| {
        ours.replace("description: Where it stands.", &format!("description: Where it stands.\n      x-source: {text}"))
    };
    let unnamed = workspace("drift-unnamed", &sourced("somebody saw it on a wall"), &vendor);
    assert_eq!(open(&unnamed).len(), 1);
    let named = workspace("drift-named", &sourced("'nobody has seen `wall`'"), &vendor);
    assert_eq!(open(&named), [] as [&str; 0]);
    let run = named.xtask(&["drift", "vendor.yaml", "--all"]);
    assert!(run.stdout().contains("x-source: nobody has seen `wall`"), "{}", run.stdout());
    assert!(run.stdout().ends_with("2 explained by `x-source`, 0 only here\n"), "{}", run.stdout());
}

#[test]
fn statuses_of_errors_belong_to_the_default_response() {
    let end = "data: { type: array } } } } } } }";
    assert!(VENDOR.contains(end));
    let with = |vendor: &str| VENDOR.replacen(end, &end.replace("} } } } } } }", vendor), 1);
    assert_eq!(
        open(&workspace("drift-error-status", OURS, &with("} } } } } }, '404': { description: Not found. } }"))),
        [] as [&str; 0]
    );
    let ours = OURS.replace(", default: { description: It failed. }", ", 4XX: { description: It failed. }");
    let vendor = with("} } } } } }, '404': { description: Not found. }, '500': { description: Broken. } }");
    assert_eq!(open(&workspace("drift-error-range", &ours, &vendor)), ["PATCH /api/v2/lamps/{lamp_id} missing here: status 500"]);
}

#[test]
fn a_source_that_explains_nothing_any_more_is_reported() {
    let sourced = |text: &str| {
        OURS.replace("description: Where it stands.", &format!("description: Where it stands.\n      x-source: {text}"))
    };
    let stale = workspace("drift-stale", &sourced("'nobody has seen `wall`'"), VENDOR);
    let run = stale.xtask(&["drift", "vendor.yaml", "--fail-on-drift"]);
    assert_eq!(run.code(), Some(1));
    let expected = "\
GET /api/v2/lamps
  explains nothing: x-source: nobody has seen `wall`
    spec/openapi.yaml:58

3 operations compared: 0 missing here, 0 contradicted, 1 explained without need; 0 explained by `x-source`, 0 only here; use `--all` to show them
";
    assert_eq!(run.stdout(), expected);
    // It still explains a difference.
    let vendor = VENDOR.replace("[desk, floor]", "[desk, floor, wall]");
    assert_eq!(open(&workspace("drift-needed", &sourced("'nobody has seen `wall`'"), &vendor)), [] as [&str; 0]);
    let vendor = VENDOR.replace("[desk, floor]", "[desk]");
    assert_eq!(open(&workspace("drift-only-ours", &sourced("'vendor v2 has no `floor`'"), &vendor)), [] as [&str; 0]);
    // Without names it states where a fact comes from.
    assert_eq!(open(&workspace("drift-origin", &sourced("seed 9"), VENDOR)), [] as [&str; 0]);
    // Of an operation and of a parameter.
    let operation = OURS.replacen("summary: List lamps", "summary: List lamps\n      x-source: 'no `watts` here'", 1);
    assert_eq!(
        open(&workspace("drift-stale-operation", &operation, VENDOR)),
        ["GET /api/v2/lamps explains nothing: x-source absent"]
    );
    let parameter = OURS.replacen("description: How many.", "description: How many., x-source: 'no `minimum`'", 1);
    assert_eq!(
        open(&workspace("drift-stale-parameter", &parameter, VENDOR)),
        ["GET /api/v2/lamps explains nothing: x-source absent"]
    );
}

#[test]
fn the_source_of_a_parameter_explains_what_its_shared_schema_lacks() {
    let ids = "- { in: query, name: ids,";
    let vendor =
        VENDOR.replacen(ids, &format!("- {{ in: query, name: kind, schema: {{ type: string, enum: [wall] }} }}\n      {ids}"), 1);
    let open = |name: &str| {
        let source = format!("x-source: 'seed 9 has no `{name}`', schema: {{ $ref: '#/components/schemas/Kind' }}");
        let parameter = format!("- {{ name: kind, in: query, {source} }}\n        - {{ name: ids,");
        open(&workspace(&format!("drift-used-{name}"), &OURS.replacen("- { name: ids,", &parameter, 1), &vendor))
    };
    assert_eq!(open("wall"), [] as [&str; 0]);
    assert_eq!(open("roof"), ["GET /api/v2/lamps missing here: query parameter kind values wall"]);
}

#[test]
fn elements_that_exist_only_here_are_counted_and_shown_with_all() {
    let vendor = VENDOR.replace("          kind: { type: string, enum: [desk, floor] },\n", "");
    let workspace = workspace("drift-only-here", OURS, &vendor);
    let run = workspace.xtask(&["drift", "vendor.yaml", "--fail-on-drift"]);
    assert_eq!(run.code(), Some(0));
    assert!(run.stdout().contains("1 only here"), "{}", run.stdout());
    let run = workspace.xtask(&["drift", "vendor.yaml", "--all"]);
    assert!(run.stdout().contains("  only here: response.data[].kind (and 1 more operation)\n"), "{}", run.stdout());
}

#[test]
fn what_the_vendor_has_removed_is_reported_with_an_earlier_file() {
    // `shade` exists only here in both files.
    let colour = "        colour: { type: string, nullable: true, description: The colour. }\n";
    let ours = OURS.replace(colour, &format!("{colour}        shade: {{ type: string, description: The shade. }}\n"));
    let vendor = VENDOR.replace("          kind: { type: string, enum: [desk, floor] },\n", "");
    let workspace = workspace("drift-removed", &ours, &vendor);
    workspace.write("before.yaml", VENDOR);
    let run = workspace.xtask(&["drift", "vendor.yaml", "--before", "before.yaml", "--fail-on-drift"]);
    assert_eq!(run.code(), Some(1));
    let expected = "\
GET /api/v2/lamps
  removed by the vendor: response.data[].kind (and 1 more operation)
    spec/openapi.yaml:51  vendor.yaml:16

3 operations compared: 0 missing here, 0 contradicted, 1 removed by the vendor, 0 explained without need; 0 explained by `x-source`, 1 only here; use `--all` to show them
";
    assert_eq!(run.stdout(), expected);
    let run = workspace.xtask(&["drift", "vendor.yaml", "--before", "vendor.yaml", "--fail-on-drift"]);
    assert_eq!(run.code(), Some(0));
    // An earlier file of other operations proves nothing.
    workspace.write("others.yaml", &VENDOR.replace("  /lamps", "  /shades"));
    let run = workspace.xtask(&["drift", "vendor.yaml", "--before", "others.yaml", "--fail-on-drift"]);
    assert_eq!(run.code(), Some(0), "{}", run.stdout());
    let deprecated = ours.replace(
        "kind: { $ref: '#/components/schemas/Kind' }",
        "kind: { deprecated: true, allOf: [{ $ref: '#/components/schemas/Kind' }] }",
    );
    assert_ne!(deprecated, ours);
    workspace.write("spec/openapi.yaml", &deprecated);
    let run = workspace.xtask(&["drift", "vendor.yaml", "--before", "before.yaml", "--fail-on-drift"]);
    assert_eq!(run.code(), Some(0), "{}", run.stdout());
}

/// The bundle is equivalent to the description, so a bug in either command shows here.
#[test]
fn the_bundle_does_not_differ_from_the_description() {
    let workspace = Workspace::new("drift-bundle");
    let bundle = workspace.path("bundle.yaml");
    let run = in_repository(&["bundle", "--out", &bundle]);
    assert_eq!(run.code(), Some(0), "{}", run.stderr());
    let run = in_repository(&["drift", &bundle, "--all", "--fail-on-drift"]);
    assert_eq!(run.code(), Some(0), "{}", run.stdout());
    assert!(
        run.stdout()
            .contains(": 0 missing here, 0 contradicted, 0 explained without need; 0 explained by `x-source`, 0 only here"),
        "{}",
        run.stdout()
    );
    assert!(!run.stdout().starts_with("0 operations"), "{}", run.stdout());
}

#[test]
fn unreadable_files_are_errors() {
    let workspace = workspace("drift-broken", OURS, "paths: [");
    workspace.write("other.yaml", "lamps: none\n");
    for file in ["vendor.yaml", "other.yaml", "nowhere.yaml"] {
        let run = workspace.xtask(&["drift", file]);
        assert_eq!(run.code(), Some(1), "{file}");
        assert!(run.stderr().contains(&format!("error: {file}: ")), "{}", run.stderr());
    }
    assert_eq!(workspace.xtask(&["drift"]).code(), Some(2));
}
