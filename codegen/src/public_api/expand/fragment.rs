//! Reads one fragment, such as a type, from the start of tokens.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser as _};

/// Returns the fragment and the number of its tokens; `None` if there is none.
pub(super) fn read(kind: &str, input: &[TokenTree]) -> Option<(TokenStream, usize)> {
    match kind {
        "tt" => one(input, |_| true),
        "ident" => one(input, |token| matches!(token, TokenTree::Ident(_))),
        "ty" => parsed(input, |input| input.parse::<syn::Type>().map(ToTokens::into_token_stream)),
        "path" => parsed(input, |input| input.parse::<syn::Path>().map(ToTokens::into_token_stream)),
        "expr" => parsed(input, |input| input.parse::<syn::Expr>().map(ToTokens::into_token_stream)),
        "literal" => parsed(input, |input| input.parse::<syn::Lit>().map(ToTokens::into_token_stream)),
        "lifetime" => parsed(input, |input| input.parse::<syn::Lifetime>().map(ToTokens::into_token_stream)),
        "meta" => parsed(input, |input| input.parse::<syn::Meta>().map(ToTokens::into_token_stream)),
        "item" => parsed(input, |input| input.parse::<syn::Item>().map(ToTokens::into_token_stream)),
        "block" => parsed(input, |input| input.parse::<syn::Block>().map(ToTokens::into_token_stream)),
        "pat" => parsed(input, |input| syn::Pat::parse_multi(input).map(ToTokens::into_token_stream)),
        "vis" => parsed(input, |input| input.parse::<syn::Visibility>().map(ToTokens::into_token_stream)),
        _ => None,
    }
}

fn one(input: &[TokenTree], is: impl Fn(&TokenTree) -> bool) -> Option<(TokenStream, usize)> {
    let first = input.first().filter(|token| is(token))?;
    Some((first.to_token_stream(), 1))
}

fn parsed(input: &[TokenTree], parse: impl Fn(ParseStream<'_>) -> syn::Result<TokenStream>) -> Option<(TokenStream, usize)> {
    let tokens: TokenStream = input.iter().cloned().collect();
    let parser = |stream: ParseStream<'_>| {
        let fragment = parse(stream)?;
        let rest: TokenStream = stream.parse()?;
        Ok((fragment, rest.into_iter().count()))
    };
    let (fragment, rest) = parser.parse2(tokens).ok()?;
    Some((fragment, input.len().checked_sub(rest)?))
}
