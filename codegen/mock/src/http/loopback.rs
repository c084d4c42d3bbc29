//! URLs of this computer.

use std::net::IpAddr;

use http::Uri;

/// Whether a URL is one of this computer, without TLS.
pub(crate) fn is_loopback(uri: &Uri) -> bool {
    let host = host(uri);
    let is_loopback = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    uri.scheme_str() == Some("http") && is_loopback
}

/// The host of a URL, without the brackets of an IPv6 address.
pub(crate) fn host(uri: &Uri) -> &str {
    uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']')
}
