//! What is emitted stays small: its size decides how long the crate takes to compile, and unlike that it can be tested.

use std::path::Path;

use pipedrive_codegen::output;

/// What there is now and a twentieth more. Whoever raises them says why.
const MOST_BYTES: usize = 2_130_000;
const MOST_FUNCTIONS: usize = 4_050;
const MOST_TYPES: usize = 960;

#[test]
fn what_is_emitted_stays_small() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/src");
    let files = output::read_tree(&source, "").unwrap();
    let emitted = || files.values();
    let count = |starts: &[&str]| {
        let lines = emitted().flat_map(|text| text.lines()).map(str::trim_start);
        lines.filter(|line| starts.iter().any(|start| line.starts_with(start))).count()
    };
    let bytes: usize = emitted().map(String::len).sum();
    let functions = count(&["fn ", "pub fn ", "pub(crate) fn "]);
    let types = count(&["pub struct ", "pub enum "]);
    println!("{bytes} bytes, {functions} functions, {types} types");
    assert!(types > 0 && functions > 0);
    assert!(bytes <= MOST_BYTES, "{bytes} bytes");
    assert!(functions <= MOST_FUNCTIONS, "{functions} functions");
    assert!(types <= MOST_TYPES, "{types} types");
}
