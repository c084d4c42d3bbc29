//! Reads the example responses: `examples/v2/deals.list.json` belongs to the operation `v2.deals.list`.

use std::sync::Arc;

use serde_json::Value;

use super::{File, Pointer, SpecSource, reader};
use crate::diag::Diagnostics;
use crate::openapi::yaml::Dialect;
use crate::parallel;

/// The directory of the examples.
pub(super) const DIRECTORY: &str = "examples/";

/// An example response of an operation.
#[derive(Debug, Clone)]
pub struct Example {
    /// The path of the file, relative to the directory of the description.
    pub file: Arc<str>,
    /// The location of the response: the root of the file.
    pub at: Pointer,
    /// The response, in the order of the file.
    pub value: Value,
}

impl Example {
    /// The path of the example of an operation.
    pub fn file_of(operation_id: &str) -> String {
        format!("{DIRECTORY}{}.json", operation_id.replacen('.', "/", 1))
    }
}

/// An example with the id of its operation and its file.
pub(super) struct LoadedExample {
    pub operation: String,
    pub example: Example,
    pub file: File,
}

/// Reads all examples in parallel. The error is the path of a file that could not be read or parsed.
pub(super) fn read(source: &dyn SpecSource, files: &[String]) -> Vec<(Result<LoadedExample, Arc<str>>, Diagnostics)> {
    let examples: Vec<(&str, &str)> =
        files.iter().filter_map(|name| Some((name.as_str(), name.strip_prefix(DIRECTORY)?.strip_suffix(".json")?))).collect();
    parallel::map(&examples, |(name, stem)| {
        let (file, diagnostics) = read_one(source, name);
        let stored = file.map(|file| {
            let value = file.node.to_json();
            let example = Example { file: file.path.clone(), at: Pointer::root(file.path.clone()), value };
            LoadedExample { operation: stem.replace('/', "."), example, file }
        });
        (stored.ok_or_else(|| Arc::from(*name)), diagnostics)
    })
}

fn read_one(source: &dyn SpecSource, name: &str) -> (Option<File>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let file = match source.read(name) {
        Ok(content) => reader::parse(name, &content, Dialect::Strict, &mut diagnostics).map(|node| File {
            path: name.into(),
            text: content.into(),
            node,
        }),
        Err(error) => {
            diagnostics.push(reader::unreadable(name, &error));
            None
        }
    };
    (file, diagnostics)
}
