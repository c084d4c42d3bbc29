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

static HEADER: ApiInfo = api(&[&["key"]]);
static QUERY: ApiInfo = api(&[&["query_key"]]);
static COOKIES: ApiInfo = api(&[&["session", "tenant"]]);
static SESSION: ApiInfo = api(&[&["session"]]);
static BEARER: ApiInfo = api(&[&["bearer"]]);
static BASIC: ApiInfo = api(&[&["login"]]);
static BOTH: ApiInfo = api(&[&["key", "secret"]]);
static EITHER: ApiInfo = api(&[&["key"], &["bearer"]]);
static OPEN: ApiInfo = api(&[]);
static OPTIONAL: ApiInfo = api(&[&[], &["key"]]);
static SERVERLESS: ApiInfo = ApiInfo { server: None, ..api(&[]) };
static COMPANIES: ApiInfo = ApiInfo { company_server: Some(("https://", ".lamps.example")), ..api(&[&["key"]]) };
static LIMITED: ApiInfo = ApiInfo {
    limits: Some(RateLimits { period_ms: 1000, requests: &[("key", 7), ("bearer", 9)], searches: Some(3) }),
    ..api(&[&["key"], &["bearer"]])
};

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
    let request = recorder.0.lock().unwrap().pop();
    Ok(request.expect("a request was sent"))
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn every_kind_of_scheme_is_sent_under_its_own_name() -> pipedrive::Result<()> {
    let (url, headers) = sent(&HEADER, |builder| builder.credential("key", "k1")).await?;
    assert_eq!((url.as_str(), header(&headers, "x-lamp-key")), ("https://lamps.example/lamps?on=1", Some("k1")));
    assert_eq!(header(&headers, "user-agent"), Some("lamps/1"));
    assert_eq!(headers.len(), 3, "only `accept`, `user-agent` and the key: {headers:?}");

    let (url, headers) = sent(&QUERY, |builder| builder.credential("query_key", "k&2")).await?;
    assert_eq!((url.as_str(), headers.len()), ("https://lamps.example/lamps?on=1&lampkey=k%262", 2));

    let (_, headers) = sent(&COOKIES, |builder| builder.credential("tenant", "t").credential("session", "s")).await?;
    assert_eq!(header(&headers, "cookie"), Some("session=s; tenant=t"));

    let (_, headers) = sent(&BEARER, |builder| builder.credential("bearer", "b")).await?;
    assert_eq!(header(&headers, "authorization"), Some("Bearer b"));

    let (_, headers) = sent(&BASIC, |builder| builder.basic("login", "me", "pass")).await?;
    assert_eq!(header(&headers, "authorization"), Some("Basic bWU6cGFzcw=="));
    Ok(())
}

#[tokio::test]
async fn schemes_are_combined_and_the_last_alternative_that_was_set_is_used() -> pipedrive::Result<()> {
    let (_, headers) = sent(&BOTH, |builder| builder.credential("key", "k").credential("secret", "s")).await?;
    assert_eq!((header(&headers, "x-lamp-key"), header(&headers, "x-lamp-secret")), (Some("k"), Some("s")));
    let error = sent(&BOTH, |builder| builder.credential("key", "k")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("set `key` and `secret` on the builder"), "{error}");

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
    let (url, headers) = sent(&OPEN, |builder| builder).await?;
    assert_eq!((url.as_str(), headers.len()), ("https://lamps.example/lamps?on=1", 2), "{headers:?}");

    assert_eq!(sent(&OPTIONAL, |builder| builder).await?.1.len(), 2);
    let (_, headers) = sent(&OPTIONAL, |builder| builder.credential("key", "k")).await?;
    assert_eq!(header(&headers, "x-lamp-key"), Some("k"));
    Ok(())
}

#[tokio::test]
async fn a_header_set_by_hand_replaces_the_credentials() -> pipedrive::Result<()> {
    let recorder = Recorder::default();
    let client = BuilderCore::new(&HEADER).credential("key", "k").transport(recorder.clone()).build()?;
    client.request(Method::GET, "/lamps").header("x-lamp-key", "mine").send().await?;
    let (_, headers) = recorder.0.lock().unwrap().pop().unwrap();
    assert_eq!(header(&headers, "x-lamp-key"), Some("mine"));
    Ok(())
}

