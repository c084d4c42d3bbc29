//! The behavior of the generated client, over loopback and prepared transports.

mod blocking;
mod chaos;
mod contract;
mod credentials;
mod custom_fields;
mod decoding;
mod errors;
mod faults;
mod limits;
mod oauth;
mod own_types;
mod paging;
mod responses;
mod retries;
mod waiters;
mod webhooks;
mod wire;
