//! The notification that an app was uninstalled.

use jiff::Timestamp;

use super::forms::EventTime;
use crate::json::encode::Fields;
use crate::json::extra::Extra;
use crate::json::field::Field;
use crate::json::model::Model;
use crate::protocol::error::Result;

/// The notification that a user has uninstalled an OAuth app.
///
/// Pipedrive sends it as a `DELETE` request to the callback URL of the app. Verify the `Authorization` header first with
/// [`BasicAuth`](super::BasicAuth): the user is the id of the app, the password its secret.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Uninstall {
    /// The id of the app.
    pub client_id: Option<String>,
    /// The id of the company.
    pub company_id: Option<i64>,
    /// The id of the user who has uninstalled the app.
    pub user_id: Option<i64>,
    /// The time at which the app was uninstalled.
    pub timestamp: Option<Timestamp>,
    /// Fields without a member of their own, and values of an unexpected type.
    pub extra: Extra,
}

impl Uninstall {
    /// Parses the body of a request.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Event`](crate::ErrorKind::Event) if the body is not a JSON object.
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
            _ => field.optional_as::<EventTime, _>(&mut self.timestamp),
        }
    }

    fn each(&self, out: &mut Fields<'_>) {
        out.optional("client_id", &self.client_id);
        out.optional("company_id", &self.company_id);
        out.optional("user_id", &self.user_id);
        out.optional_as::<EventTime, _>("timestamp", &self.timestamp);
    }
}

model!(Uninstall);
