//! The example replies: `examples/v2/deals.list.json` belongs to the operation `v2.deals.list`.

use std::sync::Arc;

use serde_json::Value;

use super::{Document, File, Pointer, Source, SourceError, reader};
use crate::diag::{Diagnostic, Diagnostics, Location, codes};

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

pub(super) fn read(source: &dyn Source, files: &[String], document: &mut Document, diagnostics: &mut Diagnostics) {
    for name in files.iter().filter(|name| name.starts_with(FOLDER)) {
        let Some(stem) = name.strip_prefix(FOLDER).and_then(|rest| rest.strip_suffix(".json")) else { continue };
        let text = match source.read(name) {
            Ok(text) => text,
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
                continue;
            }
        };
        let Some(node) = reader::parse(name, &text, diagnostics) else { continue };
        let file: Arc<str> = name.as_str().into();
        let example = Example { file: file.clone(), at: Pointer::root(file.clone()), value: node.to_json() };
        document.examples.insert(stem.replace('/', "."), example);
        document.example_files.insert(file.clone(), File { path: file, text: text.into(), node });
    }
}
