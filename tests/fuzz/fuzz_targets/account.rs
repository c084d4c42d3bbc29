//! Runs the target `account`.

#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(account);
