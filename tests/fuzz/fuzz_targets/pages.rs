//! Runs the target `pages`.

#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(pages);
