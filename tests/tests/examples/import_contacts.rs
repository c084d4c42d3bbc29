//! The example `import_contacts`.

use std::time::Duration;

use pipedrive_mock::{Account, Fault};

use crate::harness::{Outcome, Scene};

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

async fn import(scene: &Scene) -> Outcome {
    scene.run("import_contacts", ["contacts.csv"]).await
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

/// Returns the numbers of created, updated, skipped and failed entries.
fn counts(outcome: &Outcome) -> [usize; 4] {
    let count = |kind| outcome.stdout.lines().filter(|entry| entry.split(',').nth(1) == Some(kind)).count();
    ["created", "updated", "skipped", "failed"].map(count)
}

#[tokio::test]
async fn each_line_is_created_updated_skipped_or_failed() {
    let scene = Scene::new(Account::demo()).await;
    scene.write("contacts.csv", CONTACTS);
    let outcome = import(&scene).await;
    assert_eq!(sorted_ids(&outcome.stdout), REPORT);
    assert!(!outcome.success && outcome.stderr.contains("2 of 8 lines have failed"), "{outcome:?}");

    let persons = scene.client().v2().persons();
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
    let before = scene.account.requests().len();
    let outcome = import(&scene).await;
    assert_eq!(counts(&outcome), [0, 0, 6, 2]);
    assert!(scene.account.requests()[before..].iter().all(|request| request.method == "GET"));
}

#[tokio::test]
async fn a_failed_line_is_imported_by_the_next_run() {
    let scene = Scene::new(Account::new()).await;
    scene.write("contacts.csv", "email,name,organization\na@x.example,A,X\nb@x.example,B,X\nc@y.example,C,Y\n");
    scene.account.inject(Fault::status(500).on("v2.organizations.create").times(1));
    scene.account.inject(Fault::status(400).on("v2.persons.create").times(1));
    let outcome = import(&scene).await;
    // The persons of the organization that was not created, and one more.
    assert!(outcome.stdout.contains(",failed,POST /api/v2/organizations: 500"), "{outcome:?}");
    assert!(outcome.stdout.contains(",failed,the organization was not created\n"), "{outcome:?}");
    assert!(outcome.stdout.contains(",failed,POST /api/v2/persons: 400"), "{outcome:?}");
    assert!(!outcome.success);

    assert!(import(&scene).await.success);
    let (organizations, persons) = (scene.count("v2.organizations.create"), scene.count("v2.persons.create"));
    let outcome = import(&scene).await;
    assert!(outcome.success && counts(&outcome) == [0, 0, 3, 0], "{outcome:?}");
    assert_eq!((scene.count("v2.organizations.create"), scene.count("v2.persons.create")), (organizations, persons));
    let all = scene.client().v2().persons().list().items().try_collect().await.expect("the persons are read");
    assert_eq!(all.len(), 3);
}

#[tokio::test]
async fn eight_lines_are_imported_at_the_same_time() {
    let scene = Scene::new(Account::new()).await;
    let contacts: Vec<_> = (0..20).map(|number| format!("{number}@x.example,Person {number}")).collect();
    scene.write("contacts.csv", format!("email,name\n{}\n", contacts.join("\n")));
    scene.account.inject(Fault::delay(Duration::MAX).on("v2.persons.create"));
    let mut example = scene.command("import_contacts", ["contacts.csv"]).spawn().expect("the example starts");
    scene.received("v2.persons.create", 8).await;
    // Time for a ninth request, which must not come.
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(scene.count("v2.persons.create"), 8);
    example.kill().await.expect("the example is killed");
}

#[tokio::test]
async fn a_malformed_file_is_an_error_before_anything_is_sent() {
    let scene = Scene::new(Account::new()).await;
    for (contacts, problem) in [
        ("email;name\na@x.example;A\n", "no column `email` or `organization`"),
        ("email,name\na@x.example,A\nb@x.example\n", "record 2 (line: 3"),
    ] {
        scene.write("contacts.csv", contacts);
        let outcome = import(&scene).await;
        assert!(!outcome.success && outcome.stderr.contains(problem), "{outcome:?}");
        assert!(outcome.stderr.contains("cannot read `contacts.csv`"), "{outcome:?}");
    }
    assert!(scene.account.requests().is_empty());
}
