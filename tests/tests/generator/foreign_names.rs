//! External descriptions: every item has a name of its own, references that lead nowhere leave out only what is behind them, and YAML is
//! read as other tools read it.

use pipedrive_codegen::diag::{Diagnostics, Severity};
use pipedrive_codegen::emit::{Options, Package};
use pipedrive_codegen::load::{Document, Flavour, Memory};
use pipedrive_codegen::names::lock_file;
use pipedrive_codegen::pipeline;

/// Returns the names of a description and its warnings, with their lines.
fn read(content: &str) -> (String, Vec<String>) {
    let package = Package { name: "lamps".to_owned(), from: "a.yaml".to_owned(), standalone: false };
    let options = Options { package: Some(package), ..Options::default() };
    let mut diagnostics = Diagnostics::new();
    let source = Memory::new().with("a.yaml", content);
    let document = Document::load_from_as(&source, "a.yaml", Flavour::Foreign, &mut diagnostics).expect("a description");
    let model = pipeline::model(&document, &mut Diagnostics::new());
    let generated = pipeline::generate_from(&document, &options, &mut diagnostics);
    let found = diagnostics.sorted().into_iter().map(|found| {
        assert_eq!(found.severity, Severity::Warning, "{}", found.message);
        format!("{}: {}", found.at.as_ref().map_or(0, |at| at.line), found.message)
    });
    let found: Vec<String> = found.collect();
    assert!(generated.is_some(), "{found:?}");
    (lock_file(&model.api, &model.names), found)
}

/// The lines of names with a given start, without it.
fn names<'a>(lock: &'a str, kind: &str) -> Vec<&'a str> {
    lock.lines().filter_map(|line| line.strip_prefix(kind)).map(str::trim).collect()
}

#[test]
fn inputs_with_the_same_name_are_all_there() {
    let (lock, found) = read(
        "openapi: 3.0.3
paths:
  /albums/{id}:
    put:
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: id, in: query, schema: { type: string } }
        - { name: StartTime, in: query, schema: { type: string } }
        - { name: 'StartTime<', in: query, schema: { type: string } }
        - { name: startTime, in: query, schema: { type: string } }
      requestBody:
        content: { application/json: { schema: { type: object, properties: { id: { type: string }, Id: { type: string }, 1st: { type: string } } } } }
      responses: { '204': { description: Saved. } }
",
    );
    assert_eq!(found, [""; 0]);
    let inputs =
        ["id = id", "id = query_id", "StartTime = start_time", "StartTime< = start_time_less", "startTime = start_time_2"];
    let body = ["id = body_id", "Id = id_2", "1st = input_1st"];
    assert_eq!(names(&lock, "  "), [&inputs[..], &body[..]].concat());
}

#[test]
fn schemas_keep_their_names_before_inline_ones() {
    let (lock, _) = read(
        "openapi: 3.0.3
paths:
  /articles/{slug}:
    get:
      operationId: GetArticle
      tags: [Articles]
      parameters: [{ name: slug, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: It., content: { application/json: { schema: { type: object, properties: { article: { $ref: '#/components/schemas/Article' } } } } } } }
  /articles/{slug}/comments/{id}:
    delete:
      operationId: DeleteArticleComment
      tags: [Comments]
      parameters: [{ name: slug, in: path, required: true, schema: { type: string } }, { name: id, in: path, required: true, schema: { type: string } }]
      responses: { '204': { description: Gone. } }
components:
  schemas:
    Article: { type: object, properties: { slug: { type: string }, a: { $ref: '#/components/schemas/aB' }, b: { $ref: '#/components/schemas/AB' } } }
    aB: { type: object, properties: { x: { type: string } } }
    AB: { type: object, properties: { x: { type: string } } }
",
    );
    let schemas: Vec<&str> = names(&lock, "schema ").iter().filter_map(|line| line.rsplit("::").next()).collect();
    assert!(schemas.contains(&"Article") && schemas.contains(&"GetArticle"), "{schemas:?}");
    assert!(lock.contains("v1.comments.delete_article_comment"), "{lock}");
}

#[test]
fn values_have_names_of_their_own() {
    let (lock, _) = read(
        "openapi: 3.0.3
paths:
  /e:
    get:
      responses: { '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/E' } } } } }
components:
  schemas:
    E:
      type: object
      properties:
        unit: { type: string, enum: [kB, KB, kb, err, '', '+1', '-1', '<=', 名前, self, unknown, 1.5] }
        shape: { oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }], discriminator: { propertyName: k, mapping: { Foo: '#/components/schemas/A', foo: '#/components/schemas/B', '2': '#/components/schemas/A', other: '#/components/schemas/B' } } }
    A: { type: object, properties: { k: { type: string }, a: { type: string } } }
    B: { type: object, properties: { k: { type: string }, b: { type: string } } }
