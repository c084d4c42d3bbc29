//! A tour of the client: lists, requests, updates, uploads and errors. Runs against a mock in memory, without an account or a network.
//!
//! Run it with `cargo run -p pipedrive --example tour`. If `PIPEDRIVE_API_TOKEN` is set, the read-only part runs against the live service
//! instead, at the server of the company `PIPEDRIVE_COMPANY` if that is set too.

mod mock;

use pipedrive::common::DealStatus;
use pipedrive::prelude::*;
use pipedrive::{Client, Error, ErrorKind, Method, Upload};

/// The key of a custom field. Keys are different in every account.
const LAMP_COLOUR: &str = "dcf558aac1ae4e8c4f849ba5e668430d8df9be12";

#[tokio::main]
async fn main() -> Result<(), Error> {
    match std::env::var("PIPEDRIVE_API_TOKEN") {
        Ok(token) => {
            let mut builder = Client::builder().api_token(token);
            if let Ok(company) = std::env::var("PIPEDRIVE_COMPANY") {
                builder = builder.company_domain(company);
            }
            read(&builder.build()?).await
        }
        Err(_) => {
            let client = Client::builder().api_token("a-token").transport(mock::MockApi::new()).build()?;
            read(&client).await?;
            write(&client).await
        }
    }
}

/// The read-only part.
async fn read(client: &Client) -> Result<(), Error> {
    let me = client.v1().users().get_current().await?;
    println!("current user: {}", me.name.as_deref().unwrap_or("unnamed"));

    // A list is a stream of items. Pages are fetched when they are needed.
    let mut deals = client.v2().deals().list().status([DealStatus::Open]).limit(2).items();
    let mut count = 0;
    while let Some(deal) = deals.try_next().await? {
        println!("deal {}: {} ({:?})", deal.id, deal.title.as_deref().unwrap_or("untitled"), deal.value);
        count += 1;
        if count == 5 {
            break;
        }
    }

    // The whole response: a page together with its headers and the rate limit.
    let response = client.v2().deals().list().limit(1).with_response().await?;
    println!(
        "deals on the first page: {}, remaining calls: {}",
        response.data.len(),
        remaining(response.rate_limit().and_then(|limit| limit.remaining))
    );

    // A request to an endpoint by its path.
    let raw: serde_json::Value = client.request(Method::GET, "/api/v2/deals").query("limit", 1).json().await?;
    println!("raw response: success = {}", raw["success"]);
    Ok(())
}

fn remaining(calls: Option<u64>) -> String {
    calls.map_or_else(|| "unknown".to_owned(), |calls| calls.to_string())
}

/// The part that creates and updates items.
async fn write(client: &Client) -> Result<(), Error> {
    let deals = client.v2().deals();

    // Required inputs are arguments, optional inputs are setters.
    let deal = deals.create("Forty floor lamps").value(4800.0).currency("EUR").custom_field(LAMP_COLOUR, "brass").await?;
    println!("created deal {}, in {}", deal.id, deal.custom_fields.text(LAMP_COLOUR).unwrap_or("no colour"));

    // An update sets the value, clears the person and leaves the other fields unchanged.
    let deal = deals.update(deal.id).value(5200).clear_person_id().await?;
    println!("new value: {:?}, person: {:?}", deal.value, deal.person_id);

    let file = client.v1().files().upload(Upload::from_bytes("offer.txt", "Forty lamps, brass.")).deal_id(deal.id).await?;
    println!("uploaded {:?} as file {}", file.file_name, file.id);

    // Errors have a kind, and their message names the request.
    match deals.get(DealId(404)).await {
        Ok(deal) => println!("found deal {}", deal.id),
        Err(error) if error.kind() == ErrorKind::NotFound => println!("expected error: {error}"),
        Err(error) => return Err(error),
    }
    Ok(())
}
