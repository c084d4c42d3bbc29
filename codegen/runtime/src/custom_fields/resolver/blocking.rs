//! The resolver without an async runtime.

use super::{CustomFieldError, CustomFieldResolver, FieldEntity};
use crate::call::context::ClientCore;
use crate::protocol::error::Result;
use crate::request::blocking::wait;

impl CustomFieldResolver {
    /// Like [`load`](Self::load), but blocks until the definitions are loaded; see [`blocking`](crate::blocking).
    ///
    /// # Errors
    ///
    /// Also returns [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) in an async task.
    pub fn load_blocking(client: &impl AsRef<ClientCore>, entity: FieldEntity) -> Result<Self> {
        wait(Self::load(client, entity))
    }

    /// Like [`refresh`](Self::refresh), but blocks until the definitions are loaded; see [`blocking`](crate::blocking).
    ///
    /// # Errors
    ///
    /// Also returns [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) in an async task.
    pub fn refresh_blocking(&self) -> Result<()> {
        wait(self.refresh())
    }

    /// Like [`or_refresh`](Self::or_refresh), but blocks until the definitions are loaded; see [`blocking`](crate::blocking).
    ///
    /// # Errors
    ///
    /// Also returns [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) in an async task, where `look_up` is not called.
    pub fn or_refresh_blocking<T>(&self, look_up: impl Fn(&Self) -> Result<T, CustomFieldError>) -> Result<T> {
        wait(self.or_refresh(look_up))
    }
}
