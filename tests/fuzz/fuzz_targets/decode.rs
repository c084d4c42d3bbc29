//! Runs the target `decode`.

#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(decode);
