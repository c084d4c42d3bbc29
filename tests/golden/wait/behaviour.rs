use std::time::Duration;

use serde_json::{Value, json};

use super::v2::V2;
use super::v2::lamps::WorkStatus;
use super::v2::lamps::requests::{GetCleaningRequest, GetRepairRequest};
use crate::runtime::{ErrorKind, Job};
use crate::server::{Outcome, Server};

fn repair(status: &str) -> Value {
    json!({ "success": true, "data": { "status": status, "price": 12 } })
}

fn wait(server: &Server) -> crate::runtime::Wait<GetRepairRequest> {
    V2::new(server.client()).lamps().get_repair(7).wait().every(Duration::from_millis(1))
}

#[tokio::test]
async fn the_request_is_made_until_the_job_is_done() -> Outcome {
    let server = Server::new([repair("queued"), json!({ "data": {} }), repair("welded"), repair("shining"), repair("queued")]);
    let lamp = wait(&server).await?;
    assert_eq!((lamp.status, lamp.price), (Some(WorkStatus::Shining), Some(12)));
    assert_eq!(server.sent(), ["GET https://acme.example/api/v2/lamps/7/repair\nx-api-token: token\n"; 4]);
    Ok(())
}

#[tokio::test]
async fn a_job_that_fails_is_an_error() {
    for status in ["broken", "lost"] {
        let server = Server::new([repair("under-way"), repair(status), repair("shining")]);
        let error = wait(&server).await.expect_err("it has failed");
        assert_eq!(error.kind(), ErrorKind::JobFailed);
        assert_eq!(error.to_string(), format!("GET /api/v2/lamps/7/repair: job failed: status `{status}`"));
        assert_eq!(error.body().map(|body| &body[..]), Some(repair(status).to_string().as_bytes()));
        assert_eq!(server.sent().len(), 2);
    }
}

#[tokio::test]
async fn a_parameter_may_be_called_the_same() -> Outcome {
    let server = Server::new([json!({ "data": { "type": "under-way" } }), json!({ "data": { "type": "queued" } })]);
    let cleaning = V2::new(server.client()).lamps().get_cleaning(7).with_wait(3).wait().every(Duration::ZERO).await?;
    assert_eq!(cleaning.r#type, Some(WorkStatus::Queued));
    assert_eq!(
        (GetCleaningRequest::DONE, GetCleaningRequest::FAILED),
        (&[WorkStatus::Shining, WorkStatus::Queued][..], &[WorkStatus::Broken][..])
    );
    assert!(server.sent().iter().all(|sent| sent.contains("?wait=3\n")), "{:?}", server.sent());
    Ok(())
}
