//! The conversion of `http::Uri` to `url::Url`, the type that reqwest requires.

use std::sync::{Mutex, PoisonError};

use http::Uri;
use url::{ParseError, Url};

/// A converter that caches the last server. Nearly all requests are sent to the same one, and parsing its URL is most of the
/// work.
#[derive(Default)]
pub(super) struct Urls(Mutex<Option<CachedServer>>);

struct CachedServer {
    scheme: String,
    authority: String,
    /// The URL without path and query.
    url: Url,
}

impl Urls {
    /// Returns the same URL as `Url::parse`.
    pub(super) fn convert(&self, uri: &Uri) -> Result<Url, ParseError> {
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return Url::parse(&uri.to_string()) };
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = last.as_ref().filter(|last| last.scheme == scheme && last.authority == authority.as_str());
        let mut url = if let Some(server) = known {
            server.url.clone()
        } else {
            let url = Url::parse(&format!("{scheme}://{authority}"))?;
            *last = Some(CachedServer { scheme: scheme.to_owned(), authority: authority.to_string(), url: url.clone() });
            url
        };
        drop(last);
        url.set_path(uri.path());
        url.set_query(uri.query());
        Ok(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_like_url_parse() {
        let urls = Urls::default();
        for input in [
            "https://acme.example.com/api/v2/deals?limit=500&cursor=a%3D%3D",
            "https://acme.example.com",
            "https://acme.example.com/?",
            "https://ACME.example.com/a/../b/%2e%2e/c//d",
            "http://acme.example.com:80/a",
            "http://acme.example.com:8080/a%2Fb?q='\"<>",
            "http://user:secret@[::1]:3000/~a/b;c=d,e?x[]=1",
            "http://USER:secret@[::1]:3000/",
            "http://127.1/'",
        ] {
            let Ok(uri) = input.parse::<Uri>() else { continue };
            for _ in 0..2 {
                assert_eq!(urls.convert(&uri), Url::parse(&uri.to_string()), "{input}");
            }
        }
        assert!(urls.convert(&"/v1/deals".parse().unwrap()).is_err());
    }
}
