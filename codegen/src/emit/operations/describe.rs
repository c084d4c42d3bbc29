//! What the documentation of an operation says about its request: what it returns, what can be set, and the words to find it by.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::rust_types::EmitContext;
use super::inputs;
use crate::idents::is_alias;
use crate::inert::is_hidden;
use crate::ir::{Method, Operation, OperationResponse, Type, TypeId};
use crate::names::{Module, OperationNames};

/// Maximum number of setters that are listed. The page of the request lists them all.
const MAX_SETTERS: usize = 24;

/// Returns what the request of an operation returns, such as ``a [`Deal`](super::Deal)``.
pub(in crate::emit) fn output(links: &TypeLinks<'_>, operation: &Operation) -> String {
    match (&operation.response, &operation.pagination) {
        (OperationResponse::Data(_), Some(pagination)) => format!("a [`Page`](crate::Page) of {}", links.items(&pagination.item)),
        (OperationResponse::Data(ty), None) if super::is_optional(links.context, ty) => format!("an optional {}", links.bare(ty)),
        (OperationResponse::Data(ty) | OperationResponse::Root(ty), _)
            if operation.is_deletion() && super::has_proven(links.context, ty) =>
        {
            format!("an optional {}", links.bare(ty))
        }
        (OperationResponse::Data(ty) | OperationResponse::Root(ty), _) => links.one(ty),
        (OperationResponse::Done | OperationResponse::Empty, _) => "`()`".to_owned(),
        (OperationResponse::Text, _) => "a `String`".to_owned(),
        (OperationResponse::Binary, _) => "a [`Download`](crate::Download)".to_owned(),
    }
}

/// Returns the sentence about the output and the pages of a list. The description of the operation says what is returned in words of its
/// own, so this one begins with another verb.
pub(super) fn resolves(links: &TypeLinks<'_>, operation: &Operation, names: &OperationNames) -> String {
    let output = match (&operation.response, &operation.pagination) {
        (OperationResponse::Data(_), Some(pagination)) => {
            format!("the first [`Page`](crate::Page) of {}", links.items(&pagination.item))
        }
        _ => output(links, operation),
    };
    // The headers are all that such a response is for.
    let headers =
        matches!(operation.method, Method::Head | Method::Options) && matches!(operation.response, OperationResponse::Empty);
    if headers {
        return format!("Resolves to {output}; [`with_response`](crate::Request::with_response) returns the headers.");
    }
    let all = all_pages(operation, &names.builder);
    let separator = if all.is_empty() { "" } else { "; " };
    format!("Resolves to {output}{separator}{all}.")
}

/// Returns the clause about all pages of a list. `request` is the request type as a link writes it.
fn all_pages(operation: &Operation, request: &str) -> String {
    if operation.pagination.is_none() {
        return String::new();
    }
    format!("[`items()`]({request}::items) iterates over the items of all pages")
}

/// Returns the sentence about the pages of a list, in the documentation of its request type.
pub(super) fn pages(operation: &Operation) -> String {
    let all = all_pages(operation, "Self");
    if all.is_empty() { all } else { format!("Awaiting returns the first page only; {all}.") }
}

/// Returns the sentence about the optional inputs, with a link to the setter of each.
pub(super) fn settings(operation: &Operation, names: &OperationNames) -> String {
    let inputs = inputs(operation).zip(names.parameters.iter().chain(&names.body));
    let optional: Vec<&str> = inputs.filter(|((_, input), _)| !input.required).map(|(_, name)| name.as_str()).collect();
    let request = &names.builder;
    let link = |name: &&str| format!("[`{0}`]({request}::{0})", name.trim_start_matches("r#"));
    let mut links: Vec<String> = optional.iter().take(MAX_SETTERS).map(link).collect();
    if optional.len() > MAX_SETTERS {
        links.push(format!("and {} more, see [`{request}`]", optional.len() - MAX_SETTERS));
    } else if operation.body.as_ref().is_some_and(|body| body.object.custom_fields.is_some()) {
        links.push(link(&"custom_field"));
    }
    if links.is_empty() { String::new() } else { format!("Optional: {}.", links.join(", ")) }
}

