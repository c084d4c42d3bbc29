//! The example `import_contacts`.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use pipedrive_mock::{Account, Fault, Server};

use crate::harness::{self, Finished};
use crate::{client, count, received};

const CONTACTS: &str = "\
name,email,phone,organization
Petra Holm,petra@harborhall.example,+1 999,Harbor Hall
Jonas Lind, JONAS@lantern.example ,+372 5550 200,Harbor Hall
Ada Lund,ada@firm.example,+372 5550 300,New Firm
\"Berg, Bo\",bo@firm.example,,new firm
Ada again,ADA@firm.example,,
,nobody@firm.example,,
,,,Only a Name
No Address,,,
";

/// The organization of each new name is created on its first line.
const REPORT: &str = "\
line,outcome,detail
2,skipped,person 1 lacks nothing
3,updated,person 2
4,created,organization 3
4,created,person 3
5,created,person 4
6,skipped,same email address as line 4
7,failed,a new person needs a name
8,created,organization 4
8,skipped,no person
9,failed,a person without an email address is not found in the next run
";

fn write(test: &str, contacts: &str) -> PathBuf {
    let file = harness::directory(test).join("contacts.csv");
    fs::write(&file, contacts).expect("the file can be written");
    file
}

async fn import(server: &Server, file: &PathBuf) -> Finished {
    harness::run("import_contacts", server, &[file.as_os_str()]).await
}

/// Returns the report with ids in the order of the lines: those of concurrent calls are in any order.
fn sorted_ids(report: &str) -> String {
    let mut lines: Vec<_> = report.lines().map(str::to_owned).collect();
    for kind in ["created,organization ", "created,person "] {
        let mut ids: Vec<u32> = lines.iter().filter_map(|line| line.split_once(kind)?.1.parse().ok()).collect();
        ids.sort_unstable();
        let mut ids = ids.into_iter();
        for line in &mut lines {
            if let Some((start, _)) = line.split_once(kind) {
                *line = format!("{start}{kind}{}", ids.next().expect("each line has an id"));
            }
        }
    }
    lines.join("\n") + "\n"
}

/// Returns the number of entries with an outcome.
fn outcomes(finished: &Finished, outcome: &str) -> usize {
    finished.stdout.lines().filter(|entry| entry.split(',').nth(1) == Some(outcome)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_line_is_created_updated_skipped_or_failed() {
    let account = Account::demo();
    let server = account.serve(0).await.expect("the server starts");
    let file = write("import", CONTACTS);
    let finished = import(&server, &file).await;
    assert_eq!(sorted_ids(&finished.stdout), REPORT);
    assert!(!finished.status.success() && finished.stderr.contains("2 of 8 lines have failed"), "{finished:?}");

    let persons = client(&account).v2().persons();
    let all = persons.list().items().try_collect().await.expect("the persons are read");
    assert_eq!(all.len(), 4);
    // What a person has already is kept.
    assert_eq!(all[0].phones[0].value.as_deref(), Some("+372 5550 100"));
    assert_eq!(all[1].phones[0].value.as_deref(), Some("+372 5550 200"));
    assert_eq!(all[1].org_id, all[1].org_id.filter(|id| *id == 2), "the organization of Jonas is the café");
    let new: Vec<_> = all[2..].iter().map(|person| person.org_id).collect();
    assert!(new[0].is_some() && new[0] == new[1], "both are of the new firm: {new:?}");
    let bo = all.iter().find(|person| person.name.as_deref() == Some("Berg, Bo")).expect("the person is created");
    assert_eq!(bo.emails[0].value.as_deref(), Some("bo@firm.example"));

    // A second run creates and changes nothing.
    let before = account.requests().len();
    let finished = import(&server, &file).await;
    assert_eq!(["created", "updated", "skipped", "failed"].map(|outcome| outcomes(&finished, outcome)), [0, 0, 6, 2]);
    assert!(account.requests()[before..].iter().all(|request| request.method == "GET"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_line_is_imported_by_the_next_run() {
    let account = Account::new();
    let server = account.serve(0).await.expect("the server starts");
    let file = write("import_failed", "email,name,organization\na@x.example,A,X\nb@x.example,B,X\nc@y.example,C,Y\n");
    account.inject(Fault::status(500).on("v2.organizations.create").times(1));
    account.inject(Fault::status(400).on("v2.persons.create").times(1));
    let finished = import(&server, &file).await;
    // The persons of the organization that was not created, and one more.
    assert!(finished.stdout.contains(",failed,POST /api/v2/organizations: 500"), "{finished:?}");
    assert!(finished.stdout.contains(",failed,the organization was not created\n"), "{finished:?}");
    assert!(finished.stdout.contains(",failed,POST /api/v2/persons: 400"), "{finished:?}");
    assert!(!finished.status.success());

    assert!(import(&server, &file).await.status.success());
    let (organizations, persons) = (count(&account, "v2.organizations.create"), count(&account, "v2.persons.create"));
    let finished = import(&server, &file).await;
    assert!(finished.status.success() && outcomes(&finished, "skipped") == 3, "{finished:?}");
    assert_eq!((count(&account, "v2.organizations.create"), count(&account, "v2.persons.create")), (organizations, persons));
    let all = client(&account).v2().persons().list().items().try_collect().await.expect("the persons are read");
    assert_eq!(all.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_lines_are_imported_at_the_same_time() {
    let account = Account::new();
    let server = account.serve(0).await.expect("the server starts");
    let contacts: String = (0..20).map(|number| format!("{number}@x.example,Person {number}\n")).collect();
    let file = write("import_concurrent", &format!("email,name\n{contacts}"));
    account.inject(Fault::delay(Duration::from_secs(3600)).on("v2.persons.create"));
    let mut example = harness::start("import_contacts", &server, &[file.as_os_str()]);
    received(&account, "v2.persons.create", 8).await;
    // Time for a ninth request, which must not come.
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(count(&account, "v2.persons.create"), 8);
    example.kill().expect("the example is killed");
    example.wait().expect("the example has ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_file_is_an_error_before_anything_is_sent() {
    let account = Account::new();
    let server = account.serve(0).await.expect("the server starts");
    for (contacts, problem) in [
        ("email;name\na@x.example;A\n", "no column `email` or `organization`"),
        ("email,name\na@x.example,A\nb@x.example\n", "record 2 (line: 3"),
    ] {
        let finished = import(&server, &write("import_malformed", contacts)).await;
        assert!(!finished.status.success() && finished.stderr.contains(problem), "{finished:?}");
        assert!(finished.stderr.contains("cannot read `"), "{finished:?}");
    }
    assert!(account.requests().is_empty());
}
