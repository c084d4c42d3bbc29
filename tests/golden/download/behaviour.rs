use bytes::Bytes;
use http::Response;

use super::v1::V1;
use crate::server::{Outcome, Server};

#[tokio::test]
async fn the_content_comes_as_it_is() -> Outcome {
    let response = Response::builder()
        .header("content-type", "application/pdf")
        .header("content-disposition", "attachment; filename=plan.pdf");
    let server = Server::with([response.body(Bytes::from_static(b"%PDF\xff"))?]);
    let file = V1::new(server.client()).files().download(7).await?;
    assert_eq!((file.content_type(), file.file_name()), (Some("application/pdf"), Some("plan.pdf")));
    assert_eq!(file.bytes().await?, &b"%PDF\xff"[..]);
    Ok(())
}

#[tokio::test]
async fn the_credentials_do_not_go_along_to_another_server() -> Outcome {
    let elsewhere = Response::builder().status(302).header("location", "https://files.example/plan?key=1").body(Bytes::new())?;
    let server = Server::with([elsewhere, Response::new(Bytes::from_static(b"PDF"))]);
    assert_eq!(V1::new(server.client()).files().download(7).await?.bytes().await?, "PDF");
    let sent = ["GET https://acme.example/v1/files/7/download\nx-api-token: token\n", "GET https://files.example/plan?key=1\n"];
    assert_eq!(server.sent(), sent);
    Ok(())
}
