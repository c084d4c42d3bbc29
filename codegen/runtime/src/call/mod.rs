//! Calls: their data, the client that makes them, and the engine that executes them.

pub(crate) mod builder;
pub(crate) mod context;
mod cookies;
pub(crate) mod data;
pub(crate) mod engine;
mod env;
mod inputs;
pub(crate) mod preview;
pub(crate) mod select;
mod settings;

use std::fmt;
use std::ops::{Deref, DerefMut};

use http::Method;

use self::context::ClientCore;
use self::data::CallData;
use crate::protocol::info::OperationInfo;

/// A call that has not been made yet: its data, and the client that makes it.
///
/// The constructors return it boxed, because it is large and moved often.
#[doc(hidden)]
#[derive(Clone)]
pub struct Call {
    pub(crate) client: ClientCore,
    data: CallData,
}

impl Call {
    /// Creates a call of an operation, without inputs.
    pub fn new(client: &ClientCore, info: &'static OperationInfo) -> Box<Self> {
        Box::new(Self { client: client.clone(), data: CallData::of(info) })
    }

    /// Creates a call of a path without an operation.
    pub(crate) fn raw(client: &ClientCore, method: Method, path: String) -> Box<Self> {
        Box::new(Self { client: client.clone(), data: CallData::raw(method, path) })
    }
}

impl Call {
    /// Returns the path that is sent.
    pub(crate) fn into_path(self) -> String {
        self.data.path
    }
}

impl Deref for Call {
    type Target = CallData;

    fn deref(&self) -> &CallData {
        &self.data
    }
}

impl DerefMut for Call {
    fn deref_mut(&mut self) -> &mut CallData {
        &mut self.data
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.data.fmt(f)
    }
}
