//! What the tests share.

pub mod compare;
pub mod examples;
pub mod contract;
pub mod inventory;
pub mod recorder;
pub mod replies;
pub mod stored;
