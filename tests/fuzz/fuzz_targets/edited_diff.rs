//! Runs the target `edited_diff`.

#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(edited_diff);
