//! Runs the target `oauth`.

#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(oauth);
