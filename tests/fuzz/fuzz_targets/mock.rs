//! Runs the target `mock`.

#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(mock);
