//! The modules that are generated from the snapshots in `tests/account/`, compiled without a warning and used.

mod hostile_account;
mod mock_account;
mod small_account;

/// A small account.
#[path = "../../../account/small/account.rs"]
#[deny(warnings, missing_docs)]
pub mod small;

/// The account that `pipedrive_tests::accounts::define` defines: fields of every type.
#[path = "../../../account/mock/account.rs"]
#[deny(warnings, missing_docs)]
pub mod every_type;

/// An account with names and descriptions of all kinds.
#[path = "../../../account/hostile/account.rs"]
#[deny(warnings, missing_docs)]
pub mod hostile;

/// A field with 10,000 options, in the way of a build script.
#[allow(dead_code, reason = "a program need not use everything that the account defines")]
#[deny(missing_docs)]
pub mod many {
    include!(concat!(env!("OUT_DIR"), "/many.rs"));
}
