//! How a client reaches the API: the constant with its facts, the builder, and OAuth.

use std::collections::BTreeSet;

use askama::Template;
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::docs::sentence;
use super::rust_types::EmitContext;
use super::{FileSet, Package, format};
use crate::diag::Diagnostics;
use crate::idents;
use crate::inert::{markdown, rustdoc};
use crate::ir::{Access, Api, AuthScheme, AuthSchemeKind, OAuthUrls, RequestLimits};

#[derive(Template)]
#[template(path = "crate/api.rs.askama", escape = "none")]
struct ApiFile<'a> {
    title: &'a str,
    has_limits: bool,
    has_schemes: bool,
    info: String,
}

#[derive(Template)]
#[template(path = "crate/builder.rs.askama", escape = "none")]
struct BuilderFile {
    setters: Vec<SetterView>,
    /// The scheme of the id and secret of an app, if there is OAuth.
    app_scheme: Option<String>,
    server: String,
    company_server: Option<String>,
    burst: String,
    /// The period of the limits in words: `2 seconds`.
    period: String,
    /// The limit of searches, if they are limited separately.
    searches: Option<u32>,
    user_agent: String,
    /// The environment variables of settings, with their setters. Empty if no key or token can be set by one.
    variables: Vec<(String, String)>,
    /// What the names of these variables begin with, as a literal.
    prefix: String,
}

/// A setter of credentials.
struct SetterView {
    name: String,
    scheme: String,
    docs: String,
    is_basic: bool,
}

#[derive(Template)]
#[template(path = "crate/oauth.rs.askama", escape = "none")]
struct OAuthFile {
    info: String,
}

/// The setter of the builder for a scheme.
pub(super) fn setter_of(context: EmitContext<'_>, scheme: &str) -> String {
    context.index.setter(scheme).unwrap_or(scheme).to_owned()
}

/// The setters of all schemes, in their order.
pub(super) fn setters(access: &Access) -> Vec<String> {
    let mut taken: BTreeSet<String> = idents::BUILDER_METHODS.iter().map(|&name| name.to_owned()).collect();
    let mut setters = Vec::new();
    for scheme in &access.schemes {
        let own = idents::setting(&scheme.name);
        // Without what escapes a keyword.
        let bare = own.trim_start_matches("r#").trim_end_matches('_');
        let candidates = match scheme.kind {
            AuthSchemeKind::Bearer | AuthSchemeKind::OAuth(_) => ["access_token".to_owned(), format!("{bare}_token")],
            AuthSchemeKind::Basic => [own.clone(), format!("{bare}_login")],
            _ => [own.clone(), format!("{bare}_key")],
        };
        let numbered = (2..).map(|number| format!("{bare}_{number}"));
        let setter = candidates.into_iter().chain(numbered).find(|name| taken.insert(name.clone()));
        setters.extend(setter);
    }
    setters
}

/// The setter for a key or token that is enough for most operations.
pub(super) fn token_setter(context: EmitContext<'_>) -> Option<String> {
    let api = context.api;
    let single = api.access.security.iter().find_map(|schemes| match schemes.as_slice() {
        [only] => api.access.scheme(only),
        _ => None,
    })?;
    (single.kind != AuthSchemeKind::Basic).then(|| setter_of(context, &single.name))
}

/// The environment variables of settings, with their setters: the keys and tokens, and the servers.
pub(super) fn variables(context: EmitContext<'_>) -> Vec<(String, String)> {
    let access = &context.api.access;
    let tokens = access.schemes.iter().zip(setters(access)).filter(|(scheme, _)| scheme.kind != AuthSchemeKind::Basic);
    let tokens: Vec<String> = tokens.map(|(_, setter)| setter).collect();
    if tokens.is_empty() {
        return Vec::new();
    }
    let company = access.company_server.is_some().then(|| "company_domain".to_owned());
    let settings = tokens.into_iter().chain(company).chain(["base_url".to_owned()]);
    let prefix = prefix(context);
    let variable = |setter: &str| format!("{prefix}_{}", setter.trim_start_matches("r#").to_ascii_uppercase());
    settings.map(|setter| (variable(&setter), setter)).collect()
}

/// What the names of environment variables begin with: the name of the crate.
fn prefix(context: EmitContext<'_>) -> String {
    context.options.package.as_ref().map_or_else(|| "pipedrive".to_owned(), Package::ident).to_ascii_uppercase()
}

/// The setters with their documentation.
pub(super) fn setter_docs(api: &Api) -> Vec<(String, String)> {
    let setters = api.access.schemes.iter().zip(setters(&api.access));
    setters.map(|(scheme, setter)| (setter, docs(scheme))).collect()
}

