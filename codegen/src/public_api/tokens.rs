//! Code of signatures: tokens with the paths in them, which are resolved when they are printed.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

/// A part of a signature. Unlike tokens, it can be sent to other threads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct SignatureCode(Vec<Atom>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Atom {
    /// A keyword, a generic parameter, the name of an argument, a literal or punctuation.
    Plain(String),
    /// A path, which is empty before the first `::` if it begins with one.
    Path(Vec<String>),
}

/// Words that are no names of items.
const KEYWORDS: [&str; 22] = [
    "as", "async", "await", "const", "dyn", "enum", "extern", "false", "fn", "for", "if", "impl", "in", "let", "move", "mut",
    "pub", "ref", "struct", "true", "unsafe", "where",
];

impl SignatureCode {
    /// Reads tokens. `parameters` are the names of generic parameters, which are not paths of items.
    pub fn of(tokens: &impl ToTokens, parameters: &BTreeSet<String>) -> Self {
        let mut words = Vec::new();
        flatten(tokens.to_token_stream(), &mut words);
        let mut atoms = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let follows = atoms.last() == Some(&Atom::Plain(">".to_owned()));
            let leading = word == "::" && !follows && words.get(at + 1).is_some_and(|word| is_name(word));
            let starts = leading || (is_name(word) && !KEYWORDS.contains(&word.as_str()));
            if !starts || (follows && word == "::") {
                atoms.push(Atom::Plain(word.clone()));
                at += 1;
                // What follows `<T as Trait>::` is a part of the trait.
                if let Some(name) = words.get(at).filter(|_| word == "::") {
                    atoms.push(Atom::Plain(name.clone()));
                    at += 1;
                }
                continue;
            }
            let mut path = if leading { vec![String::new()] } else { Vec::new() };
            at += usize::from(leading);
            path.push(words[at].clone());
            at += 1;
            while words.get(at).is_some_and(|word| word == "::") && words.get(at + 1).is_some_and(|word| is_name(word)) {
                path.push(words[at + 1].clone());
                at += 2;
            }
            let single = path.len() == 1;
            let names_something_else = single && words.get(at).is_some_and(|next| next == ":" || next == "=");
            if names_something_else || parameters.contains(&path[0]) || path[0] == "Self" || path == ["self"] {
                atoms.push(Atom::Plain(path.join("::")));
            } else {
                atoms.push(Atom::Path(path));
            }
        }
        Self(atoms)
    }

    /// Returns the paths.
    pub fn paths(&self) -> impl Iterator<Item = &[String]> {
        self.0.iter().filter_map(|atom| if let Atom::Path(path) = atom { Some(path.as_slice()) } else { None })
    }

    /// Returns the first path, if nothing but `&`, lifetimes and `mut` precedes it.
    pub fn leading_path(&self) -> Option<&[String]> {
        let skipped = |atom: &&Atom| matches!(atom, Atom::Plain(word) if word == "&" || word == "mut" || word.starts_with('\''));
        match self.0.iter().find(|atom| !skipped(atom)) {
            Some(Atom::Path(path)) => Some(path),
            _ => None,
        }
    }

    /// Prints the code with the paths that `name` returns.
    pub fn print(&self, name: &dyn Fn(&[String]) -> String) -> String {
        let mut out = String::new();
        let mut previous: Option<&Atom> = None;
        for atom in &self.0 {
            let text = match atom {
                Atom::Plain(word) => word.clone(),
                Atom::Path(path) => name(path),
            };
            if previous.is_some_and(|previous| is_spaced(previous, atom)) {
                out.push(' ');
            }
            out.push_str(&text);
            previous = Some(atom);
        }
        out
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Whether a space is written between two parts.
fn is_spaced(previous: &Atom, next: &Atom) -> bool {
    let word = |atom: &Atom| if let Atom::Plain(word) = atom { word.clone() } else { String::new() };
    let (before, after) = (word(previous), word(next));
    if matches!(before.as_str(), "(" | "[" | "<" | "&" | "::" | "!" | "*" | "?" | "#") {
        return false;
    }
    if matches!(after.as_str(), ")" | "]" | ">" | "," | ";" | ":" | "::" | "?" | "!") {
        return false;
    }
    if matches!(after.as_str(), "(" | "[" | "<") {
        let is_value = before.is_empty() || before == ">" || (is_name(&before) && !KEYWORDS.contains(&before.as_str()));
        let introduces = (before == "impl" || before == "for" || before == "fn") && after != "[";
        return !(is_value || introduces);
    }
    true
}

/// Appends the tokens as words; `::`, `->`, `..` and lifetimes are one word each.
fn flatten(tokens: TokenStream, words: &mut Vec<String>) {
    let mut joint: Option<char> = None;
    for token in tokens {
        let after = joint.take();
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                words.extend((!open.is_empty()).then(|| open.to_owned()));
                flatten(group.stream(), words);
                words.extend((!close.is_empty()).then(|| close.to_owned()));
            }
            TokenTree::Ident(ident) if after == Some('\'') => words.push(format!("'{ident}")),
            TokenTree::Ident(ident) => words.push(ident.to_string()),
            TokenTree::Literal(literal) => words.push(literal.to_string()),
            TokenTree::Punct(punct) => {
                let c = punct.as_char();
                let pair = matches!((after, c), (Some(':'), ':') | (Some('-'), '>') | (Some('.'), '.') | (Some('='), '='));
                match words.last_mut().filter(|_| pair) {
                    Some(last) => last.push(c),
                    None if c == '\'' => {}
                    None => words.push(c.to_string()),
                }
                joint = (!pair && punct.spacing() == Spacing::Joint).then_some(c);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(code: &str) -> String {
        let tokens: TokenStream = code.parse().expect("tokens");
        let parameters = ["T".to_owned()].into();
        SignatureCode::of(&tokens, &parameters).print(&|path| format!("@{}", path.join("::")))
    }

    #[test]
    fn only_paths_are_resolved() {
        assert_eq!(
            printed("(&'a mut self, item: impl TryInto<crate::Id>) -> Items<Item = Vec<T>, U>"),
            "(&'a mut self, item: impl @TryInto<@crate::Id>) -> @Items<Item = @Vec<T>, @U>"
        );
        assert_eq!(printed("<T as Trait>::Out + 'static"), "<T as @Trait>::Out + 'static");
        assert_eq!(printed("for<'a> Fn(& [u8], Self::X) -> ::http::Method"), "for<'a> @Fn(&[@u8], Self::X) -> @::http::Method");
        assert_eq!(printed("Box<dyn Fn() + Send>, [u8; 4], (A, B)"), "@Box<dyn @Fn() + @Send>, [@u8; 4], (@A, @B)");
        assert_eq!(printed("where T: A + B"), "where T: @A + @B");
    }
}
