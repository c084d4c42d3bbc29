//! Making the URLs of calls.

use std::borrow::Cow;
use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::{Origin, Url};

/// What stands for itself in a path: nothing that could end a segment or mean another one.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
/// What stands for itself in a query. Commas separate lists, and are easier to read like that.
const QUERY: &AsciiSet = &SEGMENT.remove(b',').remove(b':');

/// The part of all URLs of a client that comes first: scheme, host, port, and the path of a proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Base {
    url: Url,
}

impl Base {
    /// Reads a base URL.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        // First, so that no password and no token gets into a message.
        if text.contains('@') {
            return Err("the base URL must not hold a user name or password".to_owned());
        }
        if text.contains(['?', '#']) {
            return Err("the base URL must not have a query or fragment".to_owned());
        }
        let url = Url::parse(text).map_err(|error| format!("the base URL `{text}` is no URL: {error}"))?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(format!("the base URL `{text}` must begin with https:// or http:// and name a host"));
        }
        Ok(Self { url })
    }

    /// The base URL of a company: `acme`, or the whole host. The domain is put between the two parts of the template.
    pub(crate) fn of_company(domain: &str, (start, end): (&str, &str)) -> Result<Self, String> {
        let name = domain.trim().trim_start_matches(start).trim_end_matches('/').trim_end_matches(end);
        let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !plain {
            return Err(format!("`{domain}` is not a company domain; for {start}acme{end} it is `acme`"));
        }
        Self::parse(&format!("{start}{name}{end}"))
    }

    /// What the credentials may be sent to.
    pub(crate) fn origin(&self) -> Origin {
        self.url.origin()
    }

    /// The URL of a path, which begins with a slash.
    pub(crate) fn join(&self, path: &str, query: &[(Cow<'static, str>, String)]) -> String {
        let base = self.url.as_str().trim_end_matches('/');
        let mut url = String::with_capacity(base.len() + path.len());
        url.push_str(base);
        url.push_str(path);
        for (place, (name, value)) in query.iter().enumerate() {
            url.push(if place == 0 { '?' } else { '&' });
            // Writing to a text cannot fail.
            let _ = write!(url, "{}={}", utf8_percent_encode(name, QUERY), utf8_percent_encode(value, QUERY));
        }
        url
    }
}

/// A value for one segment of a path.
pub(crate) fn segment<'a>(name: &str, value: &'a str) -> Result<Cow<'a, str>, String> {
    if matches!(value, "" | "." | "..") {
        return Err(format!("`{name}` must not be {value:?}: the call would go somewhere else"));
    }
    if value.chars().any(char::is_control) {
        return Err(format!("`{name}` must not hold control characters"));
    }
    Ok(utf8_percent_encode(value, SEGMENT).into())
}

/// Puts a segment in the place of the parameter of this name.
pub(crate) fn fill_in(path: &mut String, name: &str, segment: &str) {
    let is_place = |at: &usize| path[at + 1..].strip_prefix(name).is_some_and(|rest| rest.starts_with('}'));
    if let Some(at) = path.match_indices('{').map(|(at, _)| at).find(is_place) {
        path.replace_range(at..at + name.len() + 2, segment);
    }
}

/// Looks at the path of a call that no operation stands for: it must stay below the base URL.
pub(crate) fn check_raw_path(path: &str) -> Result<(), String> {
    if !path.starts_with('/') || path.starts_with("//") {
        return Err(format!("the path `{path}` must begin with one slash"));
    }
    if path.contains(['?', '#', '\\']) {
        return Err(format!("the path `{path}` must not hold a query; there is `query` for that"));
    }
    if path.chars().any(|c| c.is_control() || c == ' ' || !c.is_ascii()) {
        return Err("the path must be percent-encoded".to_owned());
    }
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    if decoded.split(['/', '\\']).any(|segment| matches!(segment, "." | "..")) {
        return Err(format!("the path `{path}` must not hold `.` or `..`"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn companies_and_bases() {
        let template = ("https://", ".crm.example");
        for domain in ["acme", "acme.crm.example", "https://acme.crm.example/"] {
            assert_eq!(Base::of_company(domain, template).unwrap().join("/v1/x", &[]), "https://acme.crm.example/v1/x");
        }
        for domain in ["", "evil.com", "a/b", "a@b", "acme.crm.example.evil.com"] {
            assert!(Base::of_company(domain, template).is_err(), "{domain}");
        }
        let base = Base::parse("http://localhost:3000/proxy/").unwrap();
        let query = [("q".into(), "a b&c,d".to_owned()), ("x[]".into(), String::new())];
        assert_eq!(base.join("/v1/x", &query), "http://localhost:3000/proxy/v1/x?q=a%20b%26c,d&x%5B%5D=");
        for base in ["localhost", "ftp://a", "https://a:b@c", "https://a?b", "mailto:a"] {
            assert!(Base::parse(base).is_err(), "{base}");
        }
    }

    #[test]
    fn paths_stay_where_they_are() {
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
