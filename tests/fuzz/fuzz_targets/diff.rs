#![doc = "See `pipedrive_fuzz::targets::diff`."]
#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(diff);
