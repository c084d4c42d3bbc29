//! Summary and timeline of deals, and the deals of stages and pipelines.

use jiff::civil::date;
use pipedrive::common::DealStatus;
use pipedrive::v1::deals::TimelineInterval;

use crate::strict;

#[tokio::test]
async fn deals_are_summed_up_by_currency() {
    let (_, client) = strict();
    let deals = client.v2().deals();
    let empty = client.v1().deals().get_summary().await.expect("the summary");
    assert_eq!((empty.total_count, empty.values_total.len()), (Some(0), 0));
    deals.create("Lamps").value(100.0).probability(50.0).currency("SEK").await.expect("the deal is created");
    deals.create("Chairs").value(20.5).currency("SEK").status(DealStatus::Won).await.expect("the deal is created");
    let summary = client.v1().deals().get_summary().await.expect("the summary");
    assert_eq!(summary.total_count, Some(2));
    assert_eq!(summary.values_total["SEK"].value, Some(120.5));
    assert_eq!(summary.weighted_values_total["SEK"].value, Some(70.5));
    assert_eq!(summary.total_currency_converted_value, Some(120.5));
    let won = client.v1().deals().get_summary().status(pipedrive::common::DealStatus::Won).await.expect("the summary");
    assert_eq!(won.total_count, Some(1));
}

#[tokio::test]
async fn deals_are_grouped_by_month() {
    let (_, client) = strict();
    let deals = client.v2().deals();
    deals.create("Lamps").value(100.0).expected_close_date(date(2026, 1, 31)).await.expect("the deal is created");
    deals.create("Chairs").value(20.0).expected_close_date(date(2026, 2, 1)).await.expect("the deal is created");
    let timeline = client.v1().deals().get_timeline(date(2026, 1, 1), TimelineInterval::Month, 3, "expected_close_date");
    let periods = timeline.await.expect("the timeline");
    let counts: Vec<_> = periods.iter().map(|period| period.totals.as_ref().and_then(|totals| totals.count)).collect();
    assert_eq!(counts, [Some(1), Some(1), Some(0)]);
    assert_eq!(periods[0].deals[0].title.as_deref(), Some("Lamps"));
    assert_eq!(periods[1].totals.as_ref().map(|totals| totals.values["EUR"]), Some(20.0));
}

#[tokio::test]
async fn a_stage_has_the_open_deals_of_the_user() {
    let (_, client) = strict();
    let deals = client.v2().deals();
    let user = client.v1().users().create("nils@mock.example").await.expect("the user is created").id;
    deals.create("Lamps").stage_id(2).await.expect("the deal is created");
    deals.create("Chairs").stage_id(2).owner_id(user).await.expect("the deal is created");
    deals.create("Tables").stage_id(2).status(DealStatus::Won).await.expect("the deal is created");
    assert_eq!(client.v1().stages().list_deals(2).await.expect("the deals").len(), 1);
    assert_eq!(client.v1().stages().list_deals(2).everyone(true).await.expect("the deals").len(), 2);
    assert_eq!(client.v1().pipelines().list_deals(1).stage_id(1).await.expect("the deals").len(), 0);
    let stages = client.v1().stages().list().pipeline_id(1).await.expect("the stages");
    assert_eq!((stages.len(), stages[0].pipeline_name.as_deref()), (5, Some("Pipeline")));
    assert_eq!(client.v2().pipelines().list().await.expect("the pipelines").len(), 1);
}
