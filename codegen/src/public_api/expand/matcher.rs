//! Matches the input of a macro with the matcher of a rule.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::{fragment, group_with};

/// A part of a matcher.
pub(super) enum Pattern {
    Token(TokenTree),
    Group(Delimiter, Vec<Pattern>),
    /// `$name:kind`
    Variable {
        name: String,
        kind: String,
    },
    /// `$(…) separator *`
    Repetition {
        inner: Vec<Pattern>,
        separator: Vec<TokenTree>,
        is_once: bool,
    },
}

/// What a variable stands for.
#[derive(Clone)]
pub(super) enum MacroBinding {
    One(TokenStream),
    Many(Vec<MacroBinding>),
}

impl Pattern {
    pub fn parse(matcher: TokenStream) -> Result<Vec<Self>, String> {
        let mut patterns = Vec::new();
        let mut tokens = matcher.into_iter().peekable();
        while let Some(token) = tokens.next() {
            let is_dollar = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '$');
            match (token, is_dollar.then(|| tokens.next()).flatten()) {
                (_, Some(TokenTree::Ident(name))) => {
                    let colon = tokens.next();
                    let Some(TokenTree::Ident(kind)) = colon.and_then(|_| tokens.next()) else {
                        return Err(format!("`${name}` has no kind"));
                    };
                    patterns.push(Self::Variable { name: name.to_string(), kind: kind.to_string() });
                }
                (_, Some(TokenTree::Group(group))) => {
                    let mut separator = Vec::new();
                    let mut operator = None;
                    while operator.is_none() {
                        match tokens.next() {
                            Some(TokenTree::Punct(punct)) if matches!(punct.as_char(), '*' | '+' | '?') => {
                                operator = Some(punct.as_char());
                            }
                            Some(other) => separator.push(other),
                            None => return Err("a repetition does not end".to_owned()),
                        }
                    }
                    let inner = Self::parse(group.stream())?;
                    patterns.push(Self::Repetition { inner, separator, is_once: operator == Some('?') });
                }
                (TokenTree::Group(group), None) => {
                    patterns.push(Self::Group(group.delimiter(), Self::parse(group.stream())?));
                }
                (other, _) => patterns.push(Self::Token(other)),
            }
        }
        Ok(patterns)
    }

    fn names(&self, names: &mut Vec<String>) {
        match self {
            Self::Variable { name, .. } => names.push(name.clone()),
            Self::Group(_, inner) | Self::Repetition { inner, .. } => inner.iter().for_each(|pattern| pattern.names(names)),
            Self::Token(_) => {}
        }
    }
}

/// Returns how many tokens match, or `None` if the patterns do not match the start of the input.
pub(super) fn matches(patterns: &[Pattern], input: &[TokenTree], bound: &mut BTreeMap<String, MacroBinding>) -> Option<usize> {
    let mut at = 0;
    for pattern in patterns {
        let rest = input.get(at..)?;
        at += match pattern {
            Pattern::Token(token) => usize::from(rest.first().filter(|other| is_same(token, other)).map(|_| true)?),
            Pattern::Group(delimiter, inner) => {
                let group: &Group = group_with(rest.first(), *delimiter)?;
                let content: Vec<TokenTree> = group.stream().into_iter().collect();
                (matches(inner, &content, bound)? == content.len()).then_some(1)?
            }
            Pattern::Variable { name, kind } => {
                let (tokens, length) = fragment::read(kind, rest)?;
                bound.insert(name.clone(), MacroBinding::One(tokens));
                length
            }
            Pattern::Repetition { inner, separator, is_once } => repeated(inner, separator, *is_once, rest, bound),
        };
    }
    Some(at)
}

/// Matches a repetition as often as possible, and returns how many tokens match.
fn repeated(
    inner: &[Pattern],
    separator: &[TokenTree],
    is_once: bool,
    input: &[TokenTree],
    bound: &mut BTreeMap<String, MacroBinding>,
) -> usize {
    let mut names = Vec::new();
    for pattern in inner {
        pattern.names(&mut names);
    }
    let mut values: BTreeMap<String, Vec<MacroBinding>> = names.into_iter().map(|name| (name, Vec::new())).collect();
    let (mut end, mut count) = (0, 0);
    while !(is_once && count == 1) {
        let mut start = end;
        if count > 0 {
            let separated = separator
                .iter()
                .enumerate()
                .all(|(offset, token)| input.get(end + offset).is_some_and(|other| is_same(token, other)));
            if !separated {
                break;
            }
            start += separator.len();
        }
        let mut found = BTreeMap::new();
        let Some(length) = input.get(start..).filter(|rest| !rest.is_empty()).and_then(|rest| matches(inner, rest, &mut found))
        else {
            break;
        };
        if length == 0 {
            break;
        }
        for (name, value) in found {
            values.entry(name).or_default().push(value);
        }
        (end, count) = (start + length, count + 1);
    }
    bound.extend(values.into_iter().map(|(name, values)| (name, MacroBinding::Many(values))));
    end
}

fn is_same(token: &TokenTree, other: &TokenTree) -> bool {
    match (token, other) {
        (TokenTree::Punct(a), TokenTree::Punct(b)) => a.as_char() == b.as_char(),
        (TokenTree::Ident(a), TokenTree::Ident(b)) => a == b,
        (TokenTree::Literal(a), TokenTree::Literal(b)) => a.to_string() == b.to_string(),
        _ => false,
    }
}
