//! What the tests share.

pub mod compare;
pub mod recorder;
pub mod replies;
pub mod stored;
