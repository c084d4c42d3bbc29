//! URLs of calls.

use std::borrow::Cow;
use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::{Origin, Url};

use crate::protocol::rules::{InputRule, Rule};
use crate::protocol::styles::Pair;

/// The bytes that are encoded in a path segment: all except the unreserved characters.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
/// The bytes that are encoded in a query. Commas and colons are not, because lists and times are easier to read that way.
const QUERY: &AsciiSet = &SEGMENT.remove(b',').remove(b':');
/// The bytes that are encoded in a value that may contain reserved characters: those that would end it or change its meaning.
const RESERVED: &AsciiSet = &QUERY
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b';')
    .remove(b'=');

/// A base URL: scheme, host, port, and an optional path, such as that of a proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Base {
    url: Url,
}

impl Base {
    /// Parses a base URL.
    pub(crate) fn parse(input: &str) -> Result<Self, String> {
        // Checked first, because the other messages contain the URL, which must not reveal a password or token.
        if input.contains('@') {
            return Err("the base URL must not contain a user name or password".to_owned());
        }
        if input.contains(['?', '#']) {
            return Err("the base URL must not have a query or fragment".to_owned());
        }
        let url = Url::parse(input).map_err(|error| format!("the base URL `{input}` is not a valid URL: {error}"))?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(format!("the base URL `{input}` must begin with `https://` or `http://` and have a host"));
        }
        Ok(Self { url })
    }

    /// Returns the base URL of a company. The domain is inserted between the two parts of the template; a complete host or URL is
    /// also accepted.
    pub(crate) fn of_company(domain: &str, (start, end): (&str, &str)) -> Result<Self, String> {
        let name = domain.trim().trim_start_matches(start).trim_end_matches('/').trim_end_matches(end);
        let is_valid = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !is_valid {
            return Err(format!("`{domain}` is not a company domain: write `acme` for `{start}acme{end}`"));
        }
        Self::parse(&format!("{start}{name}{end}"))
    }

    /// Returns the origin that the credentials may be sent to.
    pub(crate) fn origin(&self) -> Origin {
        self.url.origin()
    }

    /// Returns the URL of a path, which must begin with a slash. `rules` are those for the inputs of the operation.
    pub(crate) fn join(&self, path: &str, query: &[Pair], rules: &[InputRule]) -> String {
        let base = self.url.as_str().trim_end_matches('/');
        let mut url = String::with_capacity(base.len() + path.len());
        url.push_str(base);
        url.push_str(path);
        for (index, (name, value)) in query.iter().enumerate() {
            url.push(if index == 0 { '?' } else { '&' });
            let is_reserved = rules.iter().any(|rule| matches!(rule.rule, Rule::AllowReserved) && rule.input == name);
            let set = if is_reserved { RESERVED } else { QUERY };
            // Writing to a string cannot fail.
            let _ = write!(url, "{}={}", utf8_percent_encode(name, QUERY), utf8_percent_encode(value, set));
        }
        url
    }
}

/// Returns a value encoded as a path segment. `name` is the parameter, for error messages.
pub(crate) fn segment<'a>(name: &str, value: &'a str) -> Result<Cow<'a, str>, String> {
    if matches!(value, "" | "." | "..") {
        return Err(format!("`{name}` must not be {value:?}: the request would be sent to another path"));
    }
    if value.chars().any(char::is_control) {
        return Err(format!("`{name}` must not contain control characters"));
    }
    Ok(utf8_percent_encode(value, SEGMENT).into())
}

/// Replaces the parameter `{name}` of a path template by a segment.
pub(crate) fn fill_in(path: &mut String, name: &str, segment: &str) {
    let is_parameter = |start: &usize| path[start + 1..].strip_prefix(name).is_some_and(|rest| rest.starts_with('}'));
    if let Some(start) = path.match_indices('{').map(|(start, _)| start).find(is_parameter) {
        path.replace_range(start..start + name.len() + 2, segment);
    }
}

/// Checks the path of a call without an operation, which must not leave the base URL.
pub(crate) fn check_raw_path(path: &str) -> Result<(), String> {
    if !path.starts_with('/') || path.starts_with("//") {
        return Err(format!("the path `{path}` must begin with a single slash"));
    }
    if path.contains(['?', '#', '\\']) {
        return Err(format!("the path `{path}` must not contain `?`, `#` or `\\`: set the query with `query`"));
    }
    if path.chars().any(|c| c.is_control() || c == ' ' || !c.is_ascii()) {
        return Err(
            "the path must be percent-encoded: it must not contain spaces, control characters or non-ASCII characters".to_owned()
        );
    }
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    if decoded.split(['/', '\\']).any(|segment| matches!(segment, "." | "..")) {
        return Err(format!("the path `{path}` must not contain `.` or `..` segments"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_url_is_validated_and_joined() {
        let template = ("https://", ".crm.example");
        for domain in ["acme", "acme.crm.example", "https://acme.crm.example/"] {
            assert_eq!(Base::of_company(domain, template).unwrap().join("/v1/x", &[], &[]), "https://acme.crm.example/v1/x");
        }
        for domain in ["", "evil.com", "a/b", "a@b", "acme.crm.example.evil.com"] {
            assert!(Base::of_company(domain, template).is_err(), "{domain}");
        }
        let base = Base::parse("http://localhost:3000/proxy/").unwrap();
        let query = [("q".into(), "a b&c,d".to_owned()), ("x[]".into(), String::new())];
        assert_eq!(base.join("/v1/x", &query, &[]), "http://localhost:3000/proxy/v1/x?q=a%20b%26c,d&x%5B%5D=");
        let query = [("q".into(), "a/b?c=d;e #&+%".to_owned())];
        let url = base.join("/v1/x", &query, &[InputRule::allow_reserved("q")]);
        assert_eq!(url, "http://localhost:3000/proxy/v1/x?q=a/b?c=d;e%20%23%26%2B%25");
        for base in ["localhost", "ftp://a", "https://a:b@c", "https://a?b", "mailto:a"] {
            assert!(Base::parse(base).is_err(), "{base}");
        }
    }

    #[test]
    fn path_cannot_be_changed_by_its_parameters() {
        assert_eq!(segment("id", "a/b?c").unwrap(), "a%2Fb%3Fc");
        let mut path = "/v1/deals/{id}/files/{id_of_file}".to_owned();
        for (name, value) in [("id_of_file", "2"), ("id", "1"), ("id", "3")] {
            fill_in(&mut path, name, value);
        }
        assert_eq!(path, "/v1/deals/1/files/2");
        for value in ["", ".", "..", "a\nb"] {
            assert!(segment("id", value).is_err(), "{value:?}");
        }
        assert!(check_raw_path("/v1/deals/1").is_ok());
        for path in
            ["v1", "//evil.com/x", "https://evil.com", "/v1/../x", "/v1/%2e%2E/x", "/v1/a%2f..%2fb", "/v1/x?a", "/\\evil", "/a b"]
        {
            assert!(check_raw_path(path).is_err(), "{path}");
        }
    }
}
