//! Properties of every operation of the API description.

mod forms;
mod mutations;
mod operations;
