//! Which of the credentials that are set a client uses.

use std::any::Any;
use std::sync::Arc;

use super::context::{Credentials, DefaultCredentials, TokenSource};
use super::settings::{CredentialSetting, CredentialSettings, configuration};
use crate::http::url::Base;
use crate::json::mask::Secrets;
use crate::policy::credentials::{Credential, header_of};
use crate::protocol::api::ApiInfo;
use crate::protocol::error::Result;

/// The settings of a session, which is opened when the client is built.
pub(crate) trait OpenSession: Any + Send {
    /// Opens the session. `fixed` is the server and `oauth` the OAuth server, if they are set.
    fn open(
        self: Box<Self>,
        api: &'static ApiInfo,
        fixed: Option<Arc<Base>>,
        oauth: Option<&Base>,
    ) -> Result<Arc<dyn TokenSource>>;

    /// Returns an error message if the session must not remain unused.
    fn unused(&self) -> Option<&'static str>;
}

/// The session of another client, which is shared.
pub(super) struct OpenedSession(pub(super) Arc<dyn TokenSource>);

impl OpenSession for OpenedSession {
    fn open(
        self: Box<Self>,
        _api: &'static ApiInfo,
        _fixed: Option<Arc<Base>>,
        _oauth: Option<&Base>,
    ) -> Result<Arc<dyn TokenSource>> {
        Ok(self.0)
    }

    fn unused(&self) -> Option<&'static str> {
        None
    }
}

/// Selects the credentials of the client among those that are set.
pub(super) fn credentials(
    api: &'static ApiInfo,
    settings: CredentialSettings,
    session: Option<Box<dyn OpenSession>>,
    fixed: Option<Arc<Base>>,
    oauth: Option<&Base>,
) -> Result<Credentials> {
    let mut by_scheme = Vec::new();
    for (name, setting) in &settings {
        let CredentialSetting::Secret(secret) = setting else { continue };
        let scheme =
            api.scheme(name).ok_or_else(|| configuration(format!("the API description has no security scheme `{name}`")))?;
        by_scheme.push((*name, Credential::of(scheme, secret.expose()).map_err(configuration)?));
    }
    let position = |scheme: &&str| settings.iter().position(|(name, _)| name == scheme);
    let satisfied = api.security.iter().filter(|schemes| schemes.iter().all(|scheme| position(scheme).is_some()));
    // The alternative that was set last is used. One without schemes, which needs no credentials, has the lowest precedence.
    let selected = satisfied.max_by_key(|schemes| schemes.iter().filter_map(position).max());
    let is_session =
        |scheme: &&str| settings.iter().any(|(name, setting)| name == scheme && matches!(setting, CredentialSetting::Session));
    let default = match (selected, session) {
        (Some(schemes), Some(session)) if schemes.iter().any(is_session) => {
            Some(DefaultCredentials::Session(session.open(api, fixed, oauth)?))
        }
        (_, Some(session)) if session.unused().is_some() => return Err(configuration(session.unused().unwrap_or_default())),
        (Some(schemes), _) => {
            let of_scheme =
                |scheme: &&str| by_scheme.iter().find(|(name, _)| name == scheme).map(|(_, credential)| credential.clone());
            Some(DefaultCredentials::Fixed(schemes.iter().filter_map(of_scheme).collect()))
        }
        // The API requires no credentials.
        (None, _) if api.security.is_empty() => Some(DefaultCredentials::Fixed(Vec::new())),
        (None, _) => None,
    };
    let headers = api.schemes.iter().filter_map(|scheme| header_of(scheme.kind)).collect();
    let mut secrets = Vec::new();
    for (_, credential) in &by_scheme {
        credential.add_secrets(&mut secrets);
    }
    Ok(Credentials { default, by_scheme, headers, settings, secrets: Secrets::new(secrets) })
}

/// Returns the limit that the API description states for the credentials in use, or the lowest one if it states none for them.
pub(super) fn default_burst(api: &ApiInfo, settings: &[(&'static str, CredentialSetting)]) -> Option<u32> {
    let requests = api.limits.as_ref()?.requests;
    let of_scheme = |name: &str| requests.iter().find(|(scheme, _)| *scheme == name).map(|(_, limit)| *limit);
    settings.iter().rev().find_map(|(name, _)| of_scheme(name)).or_else(|| requests.iter().map(|(_, limit)| *limit).min())
}
