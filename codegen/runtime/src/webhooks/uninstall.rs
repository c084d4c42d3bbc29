//! The note that an app was uninstalled.

use jiff::Timestamp;

use super::forms::Moment;
use crate::Extra;
use crate::codec::{Field, Fields, Model};
use crate::protocol::error::Result;

/// Tells that a user has uninstalled an OAuth app.
///
/// It comes as a `DELETE` to the callback URL of the app. Check its `Authorization` header with [`BasicAuth`](super::BasicAuth), which
/// gets the id and secret of the app as user and password, before you believe it.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Uninstall {
    /// The id of the app.
    pub client_id: Option<String>,
    /// The company of the user.
    pub company_id: Option<i64>,
    /// The user who has uninstalled the app.
    pub user_id: Option<i64>,
    /// When that was.
    pub timestamp: Option<Timestamp>,
    /// Everything else.
    pub extra: Extra,
}

impl Uninstall {
    /// Reads the body of a request. Fails with [`ErrorKind::Event`](crate::protocol::error::ErrorKind::Event) for what is no JSON object.
    pub fn parse(body: &[u8]) -> Result<Self> {
        Ok(super::read(&super::json(body)?)?.0)
    }
}

impl Model for Uninstall {
    fn names(&self) -> &'static [&'static str] {
        &["client_id", "company_id", "user_id", "timestamp"]
    }

    fn put(&mut self, field: &mut Field<'_, '_>) {
        match field.index() {
            0 => field.optional(&mut self.client_id),
            1 => field.optional(&mut self.company_id),
            2 => field.optional(&mut self.user_id),
            _ => field.optional_as::<Moment, _>(&mut self.timestamp),
        }
    }

    fn each(&self, out: &mut Fields<'_>) {
        out.optional("client_id", &self.client_id);
        out.optional("company_id", &self.company_id);
        out.optional("user_id", &self.user_id);
        out.optional_as::<Moment, _>("timestamp", &self.timestamp);
    }
}

model!(Uninstall);
