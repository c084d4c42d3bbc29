//! Plans a call for each open deal that nobody has updated for some days and that has no activity to do. This is a tool with logic of its
//! own; below it are the tests of that logic, which need neither an account nor a network.
//!
//! ```console
//! $ PIPEDRIVE_API_TOKEN=… cargo run --example testing --features test-util -- --days 14 --dry-run
//! $ cargo test --example testing --features test-util
//! ```

use clap::Parser;
use pipedrive::common::DealStatus;
use pipedrive::jiff::civil::{Date, Weekday};
use pipedrive::jiff::{ToSpan, tz::TimeZone};
use pipedrive::prelude::*;
use pipedrive::v2::deals::{Deal, DealIncludeField};
use pipedrive::{Client, Error, SignedDuration, Timestamp};

/// Plans a call for each open deal that nobody works on.
#[derive(Parser)]
struct Arguments {
    /// The number of days without an update after which a deal needs a call.
    #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(i32).range(1..=3650))]
    days: i32,
    /// Only print the deals that need a call.
    #[arg(long)]
    dry_run: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let client = Client::from_env()?;
    let now = Timestamp::now();
    let deals = neglected(&client, now - SignedDuration::from_hours(24 * i64::from(arguments.days))).await?;
    if arguments.dry_run {
        deals.iter().for_each(|deal| println!("deal {} needs a call: {}", deal.id, title(deal)));
        return Ok(());
    }
    let day = working_day_after(now.to_zoned(TimeZone::UTC).date());
    let failed = plan_calls(&client, &deals, day).await;
    println!("planned {} calls on {day}", deals.len() - failed.len());
    for (deal, error) in &failed {
        eprintln!("deal {deal}: {error}");
    }
    anyhow::ensure!(failed.is_empty(), "{} calls were not planned", failed.len());
    Ok(())
}

/// Returns the open deals without an update since a time and without an activity to do.
async fn neglected(client: &Client, since: Timestamp) -> Result<Vec<Deal>, Error> {
    let deals = client.v2().deals().list().status([DealStatus::Open]).updated_until(since);
    let mut deals = deals.include_fields([DealIncludeField::UndoneActivitiesCount]).items().try_collect().await?;
    deals.retain(|deal| deal.undone_activities_count.unwrap_or(0) == 0);
    Ok(deals)
}

/// Plans a call for each deal. Returns the deals for which this has failed: one of them is no reason to neglect the others.
async fn plan_calls(client: &Client, deals: &[Deal], day: Date) -> Vec<(DealId, Error)> {
    let mut failed = Vec::new();
    for deal in deals {
        let call = client.v2().activities().create().subject(format!("Call about {}", title(deal))).r#type("call");
        let call = call.deal_id(deal.id).due_date(day).with_some(deal.owner_id, |call, owner| call.owner_id(owner));
        if let Err(error) = call.await {
            failed.push((deal.id, error));
        }
    }
    failed
}

fn title(deal: &Deal) -> &str {
    deal.title.as_deref().unwrap_or("untitled")
}

/// Returns the first day after a date that is not in a weekend.
fn working_day_after(date: Date) -> Date {
    let days = match date.weekday() {
        Weekday::Friday => 3,
        Weekday::Saturday => 2,
        _ => 1,
    };
    date.saturating_add(days.days())
}

#[cfg(test)]
mod tests {
    use pipedrive::testing::{FakeClient, FakeResponse};
    use pipedrive::v2::activities::{Activity, requests::CreateRequest};
    use pipedrive::v2::deals::requests::ListRequest;
    use serde_json::json;

    use super::*;

    /// A value of a response, from the JSON that the API sends.
    fn deal(id: i64, activities: i64) -> Deal {
        serde_json::from_value(json!({ "id": id, "title": "Lamps", "owner_id": 7, "undone_activities_count": activities }))
            .unwrap()
    }

    #[test]
    fn the_weekend_is_free() {
        let days = ["2026-01-29", "2026-01-30", "2026-01-31", "2026-02-01"].map(|day| day.parse().unwrap());
        let expected = ["2026-01-30", "2026-02-02", "2026-02-02", "2026-02-02"].map(|day| day.parse().unwrap());
        assert_eq!(days.map(working_day_after), expected);
    }

    #[tokio::test]
    async fn deals_with_an_activity_are_not_neglected() {
        let fake = FakeClient::new();
        // The client receives the items in pages, as from the API, and the first request is retried.
        fake.on_list::<ListRequest>((1..=250).map(|id| deal(id, i64::from(id != 200))));
        fake.respond::<ListRequest>(FakeResponse::rate_limited(std::time::Duration::from_secs(2))).times(1);

        let since = "2026-01-15T12:00:00Z".parse().unwrap();
        let found = neglected(&fake.client(), since).await.unwrap();

        assert_eq!(found.iter().map(|deal| deal.id).collect::<Vec<_>>(), [200]);
        let request = &fake.calls_of::<ListRequest>()[0];
        assert_eq!(request.query("updated_until"), Some("2026-01-15T12:00:00Z"));
        assert_eq!(request.query("status"), Some("open"));
    }

    #[tokio::test]
    async fn a_failed_call_does_not_stop_the_others() {
        let fake = FakeClient::new();
        let client = fake.client();
        fake.on::<CreateRequest>(|_| Ok(Activity::default()));
        // The rule that was registered last applies first: to the first deal.
        fake.on_error::<CreateRequest>(403, json!({ "success": false, "error": "No permission" })).times(1);

        let day = "2026-02-02".parse().unwrap();
        let failed = plan_calls(&client, &[deal(1, 0), deal(2, 0)], day).await;

        assert_eq!(failed.len(), 1);
        assert_eq!((failed[0].0, failed[0].1.message()), (DealId(1), Some("No permission")));
        // The second request, compared with the one that is expected.
        let expected =
            client.v2().activities().create().subject("Call about Lamps").r#type("call").deal_id(2).due_date(day).owner_id(7);
        assert_eq!(fake.calls()[1], expected.preview().unwrap());
    }
}
