//! How clients of any API authenticate: the schemes of its description, alone, together and as alternatives.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use pipedrive::runtime::client::{ApiInfo, BuilderCore, RateLimits, SchemeKind, SecurityScheme};
use pipedrive::{BoxFuture, ErrorKind, Method, RequestBody, ResponseBody, Transport, TransportError};

const fn scheme(name: &'static str, kind: SchemeKind) -> SecurityScheme {
    SecurityScheme { name, kind, setter: name }
}

static SCHEMES: [SecurityScheme; 7] = [
    scheme("key", SchemeKind::HeaderKey("x-lamp-key")),
    scheme("secret", SchemeKind::HeaderKey("x-lamp-secret")),
    scheme("query_key", SchemeKind::QueryKey("lampkey")),
    scheme("session", SchemeKind::CookieKey("session")),
    scheme("tenant", SchemeKind::CookieKey("tenant")),
    scheme("bearer", SchemeKind::Bearer),
    scheme("login", SchemeKind::Basic),
];

const fn api(security: &'static [&'static [&'static str]]) -> ApiInfo {
    ApiInfo {
        user_agent: "lamps/1",
        server: Some("https://lamps.example"),
        company_server: None,
        schemes: &SCHEMES,
        security,
        limits: None,
    }
}

/// Keeps what is sent, and responds with an empty object.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<(String, HeaderMap)>>>);

impl Transport for Recorder {
    fn send(&self, request: Request<RequestBody>) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        self.0.lock().unwrap().push((request.uri().to_string(), request.headers().clone()));
        Box::pin(async { Ok(Response::new(ResponseBody::from(Bytes::from_static(b"{}")))) })
    }
}

/// Makes one call and returns its URL and headers.
async fn sent(api: &'static ApiInfo, set: impl FnOnce(BuilderCore) -> BuilderCore) -> pipedrive::Result<(String, HeaderMap)> {
    let recorder = Recorder::default();
    let client = set(BuilderCore::new(api)).transport(recorder.clone()).build()?;
    client.request(Method::GET, "/lamps").query("on", 1).send().await?;
    let sent = recorder.0.lock().unwrap().pop();
    Ok(sent.expect("a request was sent"))
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn every_kind_of_scheme_is_sent_under_its_own_name() -> pipedrive::Result<()> {
    static HEADER: ApiInfo = api(&[&["key"]]);
    let (url, headers) = sent(&HEADER, |builder| builder.credential("key", "k1")).await?;
    assert_eq!((url.as_str(), header(&headers, "x-lamp-key")), ("https://lamps.example/lamps?on=1", Some("k1")));
    assert_eq!(header(&headers, "user-agent"), Some("lamps/1"));
    assert_eq!(headers.len(), 3, "only `accept`, `user-agent` and the key: {headers:?}");

    static QUERY: ApiInfo = api(&[&["query_key"]]);
    let (url, headers) = sent(&QUERY, |builder| builder.credential("query_key", "k&2")).await?;
    assert_eq!((url.as_str(), headers.len()), ("https://lamps.example/lamps?on=1&lampkey=k%262", 2));

    static COOKIES: ApiInfo = api(&[&["session", "tenant"]]);
    let (_, headers) = sent(&COOKIES, |builder| builder.credential("tenant", "t").credential("session", "s")).await?;
    assert_eq!(header(&headers, "cookie"), Some("session=s; tenant=t"));

    static BEARER: ApiInfo = api(&[&["bearer"]]);
    let (_, headers) = sent(&BEARER, |builder| builder.credential("bearer", "b")).await?;
    assert_eq!(header(&headers, "authorization"), Some("Bearer b"));

    static BASIC: ApiInfo = api(&[&["login"]]);
    let (_, headers) = sent(&BASIC, |builder| builder.basic("login", "me", "pass")).await?;
    assert_eq!(header(&headers, "authorization"), Some("Basic bWU6cGFzcw=="));
    Ok(())
}

#[tokio::test]
async fn schemes_are_combined_and_the_last_alternative_that_was_set_is_used() -> pipedrive::Result<()> {
    static BOTH: ApiInfo = api(&[&["key", "secret"]]);
    let (_, headers) = sent(&BOTH, |builder| builder.credential("key", "k").credential("secret", "s")).await?;
    assert_eq!((header(&headers, "x-lamp-key"), header(&headers, "x-lamp-secret")), (Some("k"), Some("s")));
    let error = sent(&BOTH, |builder| builder.credential("key", "k")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("set `key` and `secret` on the builder"), "{error}");

    static EITHER: ApiInfo = api(&[&["key"], &["bearer"]]);
    let (_, headers) = sent(&EITHER, |builder| builder.credential("bearer", "b").credential("key", "k")).await?;
    assert_eq!((header(&headers, "x-lamp-key"), header(&headers, "authorization")), (Some("k"), None));
    let (_, headers) = sent(&EITHER, |builder| builder.credential("key", "k").credential("bearer", "b")).await?;
    assert_eq!((header(&headers, "x-lamp-key"), header(&headers, "authorization")), (None, Some("Bearer b")));
    let error = sent(&EITHER, |builder| builder).await.unwrap_err();
    assert!(error.to_string().contains("set `key` or `bearer` on the builder"), "{error}");
    Ok(())
}

#[tokio::test]
async fn nothing_is_sent_where_nothing_is_required() -> pipedrive::Result<()> {
    static OPEN: ApiInfo = api(&[]);
    let (url, headers) = sent(&OPEN, |builder| builder).await?;
    assert_eq!((url.as_str(), headers.len()), ("https://lamps.example/lamps?on=1", 2), "{headers:?}");

    static OPTIONAL: ApiInfo = api(&[&[], &["key"]]);
    assert_eq!(sent(&OPTIONAL, |builder| builder).await?.1.len(), 2);
    let (_, headers) = sent(&OPTIONAL, |builder| builder.credential("key", "k")).await?;
    assert_eq!(header(&headers, "x-lamp-key"), Some("k"));
    Ok(())
}

#[tokio::test]
async fn a_header_set_by_hand_replaces_the_credentials() -> pipedrive::Result<()> {
    static API: ApiInfo = api(&[&["key"]]);
    let recorder = Recorder::default();
    let client = BuilderCore::new(&API).credential("key", "k").transport(recorder.clone()).build()?;
    client.request(Method::GET, "/lamps").header("x-lamp-key", "mine").send().await?;
    let (_, headers) = recorder.0.lock().unwrap().pop().unwrap();
    assert_eq!(header(&headers, "x-lamp-key"), Some("mine"));
    Ok(())
}

#[tokio::test]
async fn a_client_without_a_server_cannot_be_built() {
    static API: ApiInfo = ApiInfo { server: None, ..api(&[]) };
    let error = BuilderCore::new(&API).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("set `base_url`"), "{error}");
    let (url, _) = sent(&API, |builder| builder.base_url("http://127.0.0.1:1/proxy")).await.unwrap();
    assert_eq!(url, "http://127.0.0.1:1/proxy/lamps?on=1");
}