/// Returns `#[doc(alias)]` attributes: the id of the operation in the vendor's documentation, the method with the path, and the words of the
/// description.
pub(super) fn aliases(operation: &Operation, names: &OperationNames) -> TokenStream {
    let id = operation.docs_url.as_deref().and_then(|url| url.rsplit_once('#')).map(|(_, id)| id.to_owned());
    let endpoint = format!("{} {}", operation.method, operation.path);
    let mut aliases: Vec<String> = Vec::new();
    for alias in id.into_iter().chain([endpoint]).chain(operation.aliases.iter().cloned()) {
        // Rustdoc rejects aliases that are the name of the item.
        if is_alias(&alias)
            && !alias.contains(is_hidden)
            && alias != names.method.trim_start_matches("r#")
            && !aliases.contains(&alias)
        {
            aliases.push(alias);
        }
    }
    quote!(#(#[doc(alias = #aliases)])*)
}

/// Writes types as links.
pub(in crate::emit) struct TypeLinks<'a> {
    pub context: EmitContext<'a>,
    /// The module of the resource, whose types are written relative to it.
    pub module: &'a Module,
    /// This module as the documentation refers to it: `super` in its children.
    pub own: &'static str,
}

impl TypeLinks<'_> {
    /// Returns a value of a type, with its article.
    fn one(&self, ty: &Type) -> String {
        match ty {
            Type::List(item) => format!("a list of {}", self.items(item)),
            Type::IdList(id) => format!("a list of {}", self.link(*id)),
            Type::Map(value) => format!("a map of {}", self.items(value)),
            Type::Any => "arbitrary JSON, a [`Value`](crate::runtime::models::Value)".to_owned(),
            Type::Named(id) => format!("{} {}", article(&self.context.names.type_names(*id).ident), self.link(*id)),
            Type::Nullable(inner) => self.one(inner),
            other => format!("{} {}", article(scalar(other)), self.bare(other)),
        }
    }

    /// Returns several values of a type.
    fn items(&self, ty: &Type) -> String {
        match ty {
            Type::List(item) => format!("lists of {}", self.items(item)),
            Type::Map(value) => format!("maps of {}", self.items(value)),
            other => self.bare(other),
        }
    }

    fn bare(&self, ty: &Type) -> String {
        match ty {
            Type::Named(id) => self.link(*id),
            Type::IdOrObject { id, object } => format!("`Linked` {} or {}", self.link(*id), self.link(*object)),
            Type::Any => "[`Value`](crate::runtime::models::Value)".to_owned(),
            Type::Nullable(inner) => format!("{} or null", self.bare(inner)),
            Type::List(_) | Type::Map(_) => self.items(ty),
            Type::IdList(id) => format!("lists of {}", self.link(*id)),
            other => format!("`{}`", scalar(other)),
        }
    }

    pub(super) fn link(&self, id: TypeId) -> String {
        let names = self.context.names.type_names(id);
        let path = if names.module == *self.module {
            self.own.to_owned()
        } else {
            self.context.path(&names.module).to_string().replace(' ', "")
        };
        format!("[`{0}`]({path}::{0})", names.ident)
    }
}

/// Returns the Rust name of a type that is not defined by the description.
fn scalar(ty: &Type) -> &'static str {
    match ty {
        Type::Integer | Type::Digits => "i64",
        Type::Unsigned => "u64",
        Type::Number => "f64",
        Type::Boolean | Type::Flag01 => "bool",
        Type::Date => "Date",
        Type::DateTime(_) => "Timestamp",
        Type::Time(_) => "Time",
        Type::Duration(_) => "SignedDuration",
        Type::IntegerOrString => "IntOrString",
        Type::OptionId => "OptionId",
        Type::FlagOrConditions => "ConditionalFlag",
        Type::Binary => "Upload",
        Type::Any => "Value",
        Type::String => "String",
        Type::IdOrObject { .. } => "Linked",
        // Described by what they contain.
        Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Named(_) | Type::IdList(_) => "value",
    }
}

fn article(name: &str) -> &'static str {
    let is_vowel = name.starts_with(['A', 'E', 'I', 'O', 'i']) || name.starts_with("Un") || name.starts_with("Up");
    if is_vowel { "an" } else { "a" }
}

#[cfg(test)]
mod tests {
    use super::article;

    #[test]
    fn articles_fit_the_sound_of_the_name() {
        for name in ["Activity", "Organization", "UnreadCount", "UpdatedDeal", "i64"] {
            assert_eq!(article(name), "an", "{name}");
        }
        for name in ["Deal", "User", "bool", "f64", "UsageCount"] {
            assert_eq!(article(name), "a", "{name}");
        }
    }
}
