//! Runs the target `curated`.

#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(curated);
