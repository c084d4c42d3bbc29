//! Properties of every operation of the API description.

mod deletes;
mod forms;
mod inventory;
mod mutations;
mod operations;
mod recorded;
