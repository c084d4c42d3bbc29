//! Exports lists as JSON lines, with one function for every list of the API. Runs against a mock in memory, without an account or a network.
//!
//! Run it with `cargo run -p pipedrive --example export`. If `PIPEDRIVE_API_TOKEN` is set, it exports the deals and notes of that account
//! instead.

#[path = "../tour/mock.rs"]
mod mock;

use std::error::Error;
use std::io::{Write, stdout};

use pipedrive::Client;
use pipedrive::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = match std::env::var("PIPEDRIVE_API_TOKEN") {
        Ok(token) => Client::builder().api_token(token).build()?,
        Err(_) => Client::builder().api_token("a-token").transport(mock::MockApi::new()).build()?,
    };
    let deals = export(client.v2().deals().list(), &mut stdout()).await?;
    let notes = export(client.v1().notes().list(), &mut stdout()).await?;
    eprintln!("exported {deals} deals and {notes} notes");
    Ok(())
}

/// Writes all items of a list, one per line. Returns their number.
async fn export<L: Paged>(list: L, out: &mut impl Write) -> Result<usize, Box<dyn Error>> {
    let mut items = list.items().read_ahead();
    let mut count = 0;
    while let Some(item) = items.next().await {
        match item {
            // With everything that the API has sent, including fields that this crate does not know.
            Ok(item) => serde_json::to_writer(&mut *out, &item)?,
            Err(error) => match error.item() {
                // An item that is not of the documented type, for example without an id.
                Some(item) => serde_json::to_writer(&mut *out, item)?,
                // A page that could not be fetched.
                None => return Err(error.into()),
            },
        }
        out.write_all(b"\n")?;
        count += 1;
    }
    Ok(count)
}
