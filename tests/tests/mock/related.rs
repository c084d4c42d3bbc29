//! What surrounds items: files, notes, activity types, filters, labels, and the history.

use http::Method;
use pipedrive::Upload;
use pipedrive::v1::activity_types::ActivityTypeIcon;
use serde_json::{Value, json};

use crate::{account, call};

#[tokio::test]
async fn a_file_is_uploaded_listed_downloaded_and_deleted() {
    let (_, client) = account();
    let deal = client.v2().deals().create("Lamps").await.expect("the deal is created");
    let files = client.v1().files();
    let content = vec![0, 159, 146, 150, 13, 10];
    let upload = Upload::from_bytes("floor plan.pdf", content.clone());
    let file = files.upload(upload).deal_id(deal.id).await.expect("the file is uploaded");
    assert_eq!((file.name.as_deref(), file.file_type.as_deref(), file.file_size), (Some("floor plan.pdf"), Some("pdf"), Some(6)));
    assert_eq!((file.deal_id, file.deal_name.as_deref()), (Some(deal.id), Some("Lamps")));
    let renamed = files.update(file.id).name("plan.pdf").await.expect("the file is renamed");
    assert_eq!(renamed.name.as_deref(), Some("plan.pdf"));
    let listed = client.v1().deals().list_files(deal.id).await.expect("the files are listed");
    assert_eq!(listed.len(), 1);
    let download = files.download(file.id).await.expect("the file is downloaded");
    assert_eq!(download.bytes().await.expect("the content is read"), content);
    files.delete(file.id).await.expect("the file is deleted");
    assert!(files.get(file.id).await.is_err());

    let error = files.upload(Upload::from_bytes("a.txt", "a")).deal_id(99).await.expect_err("there is no such deal");
    assert!(error.to_string().contains("Deal 99 not found"), "{error}");
}

#[tokio::test]
async fn notes_have_comments() {
    let (_, client) = account();
    let deal = client.v2().deals().create("Lamps").await.expect("the deal is created");
    let notes = client.v1().notes();
    let error = notes.create("<p>Warm light</p>").await.expect_err("the note is not linked");
    assert!(error.to_string().contains("must be linked"), "{error}");
    let note = notes.create("<p>Warm light</p>").deal_id(deal.id).pinned_to_deal_flag(true).await.expect("the note is created");
    let read = call(&client, Method::GET, "/v1/notes?pinned_to_deal_flag=1", None).await.expect("the notes are listed");
    assert_eq!(read["data"][0]["deal"], json!({ "title": "Lamps" }));
    assert_eq!(read["data"][0]["user"]["is_you"], true);
    let read = call(&client, Method::GET, "/v1/notes?pinned_to_deal_flag=0", None).await.expect("the notes are listed");
    assert_eq!(read["data"], Value::Null, "an empty list of version 1");

    let comment = notes.add_comment(note.id, "2700 kelvin").await.expect("the comment is added");
    let updated = notes.update_comment(note.id, comment.uuid.clone(), "3000 kelvin").await.expect("the comment is updated");
    assert_eq!((updated.content.as_deref(), updated.object_type.as_deref()), (Some("3000 kelvin"), Some("note")));
    assert_eq!(notes.list_comments(note.id).await.expect("the comments are listed").len(), 1);
    assert_eq!(notes.delete_comment(note.id, comment.uuid.clone()).await.expect("the comment is deleted"), Some(true));
    assert!(notes.get_comment(note.id, comment.uuid).await.is_err());
    notes.delete(note.id).await.expect("the note is deleted");
    assert!(notes.get(note.id).await.is_err());
}

