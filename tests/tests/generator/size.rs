//! What is emitted stays small: its size decides how long the crate takes to compile, and unlike that it can be tested.

use std::path::Path;

use pipedrive_codegen::output;

/// The present size and a twentieth more. A commit that raises a limit states the reason. Documentation is not counted: it costs next to nothing.
/// Raised for retired operations, fields of recorded traffic, rules for inputs, items of webhooks, exact numbers and conversions of ids.
const MOST_BYTES: usize = 1_780_000;
const MOST_FUNCTIONS: usize = 4_050;
const MOST_TYPES: usize = 960;

#[test]
fn what_is_emitted_stays_small() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/src");
    let files = output::read_tree(&source, "").unwrap();
    let emitted =
        || files.iter().filter(|(file, _)| Path::new(file).extension().is_some_and(|kind| kind == "rs")).map(|(_, text)| text);
    let is_code = |line: &&str| !line.trim_start().starts_with("//") && !line.trim_start().starts_with("#[doc");
    let count = |starts: &[&str]| {
        let lines = emitted().flat_map(|text| text.lines()).map(str::trim_start);
        lines.filter(|line| starts.iter().any(|start| line.starts_with(start))).count()
    };
    let code = |text: &String| text.lines().filter(is_code).map(|line| line.len() + 1).sum::<usize>();
    let bytes: usize = emitted().map(code).sum();
    let functions = count(&["fn ", "pub fn ", "pub(crate) fn "]);
    let types = count(&["pub struct ", "pub enum "]);
    println!("{bytes} bytes, {functions} functions, {types} types");
    assert!(types > 0 && functions > 0);
    assert!(bytes <= MOST_BYTES, "{bytes} bytes");
    assert!(functions <= MOST_FUNCTIONS, "{functions} functions");
    assert!(types <= MOST_TYPES, "{types} types");
}
