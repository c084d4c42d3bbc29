//! Runs the target `exchange`.

#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(exchange);
