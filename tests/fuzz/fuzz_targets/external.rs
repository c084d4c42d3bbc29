#![doc = "See `pipedrive_fuzz::targets::external`."]
#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(external);
