//! The data that a fake can return.

use serde_json::{Value, json};

use super::FakeResponse;
use crate::json::output;
use crate::json::slot::Wire;
use crate::json::wire::Plain;
use crate::response::cursor::Cursor;
use crate::response::page::{Page, PageData};

/// The data of a response that a fake can return: any output of a request except a `Download`, for which there is
/// [`on_download`](super::FakeApi::on_download).
pub trait FakeOutput {
    /// Returns the data as JSON.
    #[doc(hidden)]
    fn to_json(&self) -> serde_json::Result<Value>;

    /// Returns the `additional_data` of the response.
    #[doc(hidden)]
    fn additional_data(&self) -> Option<Value> {
        None
    }
}

impl<T> FakeOutput for T
where
    Plain: Wire<T>,
{
    fn to_json(&self) -> serde_json::Result<Value> {
        output::to_value::<Plain, T>(self)
    }
}

impl<T, D: PageData<Item = T>> FakeOutput for Page<T, D>
where
    Plain: Wire<D>,
{
    fn to_json(&self) -> serde_json::Result<Value> {
        self.data().to_json()
    }

    fn additional_data(&self) -> Option<Value> {
        self.next().map(next_page)
    }
}

/// A page without a following one, for fakes: `Page::from(vec![deal])`.
impl<T, D: PageData<Item = T>> From<D> for Page<T, D> {
    fn from(data: D) -> Self {
        Self::last(data)
    }
}

/// Returns the additional data that leads to the next page.
fn next_page(cursor: &Cursor) -> Value {
    match cursor.as_start() {
        Some(start) => json!({ "pagination": { "more_items_in_collection": true, "next_start": start } }),
        None => json!({ "next_cursor": cursor.as_cursor() }),
    }
}

impl FakeResponse {
    /// Creates a response with the data of an operation.
    pub(super) fn output(data: &impl FakeOutput) -> Self {
        match data.to_json() {
            Ok(json) => Self::enveloped("", json, data.additional_data()),
            Err(error) => Self::broken(format!("the data cannot be written as JSON: {error}")),
        }
    }
}