#[tokio::test]
async fn a_client_without_a_server_cannot_be_built() {
    let error = BuilderCore::new(&SERVERLESS).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("set `base_url`"), "{error}");
    let (url, _) = sent(&SERVERLESS, |builder| builder.base_url("http://127.0.0.1:1/proxy")).await.unwrap();
    assert_eq!(url, "http://127.0.0.1:1/proxy/lamps?on=1");
}

#[tokio::test]
async fn limits_are_those_that_the_description_states() {
    let limits = BuilderCore::new(&OPEN).build().unwrap().rate_limit();
    assert_eq!((limits.burst.limit, limits.search.limit), (None, None));

    let limits = |builder: BuilderCore| builder.build().unwrap().rate_limit();
    let with_bearer = limits(BuilderCore::new(&LIMITED).credential("bearer", "b"));
    assert_eq!((with_bearer.burst.limit, with_bearer.search.limit), (Some(9), Some(3)));
    assert_eq!(limits(BuilderCore::new(&LIMITED)).burst.limit, Some(7));
    assert_eq!(limits(BuilderCore::new(&LIMITED).burst_limit(None)).burst.limit, None);
}

/// The settings of an environment.
fn variables(set: &[(&'static str, &'static str)]) -> impl Fn(&str) -> Option<std::ffi::OsString> {
    move |name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).into())
}

/// Returns the URL and headers of a call of a client with the settings of an environment.
async fn sent_with(api: &'static ApiInfo, set: &[(&'static str, &'static str)]) -> pipedrive::Result<(String, HeaderMap)> {
    let builder = BuilderCore::from_variables(api, "LAMPS", variables(set))?;
    sent(api, |_| builder).await
}

#[tokio::test]
async fn credentials_and_server_are_read_from_the_environment() -> pipedrive::Result<()> {
    let (url, headers) = sent_with(&HEADER, &[("LAMPS_KEY", "k"), ("LAMPS_BASE_URL", "http://127.0.0.1:1")]).await?;
    assert_eq!((url.as_str(), header(&headers, "x-lamp-key")), ("http://127.0.0.1:1/lamps?on=1", Some("k")));
    let (_, headers) = sent_with(&EITHER, &[("LAMPS_BEARER", "b"), ("LAMPS_KEY", "")]).await?;
    assert_eq!((header(&headers, "x-lamp-key"), header(&headers, "authorization")), (None, Some("Bearer b")));
    // The first alternative takes precedence.
    let (_, headers) = sent_with(&EITHER, &[("LAMPS_BEARER", "b"), ("LAMPS_KEY", "k")]).await?;
    assert_eq!((header(&headers, "x-lamp-key"), header(&headers, "authorization")), (Some("k"), None));
    let (_, headers) = sent_with(&BOTH, &[("LAMPS_SECRET", "s"), ("LAMPS_KEY", "k")]).await?;
    assert_eq!((header(&headers, "x-lamp-key"), header(&headers, "x-lamp-secret")), (Some("k"), Some("s")));

    let company = [("LAMPS_KEY", "k"), ("LAMPS_COMPANY_DOMAIN", "acme")];
    assert_eq!(sent_with(&COMPANIES, &company).await?.0, "https://acme.lamps.example/lamps?on=1");
    let both = [("LAMPS_KEY", "k"), ("LAMPS_COMPANY_DOMAIN", "acme"), ("LAMPS_BASE_URL", "http://127.0.0.1:1")];
    assert_eq!(sent_with(&COMPANIES, &both).await?.0, "http://127.0.0.1:1/lamps?on=1");

    for set in [&[][..], &[("LAMPS_KEY", "k")], &[("LAMPS_SECRET", "")]] {
        let error = sent_with(&BOTH, set).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("`LAMPS_KEY`") && error.to_string().contains("`LAMPS_SECRET`"), "{error}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        let invalid = |name: &str| (name == "LAMPS_KEY").then(|| std::ffi::OsString::from_vec(vec![0xff]));
        let error = BuilderCore::from_variables(&HEADER, "LAMPS", invalid).unwrap_err();
        assert!(error.to_string().contains("`LAMPS_KEY` is not valid Unicode"), "{error}");
    }
    Ok(())
}

