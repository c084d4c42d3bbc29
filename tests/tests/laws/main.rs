//! Properties of every operation of the API description.

mod deletes;
mod mutations;
mod operations;
