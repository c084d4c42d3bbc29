//! The generator reports errors in any input: it does not panic, and it reports one error for one mistake.

use std::fs;
use std::path::Path;

use pipedrive_codegen::diag::{Diagnostics, Severity, Style};
use pipedrive_codegen::emit::{Options, emit};
use pipedrive_codegen::load::{Document, Memory};
use pipedrive_codegen::{bundle, pipeline};
use pipedrive_tests::examples::root;
use pipedrive_tests::mutate::{Numbers, mutate};

/// The files of a directory with their paths relative to `base`.
fn files(directory: &Path, base: &Path, into: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> =
        fs::read_dir(directory).expect("a directory").map(|entry| entry.expect("readable").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, base, into);
        } else if let (Ok(content), Ok(name)) = (fs::read_to_string(&path), path.strip_prefix(base)) {
            into.push((name.to_string_lossy().replace('\\', "/"), content));
        }
    }
}

#[test]
fn nothing_panics() {
    let bad = Path::new(env!("CARGO_MANIFEST_DIR")).join("bad");
    let mut numbers = Numbers::new(2026);
    let mut checked = 0;
    for code in fs::read_dir(&bad)
        .expect("a directory")
        .map(|entry| entry.expect("readable").path())
        .collect::<std::collections::BTreeSet<_>>()
    {
        for case in fs::read_dir(&code)
            .expect("a directory")
            .map(|entry| entry.expect("readable").path())
            .collect::<std::collections::BTreeSet<_>>()
        {
            let mut sources = Vec::new();
            files(&case, &case, &mut sources);
            for _ in 0..20 {
                let source = sources
                    .iter()
                    .fold(Memory::new(), |source, (name, content)| source.with(name, mutate(content, &mut numbers)));
                let mut diagnostics = Diagnostics::new();
                if let Some(document) = Document::load_from(&source, "openapi.yaml", &mut diagnostics) {
                    let model = pipeline::model(&document, &mut diagnostics);
                    if !diagnostics.has_errors() {
                        emit(&model.api, &model.names, &Options::default(), &mut diagnostics);
                        assert!(!diagnostics.has_errors(), "{}", diagnostics.render(Style::Plain));
                    }
                    let bundle = bundle::bundle(&document);
                    bundle::render(&bundle, bundle::BundleFormat::Yaml).expect("rendered");
                } else {
                    assert!(diagnostics.has_errors(), "no error without a document");
                }
                drop(diagnostics.render(Style::Colour));
                checked += 1;
            }
        }
    }
    assert!(checked > 1000, "only {checked}");
}

#[test]
fn a_bundle_can_be_loaded() {
    let bad = Path::new(env!("CARGO_MANIFEST_DIR")).join("bad/PD0116/many-faults-ok/openapi.yaml");
    let mut diagnostics = Diagnostics::new();
    let document = Document::load(&bad, &mut diagnostics).expect("readable");
    let bundled = bundle::bundle(&document);
    let content = bundle::render(&bundled, bundle::BundleFormat::Yaml).expect("rendered");
    let again =
        Document::load_from(&Memory::new().with("openapi.yaml", content), "openapi.yaml", &mut diagnostics).expect("readable");
    assert_eq!(diagnostics.render(Style::Plain), "");
    assert_eq!(bundle::bundle(&again), bundled);
}

const ROOT: &str = "openapi.yaml";
const DEALS: &str = "v2/deals.yaml";
const SCHEMAS: &str = "v2/deals.schemas.yaml";
const DEAL: &str = "\n  Deal:\n";
const LIST: &str = "operationId: v2.deals.list\n";

/// One mistake in the real description, and the error that it must cause.
struct Mistake {
    file: &'static str,
    /// The edit is after this string.
    after: &'static str,
    from: &'static str,
    to: &'static str,
    code: &'static str,
    /// A part of the help.
    help: &'static str,
}

