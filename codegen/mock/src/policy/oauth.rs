//! The OAuth server of an account: authorization codes, access and refresh tokens.

use std::collections::HashMap;

use http::header;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::auth::basic;
use crate::http::{ApiRequest, ApiResponse, is_loopback};

/// The time for which an authorization code is valid.
const CODE_LIFETIME: SignedDuration = SignedDuration::from_mins(5);
/// The time for which an access token is valid.
const ACCESS_LIFETIME: SignedDuration = SignedDuration::from_secs(3599);
/// The time after which an unused refresh token is invalid.
const REFRESH_LIFETIME: SignedDuration = SignedDuration::from_hours(60 * 24);

/// An app that users of a mock account can install; see [`Account::add_app`](crate::Account::add_app).
#[derive(Clone, Debug)]
pub(crate) struct MockApp {
    /// The client ID.
    pub(crate) client_id: String,
    /// The client secret.
    pub(crate) client_secret: String,
    /// The redirect URI. The authorization page redirects only to it. `None` for all loopback addresses.
    pub(crate) redirect_uri: Option<String>,
    /// The scopes that a token includes, separated by spaces. Empty for all.
    pub(crate) scopes: String,
}

impl MockApp {
    fn redirects_to(&self, uri: &str) -> bool {
        match &self.redirect_uri {
            Some(registered) => registered == uri,
            None => uri.parse().is_ok_and(|uri| is_loopback(&uri)),
        }
    }
}

/// What a user has granted to an app.
#[derive(Clone, Debug)]
pub(crate) struct AppGrant {
    pub(crate) user: i64,
    app: String,
    scopes: String,
}

impl AppGrant {
    /// Whether the scopes of the grant include one.
    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        self.scopes.is_empty() || self.scopes.split(' ').any(|granted| granted == scope)
    }
}

#[derive(Debug)]
struct Issued {
    grant: AppGrant,
    expires: Timestamp,
}

/// The apps, codes and tokens of an account.
#[derive(Debug, Default)]
pub(crate) struct OAuth {
    apps: Vec<MockApp>,
    codes: HashMap<String, Issued>,
    access: HashMap<String, Issued>,
    refresh: HashMap<String, Issued>,
    /// How many codes and tokens have been issued.
    issued: HashMap<&'static str, u64>,
    /// Whether each refresh replaces the refresh token.
    rotates: bool,
}

impl OAuth {
    pub(crate) fn add(&mut self, app: MockApp) {
        self.apps.push(app);
    }

    pub(crate) fn set_rotation(&mut self, rotates: bool) {
        self.rotates = rotates;
    }

    /// Returns the grant of an access token that is valid.
    pub(crate) fn access(&self, token: &str, now: Timestamp) -> Option<&AppGrant> {
        self.access.get(token).filter(|issued| issued.expires > now).map(|issued| &issued.grant)
    }

    /// Adds tokens as if the first user had authorized an app before. `false` if there is no such app.
    pub(crate) fn add_tokens(&mut self, client_id: &str, access_token: String, refresh_token: String, now: Timestamp) -> bool {
        let Some(app) = self.apps.iter().find(|app| app.client_id == client_id) else { return false };
        let grant = AppGrant { user: 1, app: app.client_id.clone(), scopes: app.scopes.clone() };
        self.store(grant, access_token, refresh_token, now);
        true
    }

    fn store(&mut self, grant: AppGrant, access_token: String, refresh_token: String, now: Timestamp) {
        self.access.insert(access_token, Issued { grant: grant.clone(), expires: now + ACCESS_LIFETIME });
        self.refresh.insert(refresh_token, Issued { grant, expires: now + REFRESH_LIFETIME });
    }

    /// Makes all access tokens invalid, as if their time had passed.
    pub(crate) fn expire(&mut self) {
        self.access.clear();
    }

    /// Responds to a request to the OAuth server. `None` if its path is another one.
    pub(crate) fn respond(&mut self, request: &ApiRequest, now: Timestamp) -> Option<ApiResponse> {
        let result = match request.path.as_str() {
            "/oauth/authorize" => self.authorize(request, now),
            "/oauth/token" => self.token(request, now),
            // The real server redirects, and the redirected request has no body.
            "/oauth/token/" => Ok(ApiResponse::bytes(301, "text/html", "").header(header::LOCATION, "/oauth/token")),
            "/oauth/revoke" => self.revoke(request),
            _ => return None,
        };
        Some(result.unwrap_or_else(|error| error))
    }

