//! Reads the items of a source file: what is public, with its signature, before paths are resolved.

mod items;
mod outline;
mod reader;

use super::attributes::Attributes;
use super::tokens::SignatureCode;

pub(super) use reader::{MacroTable, macros_in, modules_in};

/// A module, as one file or a block in it states it.
#[derive(Debug, Default)]
pub(super) struct SourceModule {
    /// The names from the root of the crate.
    pub path: Vec<String>,
    pub items: Vec<SourceItem>,
    pub imports: Vec<Import>,
    pub impls: Vec<SourceImpl>,
    /// The calls of macros of other crates for a type: macro and type.
    pub calls: Vec<(String, String)>,
}

impl SourceModule {
    /// Removes the exported macros.
    pub fn take_macros(&mut self) -> Vec<SourceItem> {
        let (macros, others) = std::mem::take(&mut self.items).into_iter().partition(|item| item.signature.before == "macro");
        self.items = others;
        macros
    }
}

/// A named item.
#[derive(Debug)]
pub(super) struct SourceItem {
    pub name: String,
    pub is_public: bool,
    pub attributes: Attributes,
    pub signature: Signature,
    pub members: Vec<Member>,
}

/// A field, a variant, or an associated item.
#[derive(Debug)]
pub(super) struct Member {
    pub name: String,
    pub attributes: Attributes,
    pub signature: Signature,
}

/// A signature: `before`, the path, and `code` between `join` and `after`.
#[derive(Debug, Default)]
pub(super) struct Signature {
    /// What precedes the path, such as `async fn`.
    pub before: String,
    pub join: &'static str,
    pub code: SignatureCode,
    pub after: &'static str,
}

/// A `use` declaration of one name, or of all names of a module.
#[derive(Debug)]
pub(super) struct Import {
    pub path: Vec<String>,
    /// The name that it introduces; `None` for all public names.
    pub name: Option<String>,
    pub is_public: bool,
    pub attributes: Attributes,
}

/// An `impl` block.
#[derive(Debug)]
pub(super) struct SourceImpl {
    pub attributes: Attributes,
    /// `<T: Bound>`
    pub generics: SignatureCode,
    pub of_trait: Option<SignatureCode>,
    pub target: SignatureCode,
    /// `where …`
    pub bounds: SignatureCode,
    /// The associated types of a trait.
    pub bindings: Vec<(String, SignatureCode)>,
    /// The public members, without those of a trait.
    pub members: Vec<Member>,
}

/// Marks types with private fields, traits with hidden required items, and provided methods of traits.
pub(crate) const MORE: &str = " { .. }";
