//! The settings of a client that are kept as they were set.

use std::sync::Arc;

use crate::http::url::Base;
use crate::json::secret::Secret;
use crate::protocol::api::ApiInfo;
use crate::protocol::error::{Error, ErrorKind};

/// A setting whose default depends on other settings.
#[derive(Clone, Copy, Hash)]
pub(crate) enum Setting<T> {
    /// The setting has not been set.
    Default,
    /// The setting has been set to this value.
    Value(T),
}

/// The setting of a server.
#[derive(Clone)]
pub(crate) enum ServerSetting {
    /// A company domain.
    Company(String),
    /// A base URL.
    Url(String),
    /// The server of another client.
    Same(Arc<Base>),
}

/// The credentials that are set for a scheme.
#[derive(Clone, Debug, Hash)]
pub(crate) enum CredentialSetting {
    /// A key or token, or a user name and password with a colon between them.
    Secret(Secret),
    /// The access tokens of the session.
    #[cfg_attr(not(feature = "oauth"), allow(dead_code, reason = "only sessions of OAuth set it"))]
    Session,
}

/// The credentials by scheme, in the order in which they were set.
pub(crate) type CredentialSettings = Vec<(&'static str, CredentialSetting)>;

impl ServerSetting {
    /// Returns the server that the setting names.
    pub(super) fn resolve(&self, api: &ApiInfo) -> Result<Arc<Base>, String> {
        match (self, api.company_server) {
            (Self::Company(domain), Some(template)) => Base::of_company(domain, template).map(Arc::new),
            (Self::Company(_), None) => {
                Err("the API description states no servers of companies: set `base_url` instead of `company_domain`".to_owned())
            }
            (Self::Url(url), _) => Base::parse(url).map(Arc::new),
            (Self::Same(base), _) => Ok(Arc::clone(base)),
        }
    }
}

/// Creates the error of a setting that cannot be used.
pub(crate) fn configuration(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Configuration, message)
}
