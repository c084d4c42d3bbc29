//! No text of a description becomes code, markup or a command. `hostile/texts.jsonl` contains the texts, a JSON string per line, and
//! `hostile/part.json` the positions: a part of a description, in which `TEXT` is a text and `NUMBER` its number.

mod output;
mod reports;

use std::fs;
use std::path::Path;

use pipedrive_codegen::diag::{Diagnostics, Style};
use pipedrive_codegen::emit::{FileSet, Options, Package};
use pipedrive_codegen::load::{Document, Flavour, Memory};
use pipedrive_codegen::pipeline;
use serde_json::{Map, Value, json};

fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("hostile").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn texts() -> Vec<String> {
    let texts: Vec<String> = file("texts.jsonl").lines().map(|line| serde_json::from_str(line).expect("a string")).collect();
    assert!(texts.len() >= 148, "{} texts", texts.len());
    texts
}

/// The number of positions of a text in the part.
fn positions(part: &str) -> usize {
    part.matches("TEXT").count()
}

/// Whether a character must not be in any output.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The part for one text.
fn part(number: usize, text: &str) -> Value {
    fn filled(value: &Value, number: &str, text: &str) -> Value {
        let fill = |string: &str| string.replace("NUMBER", number).replace("TEXT", text);
        let pointer = text.replace('~', "~0").replace('/', "~1").replace('%', "%25");
        match value {
            Value::String(string) => Value::String(fill(string)),
            Value::Array(items) => items.iter().map(|item| filled(item, number, text)).collect(),
            Value::Object(entries) => {
                let entries = entries
                    .iter()
                    .map(|(key, value)| (fill(key), filled(value, number, if key == "$ref" { &pointer } else { text })));
                Value::Object(entries.collect::<Map<_, _>>())
            }
            other => other.clone(),
        }
    }
    let template = file("part.json");
    assert!(positions(&template) >= 19);
    filled(&serde_json::from_str(&template).expect("JSON"), &number.to_string(), text)
}

/// A description with a part for each of the texts. `about` is the text in the positions that a description has once.
fn description(about: &str, texts: &[(usize, &str)]) -> Value {
    let mut whole = json!({
        "openapi": "3.0.3",
        "info": { "title": about, "version": about, "description": about },
        "servers": [{ "url": "https://a.example", "description": about }],
        "tags": [], "paths": {}, "components": { "schemas": {}, "securitySchemes": {} },
    });
    for (number, text) in texts {
        merge(&mut whole, part(*number, text));
    }
    whole
}

fn merge(into: &mut Value, part: Value) {
    match (into, part) {
        (Value::Object(into), Value::Object(part)) => {
            for (key, value) in part {
                match into.get_mut(&key) {
                    Some(known) => merge(known, value),
                    None => drop(into.insert(key, value)),
                }
            }
        }
        (Value::Array(into), Value::Array(part)) => into.extend(part),
        (into, part) => *into = part,
    }
}

/// Generates a crate from an external description with this file name. All diagnostics must be warnings.
fn generate(file: &str, description: &Value) -> (FileSet, Diagnostics) {
    let package = Package { name: "any-api".to_owned(), from: file.to_owned(), standalone: false };
    let options = Options { package: Some(package), ..Options::default() };
    let mut diagnostics = Diagnostics::new();
    let source = Memory::new().with(file, description.to_string());
    let generated = Document::load_from_as(&source, file, Flavour::Foreign, &mut diagnostics)
        .and_then(|document| pipeline::generate_from(&document, &options, &mut diagnostics));
    let Some(generated) = generated else { panic!("{description}:\n{}", diagnostics.render(Style::Plain)) };
    (generated.files, diagnostics)
}
