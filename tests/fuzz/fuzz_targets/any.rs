//! Runs the target `any`.

#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(any);
