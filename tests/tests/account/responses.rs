//! Snapshots from saved responses.

use std::fs;
use std::path::Path;

use pipedrive_account::{Entity, SavedResponses, Section, Snapshot};
use pipedrive_mock::{Account, Fault};
use serde_json::{Value, json};

use crate::{demo, directory, read};

const TIER: &str = "dcf558aac1ae4e8c4f849ba5e668430d8df9be12";

/// Adds files with these contents, and makes the snapshot.
fn snapshot(name: &str, files: &[(&str, String)]) -> Result<Snapshot, String> {
    let directory = directory(name);
    let mut responses = SavedResponses::new();
    for (name, content) in files {
        let path = directory.join(name);
        fs::write(&path, content).expect("written");
        responses.add_file(&path, None).map_err(|error| error.to_string())?;
    }
    responses.into_snapshot(false).map_err(|error| error.to_string())
}

fn problem(file: &str, content: &str) -> String {
    snapshot("problem", &[(file, content.to_owned())]).expect_err("not recognized")
}

fn response(data: &Value) -> String {
    json!({ "success": true, "data": data, "additional_data": { "next_cursor": null } }).to_string()
}

fn tier() -> Value {
    json!({ "field_code": TIER, "field_name": "Tier", "field_type": "enum", "is_custom_field": true,
            "options": [{ "id": 12, "label": "Gold" }], "subfields": null })
}

/// Returns the responses that a client has received, by the path of the request.
async fn recorded(paths: &[&str]) -> Vec<(String, String)> {
    let server = Account::demo().serve(0).await.expect("a server");
    let mut all = Vec::new();
    for path in paths {
        let request = reqwest::Client::new().get(format!("{}{path}", server.url())).header("x-api-token", "token");
        let body = request.send().await.expect("sent").text().await.expect("received");
        all.push(((*path).to_owned(), body));
    }
    all
}

const PATHS: &[&str] = &[
    "/v1/users/me",
    "/api/v2/dealFields?limit=500",
    "/v1/leadFields?limit=500",
    "/api/v2/personFields",
    "/api/v2/organizationFields",
    "/api/v2/productFields",
    "/api/v2/activityFields",
    "/api/v2/projectFields",
    "/api/v2/pipelines",
    "/api/v2/stages",
    "/v1/activityTypes",
    "/v1/leadLabels",
    "/v1/leadSources",
    "/v1/currencies",
    "/v1/deals/summary",
];

#[tokio::test]
async fn saved_responses_give_the_snapshot_of_the_account() {
    let (_, client) = demo();
    let expected = read(&client).await;
    let bodies = recorded(PATHS).await;

    // A file per response, named after the path.
    let files: Vec<(String, String)> = bodies
        .iter()
        .map(|(path, body)| (path.split('?').next().unwrap_or_default().replace('/', "_") + ".json", body.clone()))
        .collect();
    let files: Vec<(&str, String)> = files.iter().map(|(name, body)| (name.as_str(), body.clone())).collect();
    assert_eq!(snapshot("per-file", &files), Ok(expected.clone()));

    // One response per line, with the path.
    let body = |body: &str| serde_json::from_str::<Value>(body).expect("JSON");
    let records = bodies.iter().map(|(path, text)| json!({ "method": "GET", "path": path, "status": 200, "body": body(text) }));
    let records: Vec<Value> = records.collect();
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    assert_eq!(snapshot("lines", &[("recorded.jsonl", lines.join("\r\n") + "\n\n")]), Ok(expected.clone()));
    assert_eq!(snapshot("list", &[("recorded.json", json!(records).to_string())]), Ok(expected.clone()));

    // Their shapes alone, except for the fields of leads, whose list has nothing that others do not have.
    let shapes: Vec<String> = bodies
        .iter()
        .map(|(path, text)| if path.contains("leadFields") { records[2].to_string() } else { body(text).to_string() })
        .collect();
    assert_eq!(snapshot("shapes", &[("a.jsonl", shapes.join("\n"))]), Ok(expected));
}

#[tokio::test]
async fn both_versions_give_the_same_definitions() {
    let [v1, v2] =
        ["/v1", "/api/v2"].map(|root| ["/dealFields?limit=500", "/pipelines", "/stages"].map(|path| format!("{root}{path}")));
    let snapshots = [v1, v2].map(async |paths| {
        let bodies = recorded(&paths.each_ref().map(String::as_str)).await;
        let names = ["dealFields.json", "pipelines.json", "stages.json"];
        let files: Vec<(&str, String)> = names.into_iter().zip(bodies).map(|(name, (_, body))| (name, body)).collect();
        snapshot(&format!("version-{}", files[0].1.len()), &files).expect("a snapshot")
    });
    let [v1, v2] = snapshots;
    let (v1, v2) = (v1.await, v2.await);
    let report = pipedrive_account::AccountReport::compare(&v1, &v2).expect("compared");
    let custom: Vec<_> = report.changes.iter().filter(|change| change.effect != pipedrive_account::RustEffect::None).collect();
    assert!(custom.is_empty(), "{custom:#?}");
    assert_eq!(v1.pipelines, v2.pipelines);
}

