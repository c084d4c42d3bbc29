//! The example replies: `examples/v2/deals.list.json` belongs to the operation `v2.deals.list`.

use std::sync::Arc;

use serde_json::Value;

use super::{File, Pointer, SourceError, SpecSource, reader};
use crate::diag::{Diagnostic, Diagnostics, Location, codes};
use crate::parallel;

/// The folder of the examples.
pub(crate) const FOLDER: &str = "examples/";

/// A stored reply of an operation.
#[derive(Debug, Clone)]
pub struct Example {
    /// The file, relative to the folder of the description.
    pub file: Arc<str>,
    /// The root of that file; `document.locate` knows every place in it.
    pub at: Pointer,
    /// The reply, in the order written.
    pub value: Value,
}

impl Example {
    /// The file that the example of an operation stands in.
    pub fn file_of(operation_id: &str) -> String {
        format!("{FOLDER}{}.json", operation_id.replacen('.', "/", 1))
    }
}

/// An example, the operation that it belongs to, and its file.
pub(super) struct LoadedExample {
    pub operation: String,
    pub example: Example,
    pub file: File,
}

/// Reads all examples, with what is wrong with those that cannot be read.
pub(super) fn read(source: &dyn SpecSource, files: &[String]) -> Vec<(Option<LoadedExample>, Diagnostics)> {
    let examples: Vec<(&str, &str)> =
        files.iter().filter_map(|name| Some((name.as_str(), name.strip_prefix(FOLDER)?.strip_suffix(".json")?))).collect();
    parallel::map(&examples, |(name, stem)| {
        let (file, diagnostics) = read_one(source, name);
        let stored = file.map(|file| {
            let value = file.node.to_json();
            let example = Example { file: file.path.clone(), at: Pointer::root(file.path.clone()), value };
            LoadedExample { operation: stem.replace('/', "."), example, file }
        });
        (stored, diagnostics)
    })
}

fn read_one(source: &dyn SpecSource, name: &str) -> (Option<File>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let file = match source.read(name) {
        Ok(text) => reader::parse(name, &text, &mut diagnostics).map(|node| File { path: name.into(), text: text.into(), node }),
        Err(error) => {
            let why = match error {
                SourceError::NotFound => "it does not exist".to_owned(),
                SourceError::Other(why) => why,
            };
            diagnostics.push(
                Diagnostic::new(codes::FILE_UNREADABLE, format!("this file cannot be read: {why}"))
                    .at(Location::file(name))
                    .help("check the path, the permissions and the encoding"),
            );
            None
        }
    };
    (file, diagnostics)
}