",
    );
    let values = [
        "kB = KB",
        "KB = Kb",
        "kb = Kb2",
        "err = Err",
        " = Empty",
        "+1 = Plus1",
        "-1 = Minus1",
        "<= = LessOrEqual",
        "名前 = MingQian",
        "self = Self_",
        "unknown = UnknownValue",
        "1.5 = Value1Point5",
    ];
    for value in values {
        assert!(lock.contains(&format!("\n  {value}\n")), "{value}:\n{lock}");
    }
    for tag in ["Foo = Foo", "foo = Foo2", "2 = Value2", "other = OtherValue"] {
        assert!(lock.contains(&format!("\n  {tag}\n")), "{tag}:\n{lock}");
    }
}

#[test]
fn tags_and_paths_become_modules_that_every_system_can_store() {
    let tags = ["con", "COM1", "名前", "🦄", "+1", "type", "aB", "into", &"long ".repeat(80)];
    let mut content = "openapi: 3.0.3\npaths:\n".to_owned();
    content.extend(tags.iter().enumerate().map(|(index, tag)| {
        format!("  /p{index}: {{ get: {{ tags: ['{tag}'], responses: {{ '204': {{ description: Done. }} }} }} }}\n")
    }));
    let (lock, _) = read(&content);
    for module in ["con_api", "com1_api", "ming_qian", "unicorn", "plus_1", "type_api", "a_b", "into_api"] {
        assert!(lock.contains(&format!("operation v1.{module}.")), "{module}:\n{lock}");
    }
    let longest = names(&lock, "operation ").iter().filter_map(|line| line.split('.').nth(1)).map(str::len).max();
    assert!(longest.is_some_and(|length| length <= 68), "{lock}");
}

#[test]
fn what_refers_to_nothing_is_left_out() {
    let (lock, found) = read(
        "openapi: 3.0.3
paths:
  /a:
    get:
      parameters:
        - { $ref: '#/components/parameters/Missing' }
        - { name: q, in: query, schema: { $ref: '#/components/schemas/Missing' } }
      responses: { '200': { description: It., content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } }
    post:
      requestBody: { $ref: '#/components/requestBodies/Missing' }
      responses: { '200': { $ref: '#/components/responses/Missing' } }
    put: { $ref: '#/components/x-operations/Missing' }
  /b: { $ref: '#/components/pathItems/Missing' }
  /c:
    get: { $ref: '#/components/x-operations/ListC' }
components:
  x-operations:
    ListC: { operationId: listC, responses: { '204': { description: Done. } } }
  schemas:
    A:
      type: object
      properties:
        id: { type: string }
        one: { $ref: '#/components/schemas/Missing' }
        many: { type: array, items: { $ref: 'other.yaml#/Missing' } }
        all: { allOf: [{ $ref: '#/components/schemas/Missing' }, { type: object, properties: { x: { type: string } } }] }
",
    );
    let lines: Vec<&str> = found.iter().filter_map(|line| line.split(':').next()).collect();
    for line in ["6", "7", "10", "11", "12", "13", "24", "25", "26"] {
        assert!(lines.contains(&line), "line {line} has no warning: {found:#?}");
    }
    for name in ["v1.a.get ", "v1.a.create ", "v1.c.list ", "\n  q = q\n", "\n  id = id\n", "\n  one = one\n", "\n  x = x\n"] {
        assert!(lock.contains(name), "{name} is missing:\n{lock}");
    }
}

#[test]
fn yaml_is_read_as_other_tools_read_it() {
    let (lock, found) = read(
        "openapi: 3.0.3
info: { title: T, version: 1.0 }
x-shared: &shared
  404: { description: None. }
paths:
  /a:
    get:
      parameters: &paging
        - { name: page, in: query, schema: { type: number, maximum: 99999999999999999999999 } }
      responses:
        <<: *shared
        200: { description: It., content: { application/json: { schema: &lamp { type: object, properties: { id: { type: string } } }, example: { id: 044925 } } } }
    post:
      parameters: *paging
      responses: { 200: { description: It., content: { application/json: { schema: *lamp, example:
\t{
\t\t\"id\": \"0\"
\t} } } } }
",
    );
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].starts_with("9: ambiguous value `99999999999999999999999`: read as "), "{found:#?}");
    assert!(found[1].starts_with("12: ambiguous value `044925`: read as `44925`"), "{found:#?}");
    assert_eq!(names(&lock, "  "), ["page = page", "page = page", "id = id"]);
}