/// Whether the crate has the module `oauth`: the addresses are known, and how an app authenticates there.
pub(super) fn has_oauth(context: EmitContext<'_>) -> bool {
    context.options.package.is_none() && oauth(&context.api.access).is_some() && app_scheme(&context.api.access).is_some()
}

fn oauth(access: &Access) -> Option<(&AuthScheme, &str, &str, &str)> {
    access.schemes.iter().find_map(|scheme| match &scheme.kind {
        AuthSchemeKind::OAuth(OAuthUrls { authorize: Some(authorize), token: Some(token), revoke: Some(revoke) }) => {
            Some((scheme, authorize.as_str(), token.as_str(), revoke.as_str()))
        }
        _ => None,
    })
}

fn app_scheme(access: &Access) -> Option<&str> {
    access.schemes.iter().find(|scheme| scheme.kind == AuthSchemeKind::Basic).map(|scheme| scheme.name.as_str())
}

pub(super) fn emit(context: EmitContext<'_>, files: &mut FileSet, diagnostics: &mut Diagnostics) {
    let Api { title, access, .. } = context.api;
    let product = access.user_agent.as_deref().or(context.options.package.as_ref().map(|package| package.name.as_str()));
    let product = product.unwrap_or("pipedrive");
    let mut add = |file: &str, text: String, diagnostics: &mut Diagnostics| {
        let template = format!("{file}.askama");
        let text = format::rust(&template, file.trim_end_matches(".rs"), &text, diagnostics);
        files.insert(format!("src/{file}"), context.options.headed("spec/openapi.yaml", &text));
    };
    let info = api_info(access, product).to_string();
    let (has_limits, has_schemes) = (access.limits.is_some(), !access.schemes.is_empty());
    add("api.rs", super::render(&ApiFile { title: &rustdoc::prose(title), has_limits, has_schemes, info }), diagnostics);

    let has_oauth = has_oauth(context);
    let builder = BuilderFile {
        setters: setter_views(access),
        app_scheme: app_scheme(access).filter(|_| has_oauth).map(str::to_owned),
        server: access.server.as_deref().map(markdown::code).unwrap_or_default(),
        company_server: access.company_server.as_ref().map(|(start, end)| markdown::code(&format!("{start}acme{end}"))),
        burst: access.limits.as_ref().map(|limits| burst(access, limits)).unwrap_or_default(),
        period: match access.limits.as_ref().map_or(2, |limits| limits.period) {
            1 => "second".to_owned(),
            seconds => format!("{seconds} seconds"),
        },
        searches: access.limits.as_ref().and_then(|limits| limits.searches),
        user_agent: markdown::code(&format!("{product}/")),
        variables: variables(context),
        prefix: Literal::string(&prefix(context)).to_string(),
    };
    add("builder.rs", super::render(&builder), diagnostics);
    if has_oauth && let Some((scheme, authorize, token, revoke)) = oauth(access) {
        let info = oauth_info(access, &scheme.name, authorize, token, revoke).to_string();
        add("oauth.rs", super::render(&OAuthFile { info }), diagnostics);
    }
}

fn setter_views(access: &Access) -> Vec<SetterView> {
    let view = |(scheme, name): (&AuthScheme, String)| SetterView {
        name,
        scheme: Literal::string(&scheme.name).to_string(),
        docs: Literal::string(&format!(" {}", docs(scheme))).to_string(),
        is_basic: scheme.kind == AuthSchemeKind::Basic,
    };
    access.schemes.iter().zip(setters(access)).map(view).collect()
}

/// What a setter does.
fn docs(scheme: &AuthScheme) -> String {
    let default = match &scheme.kind {
        AuthSchemeKind::HeaderKey(header) => {
            format!("Authenticates calls with this key, in the header {}.", markdown::code(header))
        }
        AuthSchemeKind::QueryKey(parameter) => {
            format!("Authenticates calls with this key, in the query parameter {}.", markdown::code(parameter))
        }
        AuthSchemeKind::CookieKey(cookie) => {
            format!("Authenticates calls with this key, in the cookie {}.", markdown::code(cookie))
        }
        AuthSchemeKind::Basic => "Authenticates calls with this user name and password.".to_owned(),
        AuthSchemeKind::Bearer | AuthSchemeKind::OAuth(_) => "Authenticates calls with this access token.".to_owned(),
    };
    scheme.description.as_deref().map_or(default, sentence)
}

