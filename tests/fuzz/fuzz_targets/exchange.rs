#![doc = "See `pipedrive_fuzz::targets::exchange`."]
#![cfg_attr(fuzzing, no_main)]

pipedrive_fuzz::fuzz_target!(exchange);