#[test]
fn the_name_or_the_shape_decides() {
    let person = json!({ "field_code": "first_name", "field_name": "First name", "field_type": "varchar" });
    let from = |name: &str, data: Value| snapshot("decides", &[(name, response(&data))]).map(|snapshot| snapshot.fields);
    let of = |result: Result<std::collections::BTreeMap<Entity, Vec<_>>, String>| {
        result.map(|fields| fields.into_keys().collect::<Vec<_>>())
    };
    for name in ["personFields.json", "v2.person_fields.list.json", "person-fields-2.json", "PERSON FIELDS.txt"] {
        assert_eq!(of(from(name, json!([tier()]))), Ok(vec![Entity::Persons]), "{name}");
    }
    assert_eq!(of(from("a.json", json!([tier(), person]))), Ok(vec![Entity::Persons]));

    let unclear = problem("custom.json", &response(&json!([tier()])));
    assert!(
        unclear.contains("custom.json`: it is not clear whose fields these are: name the file after one of `deal_fields`"),
        "{unclear}"
    );
    let contradiction = problem("deal_fields.json", &response(&json!([person])));
    assert!(contradiction.contains("the name says `deal_fields`, but the fields look like `person_fields`"), "{contradiction}");
    let other = problem("a.json", &response(&json!([{ "id": 1, "title": "A deal" }])));
    assert!(other.contains("not recognized as one of `users_me`, `deal_fields`"), "{other}");
    let empty = problem("a.json", &response(&json!([])));
    assert!(empty.contains("the list is empty: name the file after what it lists"), "{empty}");
    assert_eq!(
        snapshot("empty", &[("lead_labels.json", response(&json!([])))]).map(|snapshot| snapshot.lead_labels),
        Ok(Some(vec![]))
    );
}

#[test]
fn a_stated_section_overrides_the_name() {
    let directory = directory("stated");
    let path = directory.join("deal_fields.json");
    fs::write(&path, response(&json!([tier()]))).expect("written");
    let mut responses = SavedResponses::new();
    responses.add_file(&path, Some(Section::Fields(Entity::Products))).expect("fields");
    let problem = responses.add_file(&path, Some(Section::Pipelines)).expect_err("no pipelines").to_string();
    assert!(problem.ends_with("the response is not one of `pipelines`"), "{problem}");
    let snapshot = responses.into_snapshot(false).expect("a snapshot");
    assert_eq!(snapshot.fields.into_keys().collect::<Vec<_>>(), [Entity::Products]);
}

#[test]
fn a_missing_page_is_noted() {
    let page = |next: Value, key: char| {
        let mut field = tier();
        field["field_code"] = key.to_string().repeat(40).into();
        json!({ "success": true, "data": [field], "additional_data": { "next_cursor": next } }).to_string()
    };
    let first = ("deal_fields-1.json", page(json!("abc"), 'a'));
    let incomplete = snapshot("first-page", std::slice::from_ref(&first)).expect("a snapshot");
    assert_eq!(incomplete.omitted.len(), 1);
    assert_eq!(
        (incomplete.omitted[0].part.as_str(), incomplete.omitted[0].reason.as_str()),
        ("fields.deals", "the last page is not among the responses")
    );
    let complete = snapshot("both-pages", &[first, ("deal_fields-2.json", page(Value::Null, 'b'))]).expect("a snapshot");
    assert_eq!((complete.omitted.len(), complete.fields_of(Entity::Deals).len()), (0, 2));

    let v1 = json!({ "success": true, "data": [{ "key": TIER, "name": "Tier", "field_type": "enum" }],
                     "additional_data": { "pagination": { "start": 0, "limit": 1, "more_items_in_collection": true, "next_start": 1 } } });
    assert_eq!(snapshot("v1-page", &[("dealFields.json", v1.to_string())]).expect("a snapshot").omitted.len(), 1);
    // Pages that overlap contain a field twice.
    let twice = snapshot("twice", &[("deal_fields.json", response(&json!([tier(), tier()])))]).expect("a snapshot");
    assert_eq!(twice.fields_of(Entity::Deals).len(), 1);
}

#[test]
fn errors_among_the_responses() {
    let refused = json!({ "success": false, "error": "No plan\u{1b}[31m", "errorCode": 402 }).to_string();
    let snapshot_with =
        snapshot("refused", &[("project_fields.json", refused.clone()), ("lead_labels.json", response(&json!([])))]);
    assert_eq!(snapshot_with.expect("a snapshot").omitted[0].reason, "No plan[31m");
    assert!(problem("a.json", &refused).contains("the response is an error: No plan"), "{refused}");
    let failed = json!({ "path": "/api/v2/stages", "status": 500, "body": { "success": false, "error": "Failed" } }).to_string();
    assert!(problem("a.jsonl", &failed).contains("the response is an error: Failed: save it again"));
}