#[tokio::test]
async fn a_client_built_from_another_has_its_settings_and_either_its_credentials_or_others() -> pipedrive::Result<()> {
    let recorder = Recorder::default();
    let builder = BuilderCore::new(&EITHER).credential("key", "k").base_url("http://127.0.0.1:1").user_agent("lämp");
    let client = builder.transport(recorder.clone()).build()?;
    let last = async |client: &pipedrive::runtime::ClientCore| {
        client.request(Method::GET, "/lamps").send().await?;
        pipedrive::Result::Ok(recorder.0.lock().unwrap().pop().expect("a request was sent"))
    };
    let (url, headers) = last(&client.to_builder().build()?).await?;
    assert_eq!((url.as_str(), header(&headers, "x-lamp-key")), ("http://127.0.0.1:1/lamps", Some("k")));
    assert_eq!(headers["user-agent"].as_bytes(), "lämp".as_bytes());
    // All credentials are replaced, also those of an alternative that takes no precedence.
    let other = client.to_builder().credential("bearer", "b").build()?;
    let (_, headers) = last(&other).await?;
    assert_eq!((header(&headers, "x-lamp-key"), header(&headers, "authorization")), (None, Some("Bearer b")));
    let (_, headers) = last(&other.to_builder().credential("key", "k2").base_url("http://127.0.0.1:2").build()?).await?;
    assert_eq!((header(&headers, "x-lamp-key"), header(&headers, "authorization")), (Some("k2"), None));
    // Credentials that are required together can both be set.
    let both = BuilderCore::new(&BOTH).credential("key", "k").credential("secret", "s").transport(recorder.clone()).build()?;
    let (_, headers) = last(&both.to_builder().credential("secret", "s2").credential("key", "k2").build()?).await?;
    assert_eq!((header(&headers, "x-lamp-key"), header(&headers, "x-lamp-secret")), (Some("k2"), Some("s2")));
    let error: pipedrive::Error = last(&both.to_builder().credential("key", "k2").build()?).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration, "the secret of another user is not used");
    Ok(())
}

#[tokio::test]
async fn clients_built_from_one_another_share_the_limits_of_their_credentials() -> pipedrive::Result<()> {
    let client = BuilderCore::new(&LIMITED).credential("key", "a").transport(Recorder::default()).build()?;
    let free = |client: &pipedrive::runtime::ClientCore| client.rate_limit().burst.free;
    client.request(Method::GET, "/lamps").send().await?;
    assert_eq!(free(&client), Some(6));
    assert_eq!(free(&client.to_builder().timeout(None).build()?), Some(6));
    assert_eq!(free(&client.to_builder().credential("key", "a").build()?), Some(6));
    let other = client.to_builder().credential("key", "b").build()?;
    assert_eq!(free(&other), Some(7));
    other.request(Method::GET, "/lamps").send().await?;
    drop(other);
    // The limits of the other credentials are remembered without a client that has them.
    assert_eq!(free(&client.to_builder().credential("key", "b").build()?), Some(6));
    assert_eq!(free(&client.to_builder().credential("bearer", "b").build()?), Some(9));
    assert_eq!(free(&client.to_builder().burst_limit(3).build()?), Some(3));
    assert_eq!(free(&BuilderCore::new(&LIMITED).credential("key", "a").build()?), Some(7), "not built from the client");
    Ok(())
}

#[tokio::test]
async fn secrets_are_not_shown_and_must_fit_where_they_are_sent() {
    for (scheme, secret) in [("session", ""), ("session", "a;b"), ("key", "a\nb"), ("nothing", "x")] {
        let error = BuilderCore::new(&SESSION).credential(scheme, secret).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{scheme} {secret:?}");
        assert!(secret.len() < 3 || !format!("{error} {error:?}").contains(secret), "{error}");
    }
    let builder = BuilderCore::new(&SESSION).credential("session", "hush");
    assert!(!format!("{builder:?}").contains("hush"));
    assert!(!format!("{:?}", builder.build().unwrap()).contains("hush"));
}
