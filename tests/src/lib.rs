//! What the tests share.

pub mod accounts;
pub mod bad_specs;
pub mod bench;
pub mod compare;
pub mod contract;
pub mod describe;
pub mod examples;
pub mod inventory;
pub mod json_schema;
pub mod mutate;
pub mod recorder;
pub mod responses;
pub mod served;
pub mod stored;
