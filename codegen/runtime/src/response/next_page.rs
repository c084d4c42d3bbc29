//! The cursor of the next page of a list, which a program may overlook.

use std::fmt;
#[cfg(feature = "tracing")]
use std::sync::atomic::{AtomicBool, Ordering};

use crate::protocol::info::OperationInfo;
use crate::response::cursor::Cursor;

/// The cursor of the page that follows a page. With the feature `tracing`, an event is emitted if it is dropped without having been
/// read, because the program then processes a part of the list only.
pub(super) struct NextPage {
    cursor: Option<Cursor>,
    #[cfg(feature = "tracing")]
    operation: Option<&'static OperationInfo>,
    #[cfg(feature = "tracing")]
    is_read: AtomicBool,
}

impl NextPage {
    #[cfg_attr(not(feature = "tracing"), allow(unused_variables, reason = "only the event contains the operation"))]
    pub(super) fn new(cursor: Option<Cursor>, operation: Option<&'static OperationInfo>) -> Self {
        Self {
            cursor,
            #[cfg(feature = "tracing")]
            operation,
            #[cfg(feature = "tracing")]
            is_read: AtomicBool::new(false),
        }
    }

    /// Returns the cursor.
    pub(super) fn get(&self) -> Option<&Cursor> {
        #[cfg(feature = "tracing")]
        self.is_read.store(true, Ordering::Relaxed);
        self.cursor.as_ref()
    }
}

#[cfg(feature = "tracing")]
impl Drop for NextPage {
    fn drop(&mut self) {
        if self.cursor.is_some() && !*self.is_read.get_mut() {
            crate::policy::trace::unread_page(self.operation);
        }
    }
}

/// The event is emitted for the original only.
impl Clone for NextPage {
    fn clone(&self) -> Self {
        Self {
            cursor: self.cursor.clone(),
            #[cfg(feature = "tracing")]
            operation: self.operation,
            #[cfg(feature = "tracing")]
            is_read: AtomicBool::new(true),
        }
    }
}

impl PartialEq for NextPage {
    fn eq(&self, other: &Self) -> bool {
        self.cursor == other.cursor
    }
}

impl fmt::Debug for NextPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cursor.fmt(f)
    }
}
