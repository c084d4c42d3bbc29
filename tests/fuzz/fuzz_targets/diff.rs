//! Runs the target `diff`.

#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(diff);
