//! A request as the mock reads it.

use bytes::Bytes;
use http::{HeaderMap, Method, Uri, header};
use serde_json::Value;

/// The query parameter with the API token, which only version 1 reads.
pub(crate) const TOKEN_PARAMETER: &str = "api_token";

/// A request with its parsed body.
#[derive(Clone, Debug)]
pub(crate) struct ApiRequest {
    pub(crate) method: Method,
    /// The scheme and the host that the request was sent to, such as `http://127.0.0.1:8080`.
    origin: String,
    pub(crate) path: String,
    /// The decoded query parameters, in their order.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    /// The body as it was received.
    pub(crate) content: Bytes,
    pub(crate) body: Body,
}

/// The body of a request.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    Empty,
    Json(Value),
    Form(Vec<(String, String)>),
    Multipart(Vec<Part>),
    /// A body that cannot be read, with the reason.
    Malformed(String),
}

/// A part of a multipart body.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) file_name: Option<String>,
    pub(crate) content: Bytes,
}

impl ApiRequest {
    /// Parses the parts of an HTTP request.
    pub(crate) async fn parse(method: Method, uri: &Uri, headers: HeaderMap, content: Bytes) -> Self {
        let query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
        let authority = uri.authority().map(http::uri::Authority::as_str).or_else(|| headers.get(header::HOST)?.to_str().ok());
        let origin = format!("{}://{}", uri.scheme_str().unwrap_or("http"), authority.unwrap_or("localhost"));
        let body = Body::parse(&headers, content.clone()).await;
        Self { method, origin, path: uri.path().to_owned(), query, headers, content, body }
    }

    /// Creates a request of a seed.
    pub(crate) fn of_seed(method: Method, path: String, query: Vec<(String, String)>, body: Body) -> Self {
        let headers =
            HeaderMap::from_iter([(header::HeaderName::from_static("x-api-token"), header::HeaderValue::from_static("seed"))]);
        Self { method, origin: "http://localhost".to_owned(), path, query, headers, content: Bytes::new(), body }
    }

    /// Returns the server that the request was sent to.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the first query parameter with a name.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns a query parameter as another type. `None` if it is absent or does not parse.
    pub(crate) fn query_as<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.query(name)?.parse().ok()
    }

    /// Whether a query parameter is a flag that is set.
    pub(crate) fn is_set(&self, name: &str) -> bool {
        matches!(self.query(name), Some("1" | "true"))
    }

    /// Returns the values of a comma-separated query parameter.
    pub(crate) fn query_list(&self, name: &str) -> Vec<&str> {
        self.query(name).into_iter().flat_map(|value| value.split(',')).filter(|value| !value.is_empty()).collect()
    }

    /// Returns a header as a string.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the body as JSON: an object for forms, `Null` for other bodies.
    pub(crate) fn json(&self) -> Value {
        match &self.body {
            Body::Json(value) => value.clone(),
            Body::Form(fields) => fields.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect(),
            Body::Multipart(parts) => parts
                .iter()
                .filter(|part| part.file_name.is_none())
                .map(|part| (part.name.clone(), Value::from(String::from_utf8_lossy(&part.content))))
                .collect(),
            Body::Empty | Body::Malformed(_) => Value::Null,
        }
    }
}

impl Body {
    async fn parse(headers: &HeaderMap, content: Bytes) -> Self {
        if content.is_empty() {
            return Self::Empty;
        }
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if content_type.starts_with("application/x-www-form-urlencoded") {
            return Self::Form(form_urlencoded::parse(&content).into_owned().collect());
        }
        if content_type.starts_with("multipart/") {
            return match multipart(content_type, content).await {
                Ok(parts) => Self::Multipart(parts),
                Err(error) => Self::Malformed(format!("invalid multipart body: {error}")),
            };
        }
        match serde_json::from_slice(&content) {
            Ok(value) => Self::Json(value),
            Err(error) => Self::Malformed(format!("invalid JSON: {error}")),
        }
    }
}

async fn multipart(content_type: &str, content: Bytes) -> Result<Vec<Part>, multer::Error> {
    let boundary = multer::parse_boundary(content_type)?;
    let stream = Once(Some(content));
    let mut multipart = multer::Multipart::new(stream, boundary);
    let mut parts = Vec::new();
    while let Some(field) = multipart.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        parts.push(Part { name, file_name, content: field.bytes().await? });
    }
    Ok(parts)
}

/// A stream of one chunk.
struct Once(Option<Bytes>);

impl futures_core::Stream for Once {
    type Item = Result<Bytes, std::convert::Infallible>;

    fn poll_next(mut self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.take().map(Ok))
    }
}
