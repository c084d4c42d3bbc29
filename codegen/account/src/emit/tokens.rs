//! Documentation, literals and the layout of the source.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// Returns the documentation with these paragraphs.
pub(super) fn doc(paragraphs: &[String]) -> TokenStream {
    let mut docs = TokenStream::new();
    for (index, paragraph) in paragraphs.iter().filter(|paragraph| !paragraph.is_empty()).enumerate() {
        if index > 0 {
            docs.extend(quote!(#[doc = ""]));
        }
        for line in paragraph.lines() {
            let line = format!(" {line}");
            docs.extend(quote!(#[doc = #line]));
        }
    }
    docs
}

/// Returns the identifier of a name of the snapshot, which has been checked.
pub(super) fn ident(name: &str) -> Ident {
    syn::parse_str(name).unwrap_or_else(|_| unreachable!("`{name}` was checked to be an identifier"))
}

/// Returns an integer with its digits in groups of three.
pub(super) fn integer(number: i64) -> TokenStream {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) && digits.len() > 4 {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    let literal: TokenStream = grouped.parse().unwrap_or_else(|_| unreachable!("`{grouped}` is a literal"));
    if number < 0 { quote!(-#literal) } else { literal }
}

/// Formats a file, with empty lines between items and before functions, which prettyplease omits.
pub(super) fn format(mut file: syn::File) -> String {
    let mut out = String::new();
    let mut previous_group = None;
    for item in std::mem::take(&mut file.items) {
        // The imports from `std` and those from `pipedrive` are two groups.
        let group = match &item {
            syn::Item::Use(item) => Some(matches!(&item.tree, syn::UseTree::Path(path) if path.ident == "std")),
            _ => None,
        };
        if !out.is_empty() && (group.is_none() || group != previous_group) {
            out.push('\n');
        }
        previous_group = group;
        let is_impl = matches!(item, syn::Item::Impl(_));
        file.items = vec![item];
        let source = prettyplease::unparse(&file);
        let mut previous = "";
        for line in source.lines() {
            let is_function = line.starts_with("    fn ") || line.starts_with("    #[");
            if is_impl && is_function && previous.ends_with(['}', ';']) {
                out.push('\n');
            }
            out.push_str(line);
            out.push('\n');
            previous = line;
        }
    }
    out
}
