//! From the URLs of requests to those that reqwest wants, which are of another type.

use std::sync::{Mutex, PoisonError};

use http::Uri;
use url::{ParseError, Url};

/// Remembers the last server. Nearly all requests go to the same one, and to read its name is most of the work.
#[derive(Default)]
pub(super) struct Urls(Mutex<Option<Server>>);

struct Server {
    scheme: String,
    authority: String,
    /// Without path and query.
    url: Url,
}

impl Urls {
    /// The same as to parse it.
    pub(super) fn of(&self, uri: &Uri) -> Result<Url, ParseError> {
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return Url::parse(&uri.to_string()) };
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = last.as_ref().filter(|last| last.scheme == scheme && last.authority == authority.as_str());
        let mut url = match known {
            Some(server) => server.url.clone(),
            None => {
                let url = Url::parse(&format!("{scheme}://{authority}"))?;
                *last = Some(Server { scheme: scheme.to_owned(), authority: authority.to_string(), url: url.clone() });
                url
            }
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
    fn they_are_what_parsing_gives() {
        let urls = Urls::default();
        for text in [
            "https://acme.pipedrive.com/api/v2/deals?limit=500&cursor=a%3D%3D",
            "https://acme.pipedrive.com",
            "https://acme.pipedrive.com/?",
            "https://ACME.pipedrive.com/a/../b/%2e%2e/c//d",
            "http://acme.pipedrive.com:80/a",
            "http://acme.pipedrive.com:8080/a%2Fb?q='\"<>",
            "http://user:secret@[::1]:3000/~a/b;c=d,e?x[]=1",
            "http://USER:secret@[::1]:3000/",
            "http://127.1/'",
        ] {
            let Ok(uri) = text.parse::<Uri>() else { continue };
            for _ in 0..2 {
                assert_eq!(urls.of(&uri), Url::parse(&uri.to_string()), "{text}");
            }
        }
        assert!(urls.of(&"/v1/deals".parse().unwrap()).is_err());
    }
}
