//! What the attributes of an item state about its place in the public API.

use syn::{Attribute, Meta, Token, punctuated::Punctuated};

/// The attributes of an item. The public API is that of the crate with all features.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each states whether an attribute is present")]
pub(super) struct Attributes {
    /// The conditions on features, each of which must hold.
    pub features: Vec<String>,
    /// Whether it is compiled with all features, outside of tests.
    pub is_compiled: bool,
    pub is_hidden: bool,
    pub is_deprecated: bool,
    pub is_non_exhaustive: bool,
    /// Whether a macro has `#[macro_export]`.
    pub is_exported: bool,
    /// The traits in `#[derive(…)]`.
    pub derives: Vec<Vec<String>>,
}

impl Attributes {
    pub fn of(attributes: &[Attribute]) -> Self {
        let mut found = Self { is_compiled: true, ..Self::default() };
        for attribute in attributes {
            found.add(&attribute.meta);
        }
        found
    }

    fn add(&mut self, meta: &Meta) {
        let Some(name) = meta.path().get_ident() else { return };
        match name.to_string().as_str() {
            "deprecated" => self.is_deprecated = true,
            "non_exhaustive" => self.is_non_exhaustive = true,
            "macro_export" => self.is_exported = true,
            "doc" => self.is_hidden |= list(meta).iter().any(|meta| meta.path().is_ident("hidden")),
            "derive" => {
                let paths = list(meta)
                    .into_iter()
                    .map(|meta| meta.path().segments.iter().map(|segment| segment.ident.to_string()).collect());
                self.derives.extend(paths);
            }
            "cfg" => {
                for condition in list(meta) {
                    self.is_compiled &= holds(&condition);
                    self.features.extend(feature_condition(&condition));
                }
            }
            "cfg_attr" => {
                let mut parts = list(meta).into_iter();
                if parts.next().is_some_and(|condition| holds(&condition)) {
                    parts.for_each(|part| self.add(&part));
                }
            }
            _ => {}
        }
    }
}

/// Returns the parts in parentheses, which is empty if they are not of this form.
fn list(meta: &Meta) -> Vec<Meta> {
    let parts = meta.require_list().and_then(|list| list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated));
    parts.map(|parts| parts.into_iter().collect()).unwrap_or_default()
}

/// Whether a condition holds with all features, on Unix, outside of tests and of documentation.
fn holds(condition: &Meta) -> bool {
    let name = condition.path().get_ident().map(ToString::to_string).unwrap_or_default();
    match name.as_str() {
        "all" => list(condition).iter().all(holds),
        "any" => list(condition).iter().any(holds),
        "not" => !list(condition).iter().any(holds),
        "test" | "doc" | "docsrs" | "doctest" | "debug_assertions" | "windows" => false,
        _ => true,
    }
}

/// Prints a condition on features: `feature = "v2"` is `v2`. Returns `None` if it does not depend on features.
fn feature_condition(condition: &Meta) -> Option<String> {
    let name = condition.path().get_ident()?.to_string();
    match name.as_str() {
        "feature" => match &condition.require_name_value().ok()?.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(feature), .. }) => Some(feature.value()),
            _ => None,
        },
        "all" | "any" | "not" => {
            let parts: Vec<String> = list(condition).iter().filter_map(feature_condition).collect();
            match (name.as_str(), parts.as_slice()) {
                (_, []) => None,
                ("all", parts) => Some(parts.join(", ")),
                (name, parts) => Some(format!("{name}({})", parts.join(", "))),
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: &str) -> Attributes {
        Attributes::of(&syn::parse_str::<syn::ItemStruct>(&format!("{code} struct A;")).expect("an item").attrs)
    }

    #[test]
    fn conditions_are_those_of_a_crate_with_all_features() {
        let both = of("#[cfg(all(feature = \"v2\", any(feature = \"a\", feature = \"b\")))]");
        assert_eq!((both.is_compiled, both.features), (true, vec!["v2, any(a, b)".to_owned()]));
        assert!(!of("#[cfg(test)]").is_compiled && !of("#[cfg(not(feature = \"v2\"))]").is_compiled);
        assert!(of("#[cfg(not(test))]").is_compiled && of("#[cfg_attr(docsrs, deprecated)]").is_compiled);
        assert!(of("#[doc(hidden)]").is_hidden && !of("#[doc(alias = \"hidden\")]").is_hidden);
        assert_eq!(of("#[derive(Clone, serde::Serialize)]").derives, [vec!["Clone"], vec!["serde", "Serialize"]]);
    }
}
