//! Runs the target `webhook`.

#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(webhook);
