#![doc = "See `pipedrive_fuzz::targets::webhook`."]
#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(webhook);
