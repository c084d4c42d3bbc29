//! Settings from environment variables.

use std::env;
use std::ffi::OsString;

use super::builder::BuilderCore;
use super::settings::configuration;
use crate::protocol::api::{ApiInfo, SchemeKind, SecurityScheme};
use crate::protocol::error::Result;

impl BuilderCore {
    /// Creates a builder with the credentials and the server in the environment variables of the process, whose names begin with
    /// `prefix`.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the variables contain no credentials, or if one of them
    /// is not valid Unicode.
    pub fn from_env(api: &'static ApiInfo, prefix: &str) -> Result<Self> {
        Self::from_variables(api, prefix, |name| env::var_os(name))
    }

    /// Like [`from_env`](Self::from_env), with the variables that `variable` returns.
    pub fn from_variables(api: &'static ApiInfo, prefix: &str, variable: impl Fn(&str) -> Option<OsString>) -> Result<Self> {
        // Programs that start others often pass an empty variable for a setting that they do not have.
        let value = |name: &str| match variable(name).filter(|value| !value.is_empty()).map(OsString::into_string) {
            None => Ok(None),
            Some(Ok(value)) => Ok(Some(value)),
            Some(Err(_)) => Err(configuration(format!("the environment variable `{name}` is not valid Unicode"))),
        };
        let mut builder = Self::new(api);
        // The first alternative takes precedence, and the builder uses the one that is set last.
        for scheme in tokens(api).rev() {
            if let Some(token) = value(&variable_of(prefix, scheme))? {
                builder = builder.credential(scheme.name, token);
            }
        }
        if !builder.has_credentials() {
            let names = tokens(api).map(|scheme| format!("`{}`", variable_of(prefix, scheme))).collect::<Vec<_>>();
            return Err(configuration(format!("no credentials: set the environment variable {}", names.join(" or "))));
        }
        if let Some(domain) = value(&format!("{prefix}_COMPANY_DOMAIN"))?.filter(|_| api.company_server.is_some()) {
            builder = builder.company_domain(domain);
        }
        if let Some(url) = value(&format!("{prefix}_BASE_URL"))? {
            builder = builder.base_url(url);
        }
        Ok(builder)
    }
}

/// Returns the schemes that consist of a key or token.
fn tokens(api: &ApiInfo) -> impl DoubleEndedIterator<Item = &'static SecurityScheme> {
    api.schemes.iter().filter(|scheme| scheme.kind != SchemeKind::Basic)
}

/// Returns the name of the variable for a scheme: the name of its setter.
fn variable_of(prefix: &str, scheme: &SecurityScheme) -> String {
    format!("{prefix}_{}", scheme.setter.trim_start_matches("r#").to_ascii_uppercase())
}
