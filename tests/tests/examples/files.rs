//! `files`: attaching, listing and downloading the files of a deal.

use std::fs;

use pipedrive::Upload;
use pipedrive_mock::{Account, Fault};

use crate::harness::Scene;

#[tokio::test]
async fn attaches_lists_and_downloads() {
    let scene = Scene::new(Account::new()).await;
    let deal = scene.client().v2().deals().create("Lamps").await.expect("a deal").id.to_string();
    let large: Vec<u8> = (0..3_000_000u32).map(|number| (number % 251) as u8).collect();
    scene.write("größe.bin", &large);
    scene.write("empty.txt", "");

    let attached = scene.succeed("files", ["attach", &deal, "größe.bin", "empty.txt"]).await;
    assert_eq!(attached, "attached `größe.bin` as file 1\nattached `empty.txt` as file 2\n");

    let listed = scene.succeed("files", ["list", &deal]).await;
    let lines: Vec<&str> = listed.lines().collect();
    assert_eq!(lines.len(), 2, "{listed}");
    assert!(lines.iter().any(|line| line.contains("3000000") && line.ends_with("größe.bin")), "{listed}");

    let downloaded = scene.succeed("files", ["download", &deal, "--to", "new/directory"]).await;
    assert_eq!(downloaded.matches("downloaded `").count(), 2, "{downloaded}");
    assert_eq!(fs::read(scene.path("new/directory/1-größe.bin")).expect("the file"), large);
    assert_eq!(fs::read(scene.path("new/directory/2-empty.txt")).expect("the file"), b"");

    let again = scene.succeed("files", ["download", &deal, "--to", "new/directory"]).await;
    assert_eq!(again.matches("skipped file").count(), 2, "{again}");
    let requests = scene.account.requests();
    assert_eq!(requests.iter().filter(|request| request.operation.as_deref() == Some("v1.files.download")).count(), 2);
}

#[tokio::test]
async fn a_failed_download_does_not_stop_the_others() {
    let scene = Scene::new(Account::new()).await;
    let client = scene.client();
    let deal = client.v2().deals().create("Lamps").await.expect("a deal").id;
    for name in ["../../outside.txt", "plan.txt", "plan.txt"] {
        client.v1().files().upload(Upload::from_bytes(name, name)).deal_id(deal).await.expect("a file");
    }
    scene.account.inject(Fault::status(404).on("v1.files.download").times(1));

    let outcome = scene.run("files", ["download", &deal.to_string(), "--to", "here"]).await;
    assert!(!outcome.success);
    assert!(outcome.stderr.contains("cannot download file 1, `"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("Error: 1 files were not downloaded"), "{}", outcome.stderr);

    // The next run downloads what is missing, into the directory and nowhere else.
    let outcome = scene.succeed("files", ["download", &deal.to_string(), "--to", "here"]).await;
    assert_eq!((outcome.matches("skipped").count(), outcome.matches("downloaded `").count()), (2, 1), "{outcome}");
    let mut names: Vec<_> =
        fs::read_dir(scene.path("here")).expect("the directory").map(|entry| entry.expect("an entry").file_name()).collect();
    names.sort();
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(
        names[0].to_string_lossy().ends_with("outside.txt") && names[1] == "2-plan.txt" && names[2] == "3-plan.txt",
        "{names:?}"
    );
}

#[tokio::test]
async fn a_file_that_is_not_there_is_named() {
    let scene = Scene::new(Account::new()).await;
    let outcome = scene.run("files", ["attach", "1", "missing.pdf"]).await;
    assert!(!outcome.success);
    assert!(outcome.stderr.contains("cannot attach `missing.pdf`"), "{}", outcome.stderr);
    assert!(scene.account.requests().is_empty());
}
