#![doc = "See `pipedrive_fuzz::targets::any`."]
#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(any);
