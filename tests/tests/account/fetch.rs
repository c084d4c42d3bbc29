//! Reading an account through the API.

use pipedrive::prelude::*;
use pipedrive::v2::fields::{CustomFieldType, NewFieldOption};
use pipedrive::{Client, ErrorKind};
use pipedrive_account::{Entity, FetchOptions, FetchProgress, Section, Snapshot, fetch};
use pipedrive_mock::{Account, Fault};

use crate::{demo, read};

#[tokio::test]
async fn the_demo_is_read_whole() {
    let (account, client) = demo();
    let snapshot = read(&client).await;
    assert_eq!(snapshot.omitted, []);
    assert_eq!(snapshot.fields.keys().copied().collect::<Vec<_>>(), Entity::ALL);
    let custom = snapshot.fields_of(Entity::Deals).iter().filter(|field| field.custom);
    let mut types: Vec<&str> = custom.map(|field| field.field_type.as_str()).collect();
    types.sort_unstable();
    assert_eq!(
        types,
        [
            "address",
            "date",
            "daterange",
            "double",
            "enum",
            "monetary",
            "org",
            "people",
            "phone",
            "set",
            "text",
            "time",
            "timerange",
            "user",
            "varchar",
            "varchar_auto",
        ]
    );
    let finish = snapshot.fields_of(Entity::Deals).iter().find(|field| field.name == "Finish").expect("defined");
    assert_eq!(finish.options.iter().map(|option| option.label.as_str()).collect::<Vec<_>>(), ["Brass", "Chrome", "Black"]);
    assert_eq!(
        snapshot.labels_of(Entity::Persons).iter().map(|option| option.label.as_str()).collect::<Vec<_>>(),
        ["Customer", "Hot lead", "Warm lead", "Cold lead"]
    );
    let pipelines = snapshot.pipelines.as_deref().expect("read");
    assert_eq!(pipelines.iter().map(|pipeline| pipeline.name.as_str()).collect::<Vec<_>>(), ["Pipeline", "Service"]);
    assert_eq!(pipelines[1].stages.iter().map(|stage| stage.name.as_str()).collect::<Vec<_>>(), ["Reported", "Repaired"]);
    assert!(snapshot.activity_types.is_some_and(|types| types.iter().any(|activity_type| !activity_type.key.is_empty())));
    assert!(snapshot.lead_labels.is_some() && snapshot.lead_sources.is_some_and(|sources| sources.contains(&"API".to_owned())));
    assert!(snapshot.currencies.is_some_and(|currencies| currencies.iter().any(|currency| currency.code == "EUR")));
    assert_eq!(snapshot.users, None);

    let operations: Vec<String> = account.requests().into_iter().filter_map(|request| request.operation).collect();
    assert_eq!(operations.len(), 15, "each list is one page: {operations:?}");
    assert!(!operations.contains(&"v1.users.list".to_owned()));
    for resource in ["deal_fields", "person_fields", "organization_fields", "product_fields", "activity_fields", "project_fields"]
    {
        assert!(operations.contains(&format!("v2.{resource}.list")), "{operations:?}");
    }
}

#[tokio::test]
async fn leads_refer_to_the_fields_of_deals() {
    let (_, client) = demo();
    let snapshot = read(&client).await;
    let custom = |entity| snapshot.fields_of(entity).iter().filter(|field| field.custom).collect::<Vec<_>>();
    assert_eq!(custom(Entity::Leads), custom(Entity::Deals));
    assert_eq!(snapshot.to_json().matches("\"same_as\": \"deals\"").count(), custom(Entity::Deals).len());
}

#[tokio::test]
async fn users_are_read_only_if_requested() {
    let (_, client) = demo();
    let without = read(&client).await.to_json();
    assert!(!without.contains('@') && !without.contains("email\":"), "{without}");
    let mut options = FetchOptions::default();
    options.users = true;
    let with = fetch(&client, &options, |_| {}).await.expect("read");
    let users = with.users.as_ref().expect("requested");
    assert!(!users.is_empty() && users.iter().all(|user| user.email.is_some()), "{users:?}");
    assert_eq!(Snapshot::from_json(&with.to_json()), Ok(with));
}

#[tokio::test]
async fn all_pages_are_read() {
    let (account, client) = demo();
    for number in 0..600 {
        client.v2().product_fields().create(format!("Field {number}"), CustomFieldType::Varchar).await.expect("defined");
    }
    let mut steps = Vec::new();
    let snapshot = fetch(&client, &FetchOptions::default(), |step| steps.push(step)).await.expect("read");
    assert_eq!(snapshot.fields_of(Entity::Products).iter().filter(|field| field.custom).count(), 600);
    let pages =
        account.requests().iter().filter(|request| request.operation.as_deref() == Some("v2.product_fields.list")).count();
    assert_eq!(pages, 2);
    assert_eq!(steps[0], FetchProgress::Started { section: Section::CurrentUser, done: 0, total: 15 });
    assert!(steps.contains(&FetchProgress::Received { items: 500 }) && steps.contains(&FetchProgress::Received { items: 607 }));
}