#[tokio::test]
async fn limits_are_those_that_the_description_states() {
    static UNLIMITED: ApiInfo = api(&[]);
    let limits = BuilderCore::new(&UNLIMITED).build().unwrap().rate_limit();
    assert_eq!((limits.burst.limit, limits.search.limit), (None, None));

    static LIMITED: ApiInfo = ApiInfo {
        limits: Some(RateLimits { period_ms: 1000, requests: &[("key", 7), ("bearer", 9)], searches: Some(3) }),
        ..api(&[&["key"], &["bearer"]])
    };
    let limits = |builder: BuilderCore| builder.build().unwrap().rate_limit();
    let with_bearer = limits(BuilderCore::new(&LIMITED).credential("bearer", "b"));
    assert_eq!((with_bearer.burst.limit, with_bearer.search.limit), (Some(9), Some(3)));
    assert_eq!(limits(BuilderCore::new(&LIMITED)).burst.limit, Some(7));
    assert_eq!(limits(BuilderCore::new(&LIMITED).burst_limit(None)).burst.limit, None);
}

#[tokio::test]
async fn secrets_are_not_shown_and_must_fit_where_they_are_sent() {
    static API: ApiInfo = api(&[&["session"]]);
    for (scheme, secret) in [("session", ""), ("session", "a;b"), ("key", "a\nb"), ("nothing", "x")] {
        let error = BuilderCore::new(&API).credential(scheme, secret).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{scheme} {secret:?}");
        assert!(secret.len() < 3 || !format!("{error} {error:?}").contains(secret), "{error}");
    }
    let builder = BuilderCore::new(&API).credential("session", "hush");
    assert!(!format!("{builder:?}").contains("hush"));
    assert!(!format!("{:?}", builder.build().unwrap()).contains("hush"));
}