const fn mistake(
    file: &'static str,
    (after, from, to): (&'static str, &'static str, &'static str),
    code: &'static str,
    help: &'static str,
) -> Mistake {
    Mistake { file, after, from, to, code, help }
}

const MISTAKES: &[Mistake] = &[
    // Keys, types and values of a schema.
    mistake(SCHEMAS, (DEAL, "title: { type:", "title: { tpye:"), "PD0011", "did you mean `type`?"),
    mistake(SCHEMAS, (DEAL, "title: { type: string", "title: { type: strnig"), "PD0010", "did you mean `string`?"),
    mistake(SCHEMAS, (DEAL, "title: { type: string", "title: { type: integer"), "PD0116", "write `type: string`"),
    mistake(SCHEMAS, (DEAL, " title:", " titel:"), "PD0116", "rename `titel` to `title`"),
    mistake("common/ids.yaml", ("schemas:", "\n  UserId:", "\n  UsreId:"), "PD0119", "the same name"),
    mistake("common/envelopes.yaml", ("\n  CursorPage:", "next_cursor:", "next_cursr:"), "PD0116", "`next_cursor`"),
    // References, and the names that they lead to.
    mistake(SCHEMAS, (DEAL, "/schemas/DealStatus", "/schemas/DealStaus"), "PD0020", "did you mean `DealStatus`?"),
    mistake(SCHEMAS, (DEAL, "common/enums.yaml", "common/enum.yaml"), "PD0020", "did you mean `common/enums.yaml`?"),
    mistake(SCHEMAS, ("schemas:", DEAL, "\n  Dael:\n"), "PD0020", "rename `Dael` to `Deal`"),
    mistake(SCHEMAS, ("", "schemas:\n", "schema:\n"), "PD0011", "did you mean `schemas`?"),
    mistake("common/parameters.yaml", ("\n  Limit:\n", "name: limit", "nmae: limit"), "PD0011", "did you mean `name`?"),
    mistake(DEALS, (LIST, "/schemas/CursorPage", "/schemas/CursorPag"), "PD0020", "did you mean `CursorPage`?"),
    mistake(ROOT, ("paths:", "v2/deals.yaml#/paths/deals'", "v2/deals.yaml#/paths/dealss'"), "PD0020", "did you mean `deals`?"),
    // Indentation and syntax.
    mistake(SCHEMAS, (DEAL, "\n      title: ", "\n     title: "), "PD0002", "indentation"),
    mistake(SCHEMAS, (DEAL, "creator_user_id:\n        type:", "creator_user_id:\n      type:"), "PD0002", "indentation"),
    mistake(DEALS, (LIST, "tags: [Deals]", "tags: [Deals"), "PD0002", "brackets"),
    mistake("examples/v2/deals.list.json", ("", "\"data\"", "\"data"), "PD0002", "quotes"),
    // Operations.
    mistake(DEALS, ("", LIST, "operationId: v2.deals.lsit\n"), "PD0114", "rename"),
    mistake(DEALS, ("", "operationId: v2.deals.create\n", LIST), "PD0102", "rename"),
    mistake(DEALS, ("", "\n    get:\n", "\n    gte:\n"), "PD0011", "did you mean `get`?"),
    mistake(DEALS, (LIST, "style: cursor", "style: offset"), "PD0104", "`style: cursor`"),
    mistake(ROOT, ("paths:", "/api/v2/deals/{id}:", "/api/v2/deals/{deal_id}:"), "PD0124", "`deal_id`"),
    mistake(ROOT, ("paths:", "/api/v2/deals/{id}:", "/api/v2/deals/{id:"), "PD0010", "`{name}`"),
    mistake(ROOT, ("tags:", "name: Deals,", "nam: Deals,"), "PD0011", "did you mean `name`?"),
    mistake(ROOT, ("tags:", "name: Deals,", "name: Deal,"), "PD0103", "rename `Deal` to `Deals`"),
    mistake(ROOT, ("oauth2:", "'deals:read':", "'deals:raed':"), "PD0125", "rename `deals:raed` to `deals:read`"),
];

/// The operation `v2.deals.list` of the file without its `200` response.
fn without_success(content: &str) -> String {
    let (before, after) = content.split_once(LIST).expect("the operation");
    let start = after.find("        '200':").expect("the response");
    let end = after.find("        default:").expect("the default");
    format!("{before}{LIST}{}{}", &after[..start], &after[end..])
}

#[test]
fn one_mistake_in_the_description_is_one_error() {
    let spec = root().join("spec");
    let mut original = Vec::new();
    files(&spec, &spec, &mut original);
    let mut failures = Vec::new();
    let mut check = |name: &str, file: &str, edited: String, code: &str, help: &str| {
        let source = original.iter().fold(Memory::new(), |source, (name, content)| source.with(name, content));
        let source = source.with(file, edited);
        let mut diagnostics = Diagnostics::with_prefix("spec/");
        if let Some(document) = Document::load_from(&source, ROOT, &mut diagnostics) {
            pipeline::model(&document, &mut diagnostics);
        }
        let found = diagnostics.sorted();
        let is_expected = match found.as_slice() {
            [only] => only.severity == Severity::Error && only.code.id == code && only.help.contains(help),
            _ => false,
        };
        if !is_expected {
            failures.push(format!("{name}: expected {code} with `{help}`:\n{}", diagnostics.render(Style::Plain)));
        }
    };
    for Mistake { file, after, from, to, code, help } in MISTAKES {
        let (_, content) = original.iter().find(|(name, _)| name == file).expect("the file");
        let (before, rest) = content.split_at(content.find(after).unwrap_or_else(|| panic!("{after}")) + after.len());
        assert!(rest.contains(from), "{file} has no {from}");
        check(to.trim(), file, format!("{before}{}", rest.replacen(from, to, 1)), code, help);
    }
    let (_, content) = original.iter().find(|(name, _)| name == DEALS).expect("the file");
    check("no 200", DEALS, without_success(content), "PD0113", "'200'");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