#[tokio::test]
async fn settings_are_stored() {
    let (_, client) = account();
    let types = client.v1().activity_types();
    let created = types.create("Showroom visit", ActivityTypeIcon::Bulb).await.expect("the type is created");
    assert_eq!((created.key_string.as_deref(), created.is_custom_flag), (Some("showroom_visit"), Some(true)));
    assert_eq!(types.list().await.expect("the types are listed").len(), 7);

    let labels =
        call(&client, Method::POST, "/v1/leadLabels", Some(json!({ "name": "Large", "color": "green" }))).await.expect("a label");
    let path = format!("/v1/leadLabels/{}", labels["data"]["id"].as_str().expect("a UUID"));
    let renamed = call(&client, Method::PATCH, &path, Some(json!({ "name": "Huge" }))).await.expect("the label is renamed");
    assert_eq!((&renamed["data"]["name"], &renamed["data"]["color"]), (&json!("Huge"), &json!("green")));
    assert_eq!(client.v1().lead_labels().list().await.expect("the labels are listed").len(), 4);
    assert_eq!(client.v1().lead_sources().list().await.expect("the sources are listed").len(), 3);

    let condition = json!({ "object": "deal", "field_id": "12", "operator": ">", "value": "5" });
    let conditions = json!({ "glue": "and", "conditions": [{ "glue": "and", "conditions": [condition] }, { "glue": "or", "conditions": [] }] });
    let body = json!({ "name": "Large", "type": "deals", "conditions": conditions });
    let filter = call(&client, Method::POST, "/v1/filters", Some(body)).await.expect("the filter is created");
    let read =
        call(&client, Method::GET, &format!("/v1/filters/{}", filter["data"]["id"]), None).await.expect("the filter is read");
    assert_eq!(read["data"]["conditions"], conditions);
    let others = call(&client, Method::GET, "/v1/filters?type=people", None).await.expect("the filters are listed");
    assert_eq!(others["data"], json!([]));
}

#[tokio::test]
async fn the_history_is_derived_from_the_changes() {
    let (account, client) = account();
    let person = client.v2().persons().create("Petra Holm").await.expect("the person is created");
    let deals = client.v2().deals();
    let deal = deals.create("Lamps").person_id(person.id).await.expect("the deal is created");
    client.v1().notes().create("Warm light").deal_id(deal.id).await.expect("the note is created");
    account.advance(std::time::Duration::from_secs(90));
    let since = account.now();
    deals.update(deal.id).title("Lanterns").stage_id(2).await.expect("the deal is updated");

    let changes = client.v1().deals().list_changelog(deal.id).await.expect("the changelog is read");
    let change = changes.iter().find(|change| change.field_key.as_deref() == Some("stage_id")).expect("the stage has changed");
    assert_eq!((change.old_value.as_deref(), change.new_value.as_deref()), (Some("1"), Some("2")));

    let projects = client.v2().projects();
    let project = projects.create("Harbor").board_id(1).phase_id(1).await.expect("the project is created");
    projects.update(project.id).title("Harbour").await.expect("the project is updated");
    let changes = projects.list_changelog(project.id).await.expect("the changelog is read");
    let change = changes.iter().next().expect("the project has changed");
    let title = |values: &Option<Value>| values.as_ref().map(|values| values["title"].clone());
    assert_eq!((title(&change.old_values), title(&change.new_values)), (Some(json!("Harbor")), Some(json!("Harbour"))));

    let flow = call(&client, Method::GET, &format!("/v1/deals/{}/flow", deal.id), None).await.expect("the flow is read");
    let objects: Vec<&Value> = flow["data"].as_array().into_iter().flatten().map(|event| &event["object"]).collect();
    assert!(objects.contains(&&json!("dealChange")) && objects.contains(&&json!("note")), "{objects:?}");
    assert_eq!(objects.last(), Some(&&json!("note")));
    let notes =
        call(&client, Method::GET, &format!("/v1/deals/{}/flow?items=note", deal.id), None).await.expect("the flow is read");
    assert_eq!(notes["data"].as_array().map(Vec::len), Some(1));

    let recents = client.v1().recents().list(since).await.expect("the recents are listed");
    assert_eq!(recents.len(), 1);
    let time = since.to_string().replace('T', " ");
    let path = format!("/v1/recents?since_timestamp={}&items=deal,person", &time[..19]);
    let read = call(&client, Method::GET, &path, None).await.expect("the recents are listed");
    assert_eq!(read["data"][0]["data"]["title"], "Lanterns");
    assert_eq!(read["additional_data"]["since_timestamp"], time[..19]);
    assert_eq!(read["additional_data"]["last_timestamp_on_page"], time[..19]);
}

