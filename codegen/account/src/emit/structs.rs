//! The structs of custom fields.

use std::collections::BTreeMap;

use quote::{format_ident, quote};

use super::Builder;
use super::scope::{custom_fields, deleted_fields};
use super::tokens::{doc, ident};
use crate::snapshot::{AccountField, Entity, NamesOfField};
use crate::types::ValueType;
use pipedrive_inert::markdown::code;

impl Builder<'_> {
    /// Adds the struct of the custom fields of an entity, if it has any.
    pub(super) fn entity_struct(&mut self, entity: Entity, names: &BTreeMap<String, NamesOfField>) {
        // Sorted by key in the snapshot, as the table has to be.
        let by_key: Vec<&AccountField> = custom_fields(self.snapshot, entity).collect();
        if by_key.is_empty() {
            return;
        }
        let mut by_name = by_key.clone();
        by_name.sort_by(|a, b| names[&a.key].field.cmp(&names[&b.key].field));
        let fields = by_name.iter().map(|field| {
            let names = &names[&field.key];
            let (docs, name, ty) = (field_docs(field), ident(&names.field), self.field_type(field, names));
            quote!(#docs pub #name: #ty)
        });
        let fields: Vec<_> = fields.collect();
        let keys = by_name.iter().map(|field| {
            let names = &names[&field.key];
            let (name, key) = (constant(names), &field.key);
            let docs = doc(&[format!("The key of [`{0}`](Self::{0}).", names.field)]);
            quote!(#docs pub const #name: &'static str = #key;)
        });
        let item = entity.singular().to_lowercase();
        let item = format_ident!("{item}");
        let table = by_key.iter().map(|field| {
            let names = &names[&field.key];
            let (key, name) = (constant(names), ident(&names.field));
            quote!(TypedField::new(Self::#key, |#item| &#item.#name, |#item| &mut #item.#name))
        });
        let (structure, id) = (ident(&entity.struct_name()), format_ident!("{}Id", entity.singular()));
        let docs = self.struct_docs(entity);
        self.imports.custom_fields.extend(["FieldsOf", "TypedField", "TypedFields"]);
        self.imports.ids.insert(id.to_string());
        let idents: Vec<&str> = by_name.iter().map(|field| names[&field.key].field.trim_start_matches("r#")).collect();
        let allow = shares_affix(entity, &idents)
            .then(|| quote!(#[allow(clippy::struct_field_names, reason = "the names are those of the account")]));
        self.items.extend(quote! {
            #docs
            #allow
            #[derive(Clone, Debug, Default, PartialEq)]
            pub struct #structure {
                #(#fields,)*
            }

            impl #structure {
                #(#keys)*
            }

            impl TypedFields for #structure {
                const FIELDS: &'static [TypedField<Self>] = &[#(#table),*];
            }

            impl FieldsOf<#id> for #structure {}
        });
    }

    fn struct_docs(&self, entity: Entity) -> proc_macro2::TokenStream {
        let deleted: Vec<String> =
            deleted_fields(self.snapshot, entity).map(|field| format!("* {}, key `{}`", code(&field.name), field.key)).collect();
        let mut paragraphs = vec![format!("The custom fields of {entity}.")];
        if !deleted.is_empty() {
            paragraphs.push("Without the deleted fields:".to_owned());
            paragraphs.push(deleted.join("\n"));
        }
        doc(&paragraphs)
    }

    /// Returns the type of a field, and imports it.
    fn field_type(&mut self, field: &AccountField, names: &NamesOfField) -> syn::Type {
        use ValueType as V;
        let ty = ValueType::of(field);
        match ty {
            V::Money | V::Date | V::DateRange | V::TimeRange | V::Address => {
                self.imports.root.insert(imported(ty));
            }
            V::Time => {
                self.imports.root.insert("TimeOfDay");
            }
            V::User | V::Person | V::Organization => {
                self.imports.ids.insert(ty.to_string());
            }
            V::Json => {
                self.imports.custom_fields.insert("Value");
            }
            V::Text | V::Number | V::Choice | V::Choices => {}
        }
        let source = ty.rust(names.enum_name.as_deref().unwrap_or_default());
        syn::parse_str(&source).unwrap_or_else(|_| unreachable!("`{source}` is a type"))
    }
}

fn imported(ty: ValueType) -> &'static str {
    match ty {
        ValueType::Money => "Money",
        ValueType::Date => "Date",
        ValueType::DateRange => "DateRange",
        ValueType::TimeRange => "TimeRange",
        _ => "Address",
    }
}

/// Returns the constant with the key of a field. Names that differ in snake case differ in upper case too.
fn constant(names: &NamesOfField) -> proc_macro2::Ident {
    ident(&names.field.trim_start_matches("r#").to_uppercase())
}

/// Returns whether clippy complains about the names: all of at least three fields begin or end with the same word, or one with the name of
/// the struct.
fn shares_affix(entity: Entity, names: &[&str]) -> bool {
    let name = format!("{}_fields", entity.singular().to_lowercase());
    let shared = |word: fn(&str) -> Option<&str>| {
        let mut words = names.iter().map(|name| word(name));
        names.len() > 2 && words.next().is_some_and(|first| words.all(|other| other == first))
    };
    names.iter().any(|field| field.starts_with(&name) || field.ends_with(&name))
        || shared(|field| field.split('_').next())
        || shared(|field| field.split('_').next_back())
}

fn field_docs(field: &AccountField) -> proc_macro2::TokenStream {
    let description = field.description.as_deref().map(code).unwrap_or_default();
    doc(&[format!("{}: {}. Key `{}`.", code(&field.name), kind(field), field.key), description])
}

/// Describes the type of the values.
fn kind(field: &AccountField) -> String {
    match field.field_type.as_str() {
        "varchar" => "a text of up to 255 characters",
        "varchar_auto" => "a text of up to 255 characters with autocompletion",
        "text" => "a text without a length limit",
        "phone" => "a phone number",
        "double" => "a number",
        "monetary" => "an amount of money",
        "enum" => "a single option",
        "set" => "any number of options",
        "user" => "a user",
        "org" => "an organization",
        "people" => "a person",
        "date" => "a date",
        "daterange" => "a range of dates",
        "time" => "a time of day",
        "timerange" => "a range of times of day",
        "address" => "a postal address",
        other => return format!("a value of the type {}", code(other)),
    }
    .to_owned()
}
