use serde_json::json;

use super::v1::V1;
use crate::runtime::Upload;
use crate::server::{Outcome, Server};

#[tokio::test]
async fn files_go_with_their_names_and_types() -> Outcome {
    let server = Server::new([json!({ "data": { "name": "plan.pdf" } })]);
    let create = V1::new(server.client()).files().create(Upload::from_bytes("plan \"a\".pdf", "PDF")).lamp_number(7);
    let file = create.with_preview(Upload::from_bytes("small", "PNG").content_type("image/png")).await?;
    assert_eq!(file.name.as_deref(), Some("plan.pdf"));
    let parts = [
        "POST https://acme.example/v1/files\ncontent-type: multipart/form-data; boundary=BOUNDARY\nx-api-token: token",
        "--BOUNDARY\nContent-Disposition: form-data; name=\"lamp_number\"\n\n7",
        "--BOUNDARY\nContent-Disposition: form-data; name=\"file\"; filename=\"plan %22a%22.pdf\"\nContent-Type: application/pdf\n\nPDF",
        "--BOUNDARY\nContent-Disposition: form-data; name=\"preview\"; filename=\"small\"\nContent-Type: image/png\n\nPNG",
        "--BOUNDARY--\n",
    ];
    assert_eq!(server.sent(), [parts.join("\n")]);
    Ok(())
}