#[tokio::test]
async fn every_item_with_files_lists_its_own() {
    let (_, client) = account();
    let person = client.v2().persons().create("Petra Holm").await.expect("the person is created").id;
    let organization = client.v2().organizations().create("Lamps Ltd").await.expect("the organization is created").id;
    let product = client.v2().products().create("Lamp").await.expect("the product is created").id;
    let lead = client.v1().leads().create("Terrace").person_id(person).await.expect("the lead is created").id;
    let files = client.v1().files();
    let upload = |name: &str| files.upload(Upload::from_bytes(name, "a"));
    upload("person.txt").person_id(person).await.expect("the file is uploaded");
    upload("organization.txt").org_id(organization).await.expect("the file is uploaded");
    upload("product.txt").product_id(product).await.expect("the file is uploaded");
    let of_lead = upload("lead.txt").lead_id(lead.clone()).await.expect("the file is uploaded");
    assert_eq!((of_lead.lead_id.as_ref(), of_lead.lead_name.as_deref()), (Some(&lead), Some("Terrace")));
    let names = |files: Vec<pipedrive::v1::files::File>| files.into_iter().filter_map(|file| file.name).collect::<Vec<_>>();
    let items = client.v1().persons().list_files(person).items();
    assert_eq!(names(items.try_collect().await.expect("the files")), ["person.txt"]);
    let items = client.v1().organizations().list_files(organization).items();
    assert_eq!(names(items.try_collect().await.expect("the files")), ["organization.txt"]);
    let items = client.v1().products().list_files(product).items();
    assert_eq!(names(items.try_collect().await.expect("the files")), ["product.txt"]);
    assert_eq!(names(files.list().items().try_collect().await.expect("the files")).len(), 4);
}

#[tokio::test]
async fn persons_and_organizations_have_a_history() {
    let (_, client) = account();
    let organization = client.v2().organizations().create("Lamps Ltd").await.expect("the organization is created").id;
    let person = client.v2().persons().create("Petra Holm").org_id(organization).await.expect("the person is created").id;
    client.v2().persons().update(person).name("Petra Lind").await.expect("the person is updated");
    client.v2().organizations().update(organization).name("Lamps AB").await.expect("the organization is updated");
    let deal = client.v2().deals().create("Lamps").person_id(person).org_id(organization).await.expect("the deal is created").id;
    client.v1().notes().create("Warm light").person_id(person).org_id(organization).await.expect("the note is created");
    client.v2().activities().create().subject("Call").deal_id(deal).org_id(organization).await.expect("the activity is created");
    client.v1().files().upload(Upload::from_bytes("a.txt", "a")).person_id(person).await.expect("the file is uploaded");

    let change = |field: &str, old: &str, new: &str| (Some(field.to_owned()), Some(old.to_owned()), Some(new.to_owned()));
    let changes = client.v1().persons().list_changelog(person).items().try_collect().await.expect("the changelog is read");
    let changes: Vec<_> = changes.into_iter().map(|change| (change.field_key, change.old_value, change.new_value)).collect();
    assert_eq!(changes, [change("name", "Petra Holm", "Petra Lind")]);
    let changes = client.v1().organizations().list_changelog(organization).items().try_collect().await.expect("the changelog");
    let changes: Vec<_> = changes.into_iter().map(|change| (change.field_key, change.old_value, change.new_value)).collect();
    assert_eq!(changes, [change("name", "Lamps Ltd", "Lamps AB")]);

    let objects = async |path: &str| -> Vec<String> {
        let flow = call(&client, Method::GET, path, None).await.expect("the flow is read");
        let objects = flow["data"].as_array().into_iter().flatten().filter_map(|event| event["object"].as_str());
        let mut objects: Vec<String> = objects.map(str::to_owned).collect();
        objects.sort();
        objects
    };
    assert_eq!(objects("/v1/persons/1/flow").await, ["deal", "file", "note", "personChange"]);
    assert_eq!(objects("/v1/organizations/1/flow").await, ["deal", "note", "organizationChange", "plannedActivity"]);
    assert_eq!(objects("/v1/organizations/1/flow?items=organizationChange,deal").await, ["deal", "organizationChange"]);
    client.v1().organizations().list_flow(organization).await.expect("the flow is read");
}
