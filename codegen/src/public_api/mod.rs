//! The public API of the published crates, read from their sources: one line per item that users can name, with its signature.
//!
//! It covers the emitted code, the runtime and what its macros expand to, so that a change of any of them is visible in a review. Items that are
//! hidden in the documentation are not part of it.

mod attributes;
mod expand;
mod families;
mod features;
mod file;
mod lines;
mod paths;
mod resolve;
mod source;
mod tokens;

use std::collections::BTreeMap;
use std::path::Path;

use self::families::Families;
use self::lines::Writer;
use self::paths::PublicPaths;
use self::resolve::Modules;
use self::source::{MacroTable, SourceModule};
use crate::emit::FileSet;
use crate::parallel;

pub(crate) use families::replaced;
pub use file::{PublicApi, StoredItem};
pub(crate) use source::MORE;

/// The sources of a published crate.
#[derive(Debug)]
pub struct CrateSource {
    /// The name of the package, such as `pipedrive-runtime`.
    pub package: String,
    /// The files by their path in the crate.
    pub files: FileSet,
}

/// Whether a file is a source of its crate.
fn is_rust(path: &str) -> bool {
    path.starts_with("src/") && Path::new(path).extension().is_some_and(|extension| extension == "rs")
}

/// Returns the file with the public API of each crate, by the name of the package. Fails if a source cannot be read.
pub fn files(crates: &[CrateSource]) -> Result<FileSet, String> {
    let names: Vec<String> = crates.iter().map(|source| source.package.replace('-', "_")).collect();
    let sources: Vec<(&str, &str, &str)> = crates
        .iter()
        .zip(&names)
        .flat_map(|(source, krate)| {
            let rust = source.files.iter().filter(|(path, _)| is_rust(path));
            rust.map(|(path, content)| (krate.as_str(), path.as_str(), content.as_str()))
        })
        .collect();
    let failed = |krate: &str, path: &str, why: String| format!("cannot read the public API of {krate}: {path}: {why}");
    let mut macros = MacroTable::default();
    for (krate, path, content) in &sources {
        let found = source::macros_in(krate, content).map_err(|why| failed(krate, path, why))?;
        macros.add(krate, path, found);
    }
    let read = parallel::map(&sources, |(krate, path, content)| {
        source::modules_in(krate, path, content, &macros).map_err(|why| failed(krate, path, why))
    });
    let mut modules: Vec<(String, SourceModule)> = Vec::new();
    for (found, (krate, ..)) in read.into_iter().zip(&sources) {
        modules.extend(found?.into_iter().map(|module| ((*krate).to_owned(), module)));
    }
    let modules = Modules::of(modules);
    let paths: BTreeMap<String, PublicPaths> =
        names.iter().map(|krate| (krate.clone(), PublicPaths::of(&modules, krate))).collect();
    let mut files = FileSet::new();
    for (source, krate) in crates.iter().zip(&names) {
        let families = Families::of(&Writer { modules: &modules, krate, paths: &paths }.lines());
        let features = features::of(source.files.get("Cargo.toml").map(String::as_str).unwrap_or_default());
        files.insert(format!("{}.txt", source.package), file::render(krate, &features, &families));
    }
    Ok(files)
}
