//! Properties of every operation of the API description.

mod mutations;
mod operations;
mod recorded;