/// The default limits in words: `20 with api_token, 80 with access_token`.
fn burst(access: &Access, limits: &RequestLimits) -> String {
    let setters = setters(access);
    let of_scheme = |name: &str| access.schemes.iter().position(|scheme| scheme.name == name).map(|index| setters[index].clone());
    let known = limits.requests.iter().filter_map(|(name, limit)| Some(format!("{limit} with `{}`", of_scheme(name)?)));
    known.collect::<Vec<_>>().join(" and ")
}

fn api_info(access: &Access, product: &str) -> TokenStream {
    let user_agent = format!("{product}/");
    let server = option(access.server.as_ref());
    let company_server = option(access.company_server.as_ref().map(|(start, end)| quote!((#start, #end))));
    let schemes = access.schemes.iter().zip(setters(access)).map(|(scheme, setter)| {
        let name = &scheme.name;
        let kind = match &scheme.kind {
            AuthSchemeKind::HeaderKey(header) => quote!(SchemeKind::HeaderKey(#header)),
            AuthSchemeKind::QueryKey(parameter) => quote!(SchemeKind::QueryKey(#parameter)),
            AuthSchemeKind::CookieKey(cookie) => quote!(SchemeKind::CookieKey(#cookie)),
            AuthSchemeKind::Basic => quote!(SchemeKind::Basic),
            AuthSchemeKind::Bearer | AuthSchemeKind::OAuth(_) => quote!(SchemeKind::Bearer),
        };
        quote!(SecurityScheme { name: #name, kind: #kind, setter: #setter })
    });
    let security = access.security.iter().map(|schemes| quote!(&[#(#schemes),*]));
    let limits = option(access.limits.as_ref().map(|limits| {
        let period = Literal::u64_unsuffixed(u64::from(limits.period) * 1000);
        let requests = limits.requests.iter().map(|(name, limit)| {
            let limit = Literal::u32_unsuffixed(*limit);
            quote!((#name, #limit))
        });
        let searches = option(limits.searches.map(Literal::u32_unsuffixed));
        quote!(RateLimits { period_ms: #period, requests: &[#(#requests),*], searches: #searches })
    }));
    quote! {
        ApiInfo {
            user_agent: concat!(#user_agent, env!("CARGO_PKG_VERSION")),
            server: #server,
            company_server: #company_server,
            schemes: &[#(#schemes),*],
            security: &[#(#security),*],
            limits: #limits,
        }
    }
}

fn oauth_info(access: &Access, scheme: &str, authorize: &str, token: &str, revoke: &str) -> TokenStream {
    let app = app_scheme(access).unwrap_or_default();
    let operation = |id: &str, url: &str| {
        let (origin, path) = split_url(url);
        quote!(OperationInfo::new(#id, ApiVersion::V1, "oauth", Method::POST, #path)
            .auth(Auth::Schemes(&[&[#app]]))
            .body(BodyKind::Form)
            .token_cost(0)
            .server(#origin))
    };
    let get = operation("v1.oauth.get_tokens", token);
    let refresh = operation("v1.oauth.refresh_tokens", token);
    let revoke = operation("v1.oauth.revoke", revoke);
    quote! {
        static GET_TOKENS: OperationInfo = #get;
        static REFRESH_TOKENS: OperationInfo = #refresh;
        static REVOKE: OperationInfo = #revoke.response(ResponseKind::Empty);
        static SERVER: OAuthInfo = OAuthInfo {
            api: &API,
            scheme: #scheme,
            authorize_url: #authorize,
            get_tokens: &GET_TOKENS,
            refresh_tokens: &REFRESH_TOKENS,
            revoke: &REVOKE,
        };
    }
}

/// The origin and the path of a URL.
fn split_url(url: &str) -> (&str, &str) {
    let host = url.find("://").map_or(0, |at| at + 3);
    url.split_at(url[host..].find('/').map_or(url.len(), |at| host + at))
}

fn option(value: Option<impl ToTokens>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}

#[cfg(test)]
mod tests {
    use super::setters;
    use crate::ir::{Access, AuthScheme, AuthSchemeKind};
    use crate::load::Pointer;

    #[test]
    fn setters_of_keywords_have_no_escapes_inside() {
        let scheme = |name: &str| AuthScheme {
            name: name.to_owned(),
            kind: AuthSchemeKind::HeaderKey("x-key".to_owned()),
            description: None,
            at: Pointer::root(String::new()),
        };
        let access = Access { schemes: ["self", "Self", "SELF", "type", "Type"].map(scheme).into(), ..Access::default() };
        assert_eq!(setters(&access), ["self_", "self_key", "self_2", "r#type", "type_key"]);
    }
}