#[tokio::test]
async fn ten_thousand_options_are_read() {
    let (_, client) = demo();
    let options = (0..10_000).map(|number| NewFieldOption::new(format!("Option {number}")));
    client.v2().deal_fields().create("Large", CustomFieldType::Set).options(options).await.expect("defined");
    let snapshot = read(&client).await;
    let large = snapshot.fields_of(Entity::Deals).iter().find(|field| field.name == "Large").expect("read");
    assert_eq!(large.options.len(), 10_000);
    assert_eq!(large.options[9_999].label, "Option 9999");
}

#[tokio::test]
async fn a_refused_list_is_omitted_with_a_note() {
    let (account, client) = demo();
    let refused = r#"{"success":false,"error":"Projects are not part of your plan","error_info":""}"#;
    account.inject(Fault::response(402, refused).on("v2.project_fields.list"));
    account.inject(Fault::response(403, r#"{"success":false,"error":"Scope and URL mismatch"}"#).on("v1.lead_labels.list"));
    account.inject(Fault::response(403, r#"{"success":false,"error":"Forbidden"}"#).on("v1.deals.get_summary"));
    let mut refusals = Vec::new();
    let note = |step| {
        if let FetchProgress::Refused { section, .. } = step {
            refusals.push(section);
        }
    };
    let snapshot = fetch(&client, &FetchOptions::default(), note).await.expect("the rest is read");
    assert!(!snapshot.fields.contains_key(&Entity::Projects) && snapshot.lead_labels.is_none());
    let omitted: Vec<&str> = snapshot.omitted.iter().map(|omission| omission.part.as_str()).collect();
    assert_eq!(omitted, ["currencies", "fields.projects", "lead_labels"]);
    assert!(snapshot.omitted[1].reason.contains("Projects are not part of your plan"), "{:?}", snapshot.omitted);
    assert_eq!(refusals, [Section::Fields(Entity::Projects), Section::LeadLabels, Section::DealSummary]);
    // Without the sums of deals, all currencies that can be used are listed.
    assert!(snapshot.currencies.is_some_and(|currencies| currencies.iter().any(|currency| currency.code == "SEK")));
}

#[tokio::test]
async fn other_errors_end_the_run() {
    for (fault, kind) in [
        (Fault::status(401), ErrorKind::Unauthorized),
        (Fault::malformed_json(), ErrorKind::Decode),
        (Fault::response(404, "{}"), ErrorKind::NotFound),
    ] {
        let (account, client) = demo();
        account.inject(fault.on("v2.pipelines.list"));
        let error = fetch(&client, &FetchOptions::default(), |_| {}).await.expect_err("no pipelines");
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains("/api/v2/pipelines"), "{error}");
    }
    // The account refuses everything, so the credentials are wrong.
    let (account, client) = demo();
    account.inject(Fault::response(403, r#"{"success":false,"error":"Forbidden"}"#));
    let error = fetch(&client, &FetchOptions::default(), |_| {}).await.expect_err("nothing can be read");
    assert_eq!(error.kind(), ErrorKind::Forbidden);
}

#[tokio::test]
async fn a_blocked_client_is_not_taken_for_one_without_permission() {
    let account = Account::demo();
    let retries = pipedrive::RetryPolicy::none();
    let builder = Client::builder().api_token("token").burst_limit(None).retry(retries);
    let client = builder.transport(account.clone()).build().expect("the client is built");
    account.inject(Fault::status(429).on("v2.pipelines.list").times(1));
    client.v2().pipelines().list().send().await.expect_err("too many requests");
    account.inject(Fault::response(403, "<html>Cloudflare</html>").on("v2.stages.list"));
    let error = fetch(&client, &FetchOptions::default(), |_| {}).await.expect_err("the server blocks the client");
    assert_eq!(error.kind(), ErrorKind::Blocked, "{error}");
}

#[tokio::test]
async fn an_unexpected_definition_is_noted_and_costs_nothing_else() {
    let (account, client) = demo();
    let body = r#"{"success":true,"data":[{"id":7},{"field_code":"x","field_name":null,"field_type":"text"},null],"additional_data":{"next_cursor":null}}"#;
    account.inject(Fault::response(200, body).on("v2.product_fields.list"));
    let snapshot = read(&client).await;
    let fields = snapshot.fields_of(Entity::Products);
    assert_eq!(fields.iter().map(|field| (field.key.as_str(), field.name.as_str())).collect::<Vec<_>>(), [("x", "x")]);
    assert_eq!(snapshot.omitted.len(), 1);
    assert_eq!(snapshot.omitted[0].part, "fields.products");
    assert!(snapshot.omitted[0].reason.contains("have no key or id"), "{:?}", snapshot.omitted);
}
