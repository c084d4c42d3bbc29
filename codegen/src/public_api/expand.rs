//! Expands the macros by example that the published crates use to write items.

mod fragment;
mod matcher;

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;

use matcher::{MacroBinding, Pattern};

/// A macro, `macro_rules! name { … }`, as source code, because tokens cannot be sent to other threads.
#[derive(Clone, Debug)]
pub(super) struct MacroSource {
    /// The crate that it is defined in, which `$crate` stands for.
    pub krate: String,
    pub rules: String,
}

/// The rules of a macro.
pub(super) struct Macro {
    krate: String,
    rules: Vec<(Vec<Pattern>, TokenStream)>,
}

impl Macro {
    /// Parses the rules.
    pub fn parse(source: &MacroSource) -> Result<Self, String> {
        let tokens: TokenStream = source.rules.parse().map_err(|error| format!("{error}"))?;
        let mut tokens = tokens.into_iter();
        let mut rules = Vec::new();
        while let Some(token) = tokens.next() {
            let TokenTree::Group(matcher) = token else { return Err("a rule does not begin with a matcher".to_owned()) };
            let body = tokens.by_ref().find_map(|token| if let TokenTree::Group(group) = token { Some(group) } else { None });
            let body = body.ok_or("a rule has no body")?;
            rules.push((Pattern::parse(matcher.stream())?, body.stream()));
            // The semicolon between two rules.
            tokens.next();
        }
        Ok(Self { krate: source.krate.clone(), rules })
    }

    /// Returns what a call stands for, by the first rule that matches.
    pub fn expand(&self, input: TokenStream) -> Result<TokenStream, String> {
        let input: Vec<TokenTree> = input.into_iter().collect();
        for (patterns, body) in &self.rules {
            let mut bound = BTreeMap::new();
            if matcher::matches(patterns, &input, &mut bound) == Some(input.len()) {
                return self.transcribe(body.clone(), &bound);
            }
        }
        Err("no rule matches".to_owned())
    }

    fn transcribe(&self, body: TokenStream, bound: &BTreeMap<String, MacroBinding>) -> Result<TokenStream, String> {
        let mut out = TokenStream::new();
        let mut tokens = body.into_iter().peekable();
        while let Some(token) = tokens.next() {
            let is_dollar = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '$');
            match (token, is_dollar.then(|| tokens.peek().cloned()).flatten()) {
                (_, Some(TokenTree::Ident(name))) => {
                    tokens.next();
                    match bound.get(&name.to_string()) {
                        _ if name == "crate" => {
                            let krate = Ident::new(&self.krate, Span::call_site());
                            out.extend(quote::quote!(::#krate));
                        }
                        Some(MacroBinding::One(tokens)) => out.extend(tokens.clone()),
                        _ => return Err(format!("`${name}` is not bound")),
                    }
                }
                (_, Some(TokenTree::Group(group))) => {
                    tokens.next();
                    let mut separator = Vec::new();
                    for next in tokens.by_ref() {
                        if matches!(&next, TokenTree::Punct(punct) if matches!(punct.as_char(), '*' | '+' | '?')) {
                            break;
                        }
                        separator.push(next);
                    }
                    self.repeat(&group, &separator, bound, &mut out)?;
                }
                (TokenTree::Group(group), None) => {
                    let content = self.transcribe(group.stream(), bound)?;
                    out.extend([TokenTree::Group(Group::new(group.delimiter(), content))]);
                }
                (other, _) => out.extend([other]),
            }
        }
        Ok(out)
    }

    fn repeat(
        &self,
        group: &Group,
        separator: &[TokenTree],
        bound: &BTreeMap<String, MacroBinding>,
        out: &mut TokenStream,
    ) -> Result<(), String> {
        let mut used = Vec::new();
        variables(group.stream(), &mut used);
        let count = used
            .iter()
            .filter_map(|name| if let Some(MacroBinding::Many(values)) = bound.get(name) { Some(values.len()) } else { None })
            .max()
            .unwrap_or_default();
        for index in 0..count {
            let mut inner = bound.clone();
            for name in &used {
                if let Some(MacroBinding::Many(values)) = bound.get(name) {
                    let value = values.get(index).ok_or_else(|| format!("`${name}` repeats less often than its neighbours"))?;
                    inner.insert(name.clone(), value.clone());
                }
            }
            if index > 0 {
                out.extend(separator.iter().cloned());
            }
            out.extend(self.transcribe(group.stream(), &inner)?);
        }
        Ok(())
    }
}

/// Collects the names after `$`.
fn variables(tokens: TokenStream, names: &mut Vec<String>) {
    let mut after_dollar = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(name) if after_dollar => names.push(name.to_string()),
            TokenTree::Group(group) => variables(group.stream(), names),
            _ => {}
        }
        after_dollar = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '$');
    }
}

/// Returns the source of the rules of a `macro_rules!` item.
pub(super) fn source(krate: &str, item: &syn::ItemMacro) -> MacroSource {
    MacroSource { krate: krate.to_owned(), rules: item.mac.tokens.to_token_stream().to_string() }
}

/// Whether a token is a group with these delimiters.
fn group_with(token: Option<&TokenTree>, delimiter: Delimiter) -> Option<&Group> {
    match token {
        Some(TokenTree::Group(group)) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(rules: &str, call: &str) -> Result<String, String> {
        let rules = Macro::parse(&MacroSource { krate: "lamps".to_owned(), rules: rules.to_owned() })?;
        let call: TokenStream = call.parse().map_err(|_| "no tokens")?;
        let expected: TokenStream = rules.expand(call)?;
        Ok(expected.to_string().replace(' ', ""))
    }

    #[test]
    fn calls_are_expanded_by_the_first_rule_that_matches() {
        let rules = "($type:ident) => { impl $crate::A for $type {} }; (from: $type:ident, $($other:ty),* $(,)?) => { $(impl From<$other> for $type {})* };";
        assert_eq!(expanded(rules, "Lamp").as_deref(), Ok("impl::lamps::AforLamp{}"));
        assert_eq!(
            expanded(rules, "from: Lamp, Vec<i64>, u8,").as_deref(),
            Ok("implFrom<Vec<i64>>forLamp{}implFrom<u8>forLamp{}")
        );
        assert_eq!(expanded(rules, "from: Lamp,").as_deref(), Ok(""));
        assert_eq!(expanded(rules, "7").as_deref(), Err(&"no rule matches".to_owned()));
    }

    #[test]
    fn repetitions_are_nested() {
        let rules =
            "($($(#[$docs:meta])* $name:ident = $value:literal),* $(,)?) => { $($(#[$docs])* const $name: &str = $value;)* };";
        let call = "#[a] #[b(c)] A = \"x\", B = \"y\",";
        assert_eq!(expanded(rules, call).as_deref(), Ok("#[a]#[b(c)]constA:&str=\"x\";constB:&str=\"y\";"));
        let rules = "($type:ty, read: |$a:ident| $read:expr, { $($more:item)* }) => { fn $a() { $read } $($more)* };";
        let call = "Box<T>, read: |s| f(s, 1), { fn a() {} const B: u8 = 1; }";
        assert_eq!(expanded(rules, call).as_deref(), Ok("fns(){f(s,1)}fna(){}constB:u8=1;"));
        assert_eq!(expanded("($($decode:tt)+) => { r.$($decode)+() };", "data::<A, _>").as_deref(), Ok("r.data::<A,_>()"));
    }
}
