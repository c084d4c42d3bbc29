#![doc = "See `pipedrive_fuzz::targets::pages`."]
#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(pages);
