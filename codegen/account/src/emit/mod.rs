//! The Rust module of a snapshot.

mod enums;
mod lists;
mod names;
mod scope;
mod structs;
mod tokens;

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::files;
use crate::snapshot::{Entity, Names, Snapshot, SnapshotError};
use pipedrive_inert::markdown::code;
use scope::{custom_fields, has_enum, label_field, shares_fields};
use tokens::doc;

/// Generates the Rust module of a snapshot: a struct of the custom fields of each entity, and enums of the options of fields, of
/// pipelines and stages, of activity types, and of the labels and sources of leads.
///
/// The module uses the crate `pipedrive` and nothing else.
///
/// ```
/// use pipedrive_account::{AccountField, Entity, Snapshot};
///
/// let mut snapshot = Snapshot::default();
/// let field = AccountField::new("dcf558aac1ae4e8c4f849ba5e668430d8df9be12", "Contract no", "varchar");
/// snapshot.fields.insert(Entity::Deals, vec![field]);
///
/// let module = pipedrive_account::generate(&snapshot)?;
/// assert!(module.source().contains("pub contract_no: Option<String>,"));
/// # Ok::<(), pipedrive_account::SnapshotError>(())
/// ```
///
/// # Errors
///
/// Returns an error if a name in the section `names` of the snapshot is not a Rust identifier, or is used twice.
pub fn generate(snapshot: &Snapshot) -> Result<AccountModule, SnapshotError> {
    let names = snapshot.complete_names()?;
    let mut module = Builder { snapshot, names: &names, imports: Imports::default(), items: TokenStream::new() };
    for entity in Entity::ALL {
        module.entity(entity);
    }
    module.lists();
    let source = module.finish()?;
    Ok(AccountModule { head: head(snapshot), source, names })
}

/// A generated Rust module, returned by [`generate`]. `Display` formats the content of a file.
#[derive(Clone, Debug)]
pub struct AccountModule {
    head: String,
    source: String,
    names: Names,
}

impl AccountModule {
    /// Returns the items of the module, for `include!`, which allows no documentation of the module itself.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Returns the names of the items: those of the snapshot, and new ones. Store them in [`Snapshot::names`], so that they stay the same
    /// when fields and options are renamed in the account.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Writes the module to a file, unless the file contains it already. Returns whether it was written.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be written, or exists and is not a generated module.
    pub fn write(&self, path: impl AsRef<Path>) -> Result<bool, SnapshotError> {
        let path = path.as_ref();
        if path.exists() {
            let old = files::read(path).map_err(SnapshotError::new)?;
            if !(old.trim().is_empty() || old.starts_with(MARK)) {
                return Err(SnapshotError::new(format!(
                    "`{}` was not written by `pipedrive-account generate`: choose another file, or remove it first",
                    path.display()
                )));
            }
        }
        files::write(path, &self.to_string()).map_err(SnapshotError::new)
    }

    /// Writes the items of the module to a file for `include!`, unless the file contains them already. Returns whether it was written.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be written.
    pub fn write_items(&self, path: impl AsRef<Path>) -> Result<bool, SnapshotError> {
        files::write(path.as_ref(), &self.source).map_err(SnapshotError::new)
    }

    /// Returns whether a file contains the module, apart from line ends.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read.
    pub fn is_current(&self, path: impl AsRef<Path>) -> Result<bool, SnapshotError> {
        let content = files::read(path.as_ref()).map_err(SnapshotError::new)?;
        Ok(content.replace("\r\n", "\n") == self.to_string())
    }
}

impl fmt::Display for AccountModule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.head, self.source)
    }
}

/// Returns the documentation and the attributes of the module. rustfmt does not format it, and a program need not use all of it.
fn head(snapshot: &Snapshot) -> String {
    let domain = snapshot.company.as_ref().and_then(|company| company.domain.as_deref());
    let account =
        domain.map_or_else(|| "a Pipedrive account".to_owned(), |domain| format!("the Pipedrive account {}", code(domain)));
    format!(
        "{MARK}. Do not edit: rename items in the section `names` of the snapshot.\n\
         //! The custom fields, pipelines, labels and other definitions of {account}.\n\n\
         #![cfg_attr(rustfmt, rustfmt_skip)]\n\
         #![allow(dead_code, reason = \"a program need not use everything that the account defines\")]\n"
    )
}

/// The start of a generated file.
const MARK: &str = "// @generated by `pipedrive-account generate`";

/// What the module is built from, and its items so far.
struct Builder<'a> {
    snapshot: &'a Snapshot,
    names: &'a Names,
    imports: Imports,
    items: TokenStream,
}

/// The items that the module imports from `pipedrive`, by their modules.
#[derive(Default)]
struct Imports {
    root: BTreeSet<&'static str>,
    custom_fields: BTreeSet<&'static str>,
    ids: BTreeSet<String>,
    fmt: bool,
}

impl Builder<'_> {
    /// Adds the struct of an entity and the enums of its options and labels.
    fn entity(&mut self, entity: Entity) {
        let snapshot = self.snapshot;
        if entity == Entity::Leads && shares_fields(snapshot) {
            if custom_fields(snapshot, Entity::Deals).next().is_some() {
                self.lead_alias();
            }
            return;
        }
        let Some(names) = self.names.fields.get(&entity) else { return };
        self.entity_struct(entity, names);
        for field in custom_fields(snapshot, entity).filter(|field| has_enum(field)) {
            let about = format!("An option of the {} field {}.", entity.singular().to_lowercase(), code(&field.name));
            self.option_enum(&doc(&[about]), field, &names[&field.key], false);
        }
        if let Some(field) = label_field(snapshot, entity) {
            let about = format!("A label of {entity}.");
            self.option_enum(&doc(&[about]), field, &names[&field.key], true);
        }
    }

    /// Adds an alias for the fields of leads, which are those of deals.
    fn lead_alias(&mut self) {
        self.imports.ids.insert("LeadId".to_owned());
        self.items.extend(quote! {
            impl FieldsOf<LeadId> for DealFields {}

            /// The custom fields of leads, which are those of deals.
            pub type LeadFields = DealFields;
        });
    }

    /// Formats the module.
    fn finish(self) -> Result<String, SnapshotError> {
        let Imports { root, custom_fields, ids, fmt } = self.imports;
        let import = |path: TokenStream, names: Vec<&str>| {
            let names = names.iter().map(|name| format_ident!("{name}"));
            (names.len() > 0).then(|| quote!(use #path::{#(#names),*};))
        };
        let fmt = fmt.then(|| {
            quote!(
                use std::fmt;
            )
        });
        let custom_fields = import(quote!(pipedrive::custom_fields), custom_fields.into_iter().collect());
        let ids = import(quote!(pipedrive::ids), ids.iter().map(String::as_str).collect());
        let root = import(quote!(pipedrive), root.into_iter().collect());
        let items = self.items;
        let file = syn::parse2(quote!(#fmt #custom_fields #ids #root #items));
        // A defect of the generator: names are checked, and everything else is a literal.
        let invalid = |error: syn::Error| SnapshotError::new(format!("the generated module is not valid Rust: {error}"));
        file.map(tokens::format).map_err(invalid)
    }
}