    /// The authorization page. The user of the account always agrees, so it redirects at once.
    fn authorize(&mut self, request: &ApiRequest, now: Timestamp) -> Result<ApiResponse, ApiResponse> {
        let redirect = request.query("redirect_uri").unwrap_or_default().to_owned();
        let client_id = request.query("client_id").unwrap_or_default();
        let app = self.apps.iter().find(|app| app.client_id == client_id && app.redirects_to(&redirect));
        let app = app.ok_or_else(|| invalid("invalid_client", "unknown `client_id` or `redirect_uri`"))?;
        let grant = AppGrant { user: 1, app: app.client_id.clone(), scopes: app.scopes.clone() };
        let code = self.new_token("code");
        self.codes.insert(code.clone(), Issued { grant, expires: now + CODE_LIFETIME });
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("code", &code);
        if let Some(state) = request.query("state") {
            query.append_pair("state", state);
        }
        let separator = if redirect.contains('?') { '&' } else { '?' };
        let location = format!("{redirect}{separator}{}", query.finish());
        Ok(ApiResponse::bytes(302, "text/html", "").header(header::LOCATION, location))
    }

    /// Exchanges a code or a refresh token for tokens.
    fn token(&mut self, request: &ApiRequest, now: Timestamp) -> Result<ApiResponse, ApiResponse> {
        let fields = request.json();
        let client_id = self.client(request, &fields)?;
        let field = |name: &str| fields[name].as_str().unwrap_or_default();
        let grant = match field("grant_type") {
            "authorization_code" => {
                let issued = self.codes.remove(field("code"));
                issued.filter(|issued| issued.expires > now && issued.grant.app == client_id).map(|issued| issued.grant)
            }
            "refresh_token" => {
                let issued = self.refresh.get(field("refresh_token"));
                issued.filter(|issued| issued.expires > now && issued.grant.app == client_id).map(|issued| issued.grant.clone())
            }
            _ => return Err(invalid("unsupported_grant_type", "expected `authorization_code` or `refresh_token`")),
        };
        let kind = if field("grant_type") == "refresh_token" { "refresh_token" } else { "code" };
        let grant = grant.ok_or_else(|| invalid("invalid_grant", &format!("Invalid grant: {kind} is invalid")))?;
        // The tokens of one response have the same number.
        let access = self.new_token("access");
        let used = field("refresh_token");
        let refresh = if used.is_empty() || self.rotates { access.replace("access", "refresh") } else { used.to_owned() };
        if self.rotates {
            self.refresh.remove(used);
        }
        let body = json!({
            "access_token": access,
            "token_type": "Bearer",
            "refresh_token": refresh,
            "scope": grant.scopes,
            "expires_in": ACCESS_LIFETIME.as_secs(),
            "api_domain": request.origin(),
        });
        self.store(grant, access, refresh, now);
        Ok(ApiResponse::json(200, &body))
    }

    /// Revokes a token. An unknown token is a success, as RFC 7009 demands.
    fn revoke(&mut self, request: &ApiRequest) -> Result<ApiResponse, ApiResponse> {
        let fields = request.json();
        let client_id = self.client(request, &fields)?;
        let token = fields["token"].as_str().unwrap_or_default();
        self.access.remove(token);
        // Without the refresh token, the app is uninstalled.
        if self.refresh.remove(token).is_some() {
            self.access.retain(|_, issued| issued.grant.app != client_id);
        }
        Ok(ApiResponse::bytes(200, "text/plain", ""))
    }

    /// Returns the client ID of a request with valid credentials: basic, or in the body.
    fn client(&self, request: &ApiRequest, fields: &Value) -> Result<String, ApiResponse> {
        let in_body = || {
            let field = |name: &str| fields[name].as_str().map(str::to_owned);
            Some((field("client_id")?, field("client_secret")?))
        };
        let (id, secret) = basic(&request.headers).or_else(in_body).unwrap_or_default();
        if self.apps.iter().any(|app| app.client_id == id && app.client_secret == secret) {
            Ok(id)
        } else {
            Err(invalid("invalid_client", "Invalid client: client is invalid"))
        }
    }

    fn new_token(&mut self, kind: &'static str) -> String {
        let number = self.issued.entry(kind).or_default();
        *number += 1;
        format!("mock-{kind}-{number}")
    }
}

fn invalid(error: &str, message: &str) -> ApiResponse {
    ApiResponse::json(400, &json!({ "success": false, "error": error, "message": message }))
}
