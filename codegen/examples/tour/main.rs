//! The main moves of the client, against a small office inside this process: no account, no network.
//!
//! `cargo run -p pipedrive --example tour`. With `PIPEDRIVE_API_TOKEN` set (and `PIPEDRIVE_COMPANY` for the company's own
//! address) the part that only reads runs against the real service instead.

mod office;

use pipedrive::common::DealStatus;
use pipedrive::prelude::*;
use pipedrive::{Client, Error, ErrorKind, Method, Upload};

/// The key of a custom field of the office: every account has its own.
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
            let client = Client::builder().api_token("a-token").transport(office::Office::new()).build()?;
            read(&client).await?;
            write(&client).await
        }
    }
}

/// What changes nothing.
async fn read(client: &Client) -> Result<(), Error> {
    let me = client.v1().users().get_current().await?;
    println!("I am {}", me.name.as_deref().unwrap_or("nobody"));

    // A list is a stream of items; the next page is asked for when it is needed.
    let mut deals = client.v2().deals().list().status([DealStatus::Open]).limit(2).items();
    let mut seen = 0;
    while let Some(deal) = deals.try_next().await? {
        println!("deal {}: {} ({:?})", deal.id, deal.title.as_deref().unwrap_or("untitled"), deal.value);
        seen += 1;
        if seen == 5 {
            break;
        }
    }

    // One page, with what came around it.
    let response = client.v2().deals().list().limit(1).with_response().await?;
    println!(
        "{} deal on the first page, {} calls left",
        response.data.len(),
        left(response.rate_limit().and_then(|limit| limit.remaining))
    );

    // What the crate has no method for is a call all the same.
    let raw: serde_json::Value = client.request(Method::GET, "/api/v2/deals").query("limit", 1).json().await?;
    println!("by hand: success is {}", raw["success"]);
    Ok(())
}

fn left(calls: Option<u64>) -> String {
    calls.map_or_else(|| "an unknown number of".to_owned(), |calls| calls.to_string())
}

/// What changes things.
async fn write(client: &Client) -> Result<(), Error> {
    let deals = client.v2().deals();

    // What a deal must have is an argument; the rest is set.
    let deal = deals.create("Forty floor lamps").value(4800.0).currency("EUR").custom_field(LAMP_COLOUR, "brass").await?;
    println!("created deal {}, in {}", deal.id, deal.custom_fields.text(LAMP_COLOUR).unwrap_or("no colour"));

    // Left out, cleared and set are three things.
    let deal = deals.update(deal.id).value(5200).clear_person_id().await?;
    println!("now worth {:?}, linked to {:?}", deal.value, deal.person_id);

    let file = client.v1().files().upload(Upload::from_bytes("offer.txt", "Forty lamps, brass.")).deal_id(deal.id).await?;
    println!("uploaded {:?} as file {}", file.file_name, file.id);

    // Errors say what happened, and what was asked.
    match deals.get(DealId(404)).await {
        Ok(deal) => println!("there is a deal {}", deal.id),
        Err(error) if error.kind() == ErrorKind::NotFound => println!("as expected: {error}"),
        Err(error) => return Err(error),
    }
    Ok(())
}
