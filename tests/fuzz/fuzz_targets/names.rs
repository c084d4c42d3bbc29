//! Runs the target `names`.

#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(names);
