//! Runs the target `external`.

#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(external);
