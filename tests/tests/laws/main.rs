//! Properties of every operation of the API description.

mod deletes;
mod forms;
mod mutations;
mod operations;
mod recorded;