#[test]
fn what_is_not_json_is_named_with_its_line() {
    assert!(problem("a.json", " \n").contains("a.json`: the file is empty"));
    assert!(problem("a.json", &"[".repeat(100_000)).contains("not JSON: recursion limit exceeded"));
    assert!(problem("a.json", "<html>").contains("not JSON: expected value at line 1 column 1"));
    assert!(
        problem("stages.json", "{\n\"success\": true,\n\"data\": [\n").contains("not JSON: EOF while parsing a list at line 4")
    );
    let lines = format!(
        "{}\n{{\"success\": tru}}\n",
        response(&json!([{ "id": 1, "name": "A", "color": "red" }])).replace("\"id\":1", "\"id\":\"1\"")
    );
    let second = problem("lead_labels.jsonl", &lines);
    assert!(second.contains("lead_labels.jsonl:2`: not JSON"), "{second}");
    let missing = SavedResponses::new().add_file(Path::new("/nowhere/stages.json"), None).expect_err("no file").to_string();
    assert!(missing.starts_with("cannot read `/nowhere/stages.json`"), "{missing}");
    assert!(SavedResponses::new().into_snapshot(false).expect_err("nothing").to_string().contains("no responses"));
}

#[test]
fn quirks_of_version_1() {
    let fields = json!([
        { "key": TIER, "name": "Tier", "field_type": "enum", "active_flag": true, "description": "",
          "options": [{ "id": "12", "label": "Gold" }, { "id": 13, "label": null }] },
        { "key": "9f3a6f0c1d2e4b5a8c7d6e5f4a3b2c1d0e9f8a7b", "name": "Old", "field_type": "monetary", "active_flag": false,
          "subfields": [{ "key": "9f3a6f0c1d2e4b5a8c7d6e5f4a3b2c1d0e9f8a7b_currency", "name": "Currency", "id_suffix": "currency", "field_type": "varchar" }] },
        { "key": "9f3a6f0c1d2e4b5a8c7d6e5f4a3b2c1d0e9f8a7b_currency", "name": "Currency", "field_type": "varchar", "is_subfield": true },
        { "key": "stage_id", "name": "Stage", "field_type": "stage" },
        { "key": "owner_id", "name": "Owner", "field_type": "user", "options": [{ "id": 1, "label": "Petra Holm" }] },
    ]);
    let stages = json!([
        { "id": 2, "order_nr": 2, "name": "Second", "pipeline_id": 1, "active_flag": true },
        { "id": 3, "order_nr": 1, "name": "First", "pipeline_id": 1, "active_flag": false },
        { "id": 4, "order_nr": null, "name": "Last", "pipeline_id": 1 },
    ]);
    let pipelines = json!([{ "id": 1, "name": "Sales", "url_title": "sales", "order_nr": 0, "active": true }]);
    let read = snapshot("v1", &[("f.json", response(&fields)), ("s.json", response(&stages)), ("p.json", response(&pipelines))]);
    let read = read.expect("a snapshot");
    let json = read.to_json();
    assert!(!json.contains("Petra"), "no personal data: {json}");
    let field = |key: &str| read.fields_of(Entity::Deals).iter().find(|field| field.key == key).expect("read");
    assert_eq!(
        field(TIER).options,
        [pipedrive_account::AccountOption::new(12, "Gold"), pipedrive_account::AccountOption::new(13, "13")]
    );
    assert_eq!(field(TIER).description, None);
    let old = field("9f3a6f0c1d2e4b5a8c7d6e5f4a3b2c1d0e9f8a7b");
    assert!(old.deleted && old.custom && old.subfields[0].key == "currency");
    assert_eq!(read.fields_of(Entity::Deals).len(), 4, "{json}");
    let stages: Vec<(i64, bool)> =
        read.pipelines.iter().flatten().flat_map(|pipeline| &pipeline.stages).map(|stage| (stage.id, stage.deleted)).collect();
    assert_eq!(stages, [(3, true), (2, false), (4, false)]);
}

#[tokio::test]
async fn stages_and_pipelines_belong_together() {
    let stages = response(&json!([{ "id": 2, "name": "In", "pipeline_id": 1 }]));
    let alone = snapshot("stages-alone", &[("stages.json", stages.clone()), ("lead_labels.json", response(&json!([])))])
        .expect("a snapshot");
    assert_eq!((alone.pipelines, alone.omitted[0].reason.as_str()), (None, "only their stages were read"));
    let other = response(&json!([{ "id": 5, "name": "Sales", "is_deal_probability_enabled": false }]));
    let other = snapshot("other-pipeline", &[("stages.json", stages), ("pipelines.json", other.clone())]).expect("a snapshot");
    assert_eq!(other.omitted[0].reason, "those of the pipeline 1, which was not read");

    let (account, client) = demo();
    account.inject(Fault::response(403, r#"{"success":false,"error":"Forbidden"}"#).on("v2.stages.list"));
    let without = read(&client).await;
    assert_eq!(without.omitted.len(), 1, "{:?}", without.omitted);
    assert!(without.pipelines.is_some_and(|pipelines| pipelines.iter().all(|pipeline| pipeline.stages.is_empty())));
}
