//! Runs the target `edited_response`.

#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(edited_response);
