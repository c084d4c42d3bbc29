//! Open enums.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::Builder;
use super::names::{UNKNOWN, number};
use super::tokens::{doc, ident, integer};
use crate::snapshot::{AccountField, NamesOfField};
use pipedrive_inert::markdown::code;

/// A variant of an enum.
pub(super) struct Variant<'a> {
    pub(super) name: &'a str,
    pub(super) label: &'a str,
    pub(super) id: OptionKey<'a>,
}

/// What identifies a variant in requests and responses.
#[derive(Clone, Copy)]
pub(super) enum OptionKey<'a> {
    Number(i64),
    Key(&'a str),
}

/// The number of variants from which clippy takes the list of them for too large for the stack, where it is not.
const LARGE: usize = 500;

/// The number of variants from which clippy may take a function for too long: an arm takes up to three lines.
const LONG: usize = 30;

impl Builder<'_> {
    /// Adds the enum of the options of a field.
    pub(super) fn option_enum(&mut self, docs: &TokenStream, field: &AccountField, names: &NamesOfField, are_labels: bool) {
        let Some(enum_name) = &names.enum_name else { return };
        let options = field.options.iter().filter_map(|option| {
            let (id, name) = (number(&option.id)?, names.options.get(&option.id.to_string())?);
            Some(Variant { name, label: &option.label, id: OptionKey::Number(id) })
        });
        let variants: Vec<Variant<'_>> = options.collect();
        self.numbered_enum(docs, enum_name, &variants);
        let name = ident(enum_name);
        if are_labels {
            self.conversions(enum_name, "LabelId");
        } else {
            self.imports.root.insert("CustomFieldValue");
            self.items.extend(quote! {
                impl From<#name> for CustomFieldValue {
                    fn from(option: #name) -> Self {
                        Self::Option(option.id())
                    }
                }
            });
        }
    }

    /// Adds an enum with numeric ids.
    pub(super) fn numbered_enum(&mut self, docs: &TokenStream, enum_name: &str, variants: &[Variant<'_>]) {
        self.imports.custom_fields.extend(["NumberedOption", "UnknownNumber"]);
        let id = |variant: &Variant<'_>| match variant.id {
            OptionKey::Number(id) => integer(id),
            OptionKey::Key(key) => quote!(#key),
        };
        let names = variants.iter().map(|variant| ident(variant.name));
        let id = if variants.is_empty() {
            quote!(let Self::Unknown(id) = self; id.get())
        } else {
            let arms = variants.iter().map(|variant| (ident(variant.name), id(variant)));
            let arms = arms.map(|(name, id)| quote!(Self::#name => #id));
            quote!(match self { #(#arms,)* Self::Unknown(id) => id.get() })
        };
        let (label, allow, name) = (labels(variants), allow_length(variants), ident(enum_name));
        let allow_array = allow_array(variants);
        self.enum_type(docs, enum_name, variants, &quote!(Clone, Copy, Debug, PartialEq, Eq, Hash), &quote!(UnknownNumber));
        self.items.extend(quote! {
            impl NumberedOption for #name {
                #allow_array
                const ALL: &'static [Self] = &[#(Self::#names),*];

                #allow
                fn id(&self) -> i64 {
                    #id
                }

                #allow
                fn label(&self) -> Option<&'static str> {
                    #label
                }

                fn unknown(id: UnknownNumber) -> Self {
                    Self::Unknown(id)
                }
            }
        });
        self.display(enum_name);
    }

    /// Adds an enum with strings as ids.
    pub(super) fn keyed_enum(&mut self, docs: &TokenStream, enum_name: &str, variants: &[Variant<'_>]) {
        self.imports.custom_fields.extend(["KeyedOption", "UnknownString"]);
        let keys = variants.iter().filter_map(|variant| match variant.id {
            OptionKey::Key(key) => Some((ident(variant.name), key)),
            OptionKey::Number(_) => None,
        });
        let arms = keys.map(|(name, key)| quote!(Self::#name => #key));
        let key = if variants.is_empty() {
            quote!(let Self::Unknown(key) = self; key.as_str())
        } else {
            quote!(match self { #(#arms,)* Self::Unknown(key) => key.as_str() })
        };
        let names = variants.iter().map(|variant| ident(variant.name));
        let (label, allow, name) = (labels(variants), allow_length(variants), ident(enum_name));
        let allow_array = allow_array(variants);
        self.enum_type(docs, enum_name, variants, &quote!(Clone, Debug, PartialEq, Eq, Hash), &quote!(UnknownString));
        self.items.extend(quote! {
            impl KeyedOption for #name {
                #allow_array
                const ALL: &'static [Self] = &[#(Self::#names),*];

                #allow
                fn key(&self) -> &str {
                    #key
                }

                #allow
                fn label(&self) -> Option<&'static str> {
                    #label
                }

                fn unknown(key: UnknownString) -> Self {
                    Self::Unknown(key)
                }
            }
        });
        self.display(enum_name);
    }

    /// Adds the conversions between an enum and an id type.
    pub(super) fn conversions(&mut self, enum_name: &str, id_type: &str) {
        self.imports.ids.insert(id_type.to_owned());
        let (name, id_type) = (ident(enum_name), ident(id_type));
        self.items.extend(quote! {
            impl From<#name> for #id_type {
                fn from(value: #name) -> Self {
                    Self(value.id())
                }
            }

            impl From<#id_type> for #name {
                fn from(id: #id_type) -> Self {
                    Self::from_id(id.0)
                }
            }
        });
    }

    fn enum_type(
        &mut self,
        docs: &TokenStream,
        enum_name: &str,
        variants: &[Variant<'_>],
        derives: &TokenStream,
        unknown: &TokenStream,
    ) {
        let name = ident(enum_name);
        let known = variants.iter().map(|variant| {
            let id = match variant.id {
                OptionKey::Number(id) => format!("ID {id}"),
                OptionKey::Key(key) if key == variant.label => String::new(),
                OptionKey::Key(key) => code(key),
            };
            let label = code(variant.label);
            let (docs, name) =
                (doc(&[if id.is_empty() { format!("{label}.") } else { format!("{label}. {id}.") }]), ident(variant.name));
            quote!(#docs #name)
        });
        let allow = shares_affix(enum_name, variants)
            .then(|| quote!(#[allow(clippy::enum_variant_names, reason = "the names are those of the account")]));
        self.items.extend(quote! {
            #docs
            #allow
            #[derive(#derives)]
            pub enum #name {
                #(#known,)*
                /// Any other, for example one that has been added since.
                Unknown(#unknown),
            }
        });
    }

    fn display(&mut self, enum_name: &str) {
        self.imports.fmt = true;
        let name = ident(enum_name);
        self.items.extend(quote! {
            /// Formats the label.
            impl fmt::Display for #name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    self.fmt_label(f)
                }
            }
        });
    }
}

/// Returns the expression of the label. Variants with the same label share an arm.
fn labels(variants: &[Variant<'_>]) -> TokenStream {
    if variants.is_empty() {
        return quote!(None);
    }
    let mut order: Vec<&str> = Vec::new();
    let mut by_label: BTreeMap<&str, Vec<proc_macro2::Ident>> = BTreeMap::new();
    for variant in variants {
        let names = by_label.entry(variant.label).or_default();
        if names.is_empty() {
            order.push(variant.label);
        }
        names.push(ident(variant.name));
    }
    let arms = order.into_iter().map(|label| {
        let names = &by_label[label];
        quote!(#(Self::#names)|* => Some(#label))
    });
    quote!(match self { #(#arms,)* Self::Unknown(_) => None })
}

fn allow_length(variants: &[Variant<'_>]) -> Option<TokenStream> {
    (variants.len() > LONG).then(|| quote!(#[allow(clippy::too_many_lines, reason = "one line per variant")]))
}

fn allow_array(variants: &[Variant<'_>]) -> Option<TokenStream> {
    (variants.len() > LARGE).then(|| quote!(#[allow(clippy::large_stack_arrays, reason = "the list is static")]))
}

/// Returns whether variants begin or end like their enum.
fn shares_affix(enum_name: &str, variants: &[Variant<'_>]) -> bool {
    debug_assert!(!variants.iter().any(|variant| variant.name == UNKNOWN));
    let enum_name = enum_name.to_lowercase();
    variants
        .iter()
        .map(|variant| variant.name.to_lowercase())
        .any(|name| name.starts_with(&enum_name) || name.ends_with(&enum_name))
}
