//! Leads, and their conversion to deals and back.

use std::time::Duration;

use pipedrive::common::LeadValue;
use pipedrive::v2::conversions::ConversionStatus;

use crate::strict;

#[tokio::test]
async fn leads_are_created_archived_and_deleted() {
    let (_, client) = strict();
    let leads = client.v1().leads();
    let error = leads.create("Terrace").await.expect_err("the lead is linked to nothing");
    assert!(error.to_string().contains("must be linked to a person or an organization"), "{error}");
    let person = client.v2().persons().create("Petra Holm").await.expect("the person is created").id;
    let lead = leads.create("Terrace").person_id(person).await.expect("the lead is created");
    assert_eq!((lead.is_archived, lead.was_seen, lead.person_id), (Some(false), Some(false), Some(person)));
    assert_eq!(lead.id.to_string().len(), 36);
    let second = leads.create("Yard").person_id(person).await.expect("the lead is created");
    let titles: Vec<_> = leads.list().await.expect("the leads").iter().filter_map(|lead| lead.title.clone()).collect();
    assert_eq!(titles, ["Terrace", "Yard"]);
    leads.update(second.id.clone()).is_archived(true).await.expect("the lead is archived");
    assert_eq!(leads.list().await.expect("the leads").len(), 1);
    assert_eq!(leads.list_archived().await.expect("the archived leads").items()[0].id, second.id);
    leads.delete(lead.id.clone()).await.expect("the lead is deleted");
    leads.get(lead.id).await.expect_err("the lead is deleted");
}

#[tokio::test]
async fn a_lead_becomes_a_deal_and_a_lead_again() {
    let (account, client) = strict();
    let person = client.v2().persons().create("Petra Holm").await.expect("the person is created").id;
    let lead =
        client.v1().leads().create("Terrace").person_id(person).value(LeadValue::new(18.5, "SEK")).await.expect("the lead").id;
    let job = client.v2().leads().convert_to_deal(lead.clone()).stage_id(3).await.expect("the job is started").conversion_id;
    let status = || client.v2().leads().get_conversion_status(lead.clone(), job.clone());
    assert_eq!(status().await.expect("the status").status, Some(ConversionStatus::NotStarted));
    account.advance(Duration::from_secs(1));
    assert_eq!(status().await.expect("the status").status, Some(ConversionStatus::Running));
    client.v1().leads().get(lead.clone()).await.expect("the lead is not converted yet");
    account.advance(Duration::from_secs(1));
    let done = status().await.expect("the status");
    assert_eq!(done.status, Some(ConversionStatus::Completed));
    let deal = client.v2().deals().get(done.deal_id.expect("a deal")).await.expect("the deal is read");
    assert_eq!((deal.title.as_deref(), deal.value, deal.currency.as_deref()), (Some("Terrace"), Some(18.5), Some("SEK")));
    assert_eq!(deal.stage_id.map(|id| id.to_string()).as_deref(), Some("3"));
    assert_eq!(deal.person_id, Some(person));
    client.v1().leads().get(lead.clone()).await.expect_err("the lead is converted");

    let job = client.v2().deals().convert_to_lead(deal.id).await.expect("the job is started").conversion_id;
    account.advance(Duration::from_secs(2));
    let done = client.v2().deals().get_conversion_status(deal.id, job).wait().await.expect("the job is completed");
    let lead = client.v1().leads().get(done.lead_id.expect("a lead")).await.expect("the lead is read");
    assert_eq!(lead.source_deal_id, Some(deal.id));
    assert_eq!(lead.value.and_then(|value| value.amount), Some(18.5));
    client.v2().deals().get(deal.id).await.expect_err("the deal is converted");
    client
        .v2()
        .deals()
        .get_conversion_status(deal.id, "00000000-0000-4000-8000-000000000000")
        .await
        .expect_err("there is no such job");
}
