//! The behavior of the generated client, over loopback and prepared transports.

mod blocking;
mod chaos;
mod contract;
mod credentials;
mod custom_fields;
#[cfg(feature = "rust_decimal")]
mod decimals;
mod decoding;
mod errors;
mod fakes;
mod faults;
mod inputs;
mod limits;
mod oauth;
mod own_types;
mod paging;
mod responses;
mod retries;
mod values;
mod waiters;
mod webhooks;
mod wire;
