//! The command, as a process against a mock account on a loopback port.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use pipedrive::Client;
use pipedrive_account::{Entity, Snapshot};
use pipedrive_mock::{Account, Fault, Server};

/// An account with a server, and a directory in which the command runs.
struct Fixture {
    account: Account,
    client: Client,
    server: Server,
    directory: PathBuf,
}

impl Fixture {
    async fn new(name: &str) -> Self {
        let account = Account::demo();
        let client = Client::builder().api_token("token").burst_limit(None).transport(account.clone()).build().expect("built");
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("command-{name}"));
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir_all(&directory).expect("created");
        Self { server: account.serve(0).await.expect("a server"), account, client, directory }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pipedrive-account"));
        command.args(arguments).current_dir(&self.directory).stdin(Stdio::null());
        command.env_remove("PIPEDRIVE_ACCESS_TOKEN").env_remove("PIPEDRIVE_COMPANY_DOMAIN");
        command.env("PIPEDRIVE_API_TOKEN", "secret-token").env("PIPEDRIVE_BASE_URL", self.server.url());
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        Run(self.command(arguments).output().expect("the command runs"))
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot::read(self.directory.join("account.json")).expect("a snapshot")
    }

    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.directory).expect("a directory");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The key of a field of deals.
    fn key(&self, name: &str) -> String {
        let snapshot = self.snapshot();
        let field = snapshot.fields_of(Entity::Deals).iter().find(|field| field.name == name).expect("defined");
        field.key.clone()
    }
}

struct Run(Output);

impl Run {
    fn code(&self) -> Option<i32> {
        self.0.status.code()
    }

    fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    /// Requires success.
    fn ok(self) -> Self {
        assert_eq!(self.code(), Some(0), "{}\n{}", self.stdout(), self.stderr());
        self
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_fetched_generated_changed_and_checked() {
    let fixture = Fixture::new("whole").await;
    let fetched = fixture.run(&["fetch", "--out", "account.json"]).ok();
    assert!(
        fetched.stderr().contains("read deal_fields: 30\n") && fetched.stderr().ends_with("wrote `account.json`\n"),
        "{}",
        fetched.stderr()
    );
    assert_eq!(fetched.stdout(), "");
    assert!(fixture.run(&["fetch", "--out", "account.json"]).ok().stderr().ends_with("unchanged: `account.json`\n"));
    fixture.run(&["generate", "account.json", "--out", "account.rs"]).ok();
    let unchanged = fixture.run(&["check", "account.json"]).ok();
    assert_eq!(unchanged.stdout(), "no changes\n");

    // A renamed field costs nothing, because it keeps its Rust name.
    let area = fixture.key("Area");
    fixture.client.v2().deal_fields().update(&area).field_name("Floor area").await.expect("renamed");
    let renamed = fixture.run(&["check", "account.json"]);
    assert_eq!(renamed.code(), Some(1));
    assert!(renamed.stdout().contains("docs   fields.deals, fields.leads: field renamed: `Area`"), "{}", renamed.stdout());
    assert_eq!(fixture.run(&["check", "account.json", "--deny", "breaking"]).code(), Some(0));

    fixture.client.v2().deal_fields().delete(&area).await.expect("deleted");
    let removed = fixture.run(&["check", "account.json", "--deny", "breaking", "--format", "markdown"]);
    assert_eq!(removed.code(), Some(1));
    assert!(
        removed.stdout().contains("| **major** | `fields.deals`, `fields.leads` | field removed | `Area` |"),
        "{}",
        removed.stdout()
    );
    let json = fixture.run(&["check", "account.json", "--format", "json"]);
    assert!(json.stdout().starts_with("{\n  \"effect\": \"major\",\n"), "{}", json.stdout());
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_kept_when_the_account_is_read_again() {
    let fixture = Fixture::new("names").await;
    fixture.run(&["fetch", "--out", "account.json"]).ok();
    let area = fixture.key("Area");
    // A snapshot without names, as a program writes it.
    let mut snapshot = fixture.snapshot();
    snapshot.names = pipedrive_account::Names::default();
    snapshot.write(fixture.directory.join("account.json")).expect("written");
    fixture.client.v2().deal_fields().update(&area).field_name("Floor area").await.expect("renamed");
    fixture.run(&["fetch", "--out", "account.json"]).ok();
    assert_eq!(fixture.snapshot().names.fields[&Entity::Deals][&area].field, "area");
    let generated = fixture.run(&["generate", "account.json"]).ok();
    assert!(generated.stdout().contains("pub area: Option<f64>"), "{}", generated.stdout());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_snapshots_are_compared_without_a_network() {
    let fixture = Fixture::new("against").await;
    fixture.run(&["fetch", "--out", "account.json"]).ok();
    fs::copy(fixture.directory.join("account.json"), fixture.directory.join("old.json")).expect("copied");
    fixture.client.v2().pipelines().create("Partners").await.expect("created");
    fixture.run(&["fetch", "--out", "account.json"]).ok();
    let check = fixture.command(&["check", "old.json", "--against", "account.json"]).env_remove("PIPEDRIVE_API_TOKEN").output();
    let check = Run(check.expect("the command runs"));
    assert_eq!(check.code(), Some(1), "{}", check.stderr());
    assert!(check.stdout().starts_with("minor  pipelines: pipeline added: `Partners`"), "{}", check.stdout());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_is_made_from_saved_responses_without_a_network() {
    let fixture = Fixture::new("responses").await;
    let fields = r#"{"success":true,"data":[{"field_code":"dcf558aac1ae4e8c4f849ba5e668430d8df9be12","field_name":"Tier","field_type":"text"}]}"#;
    fs::write(fixture.directory.join("saved.json"), fields).expect("written");
    fs::write(fixture.directory.join("lead_sources.json"), r#"{"success":true,"data":[{"name":"API"}]}"#).expect("written");
    let run = |arguments: &[&str]| {
        let command = [&["fetch", "--out", "account.json", "--from-responses"], arguments].concat();
        Run(fixture.command(&command).env_remove("PIPEDRIVE_API_TOKEN").output().expect("the command runs"))
    };
    let unclear = run(&["saved.json"]);
    assert_eq!(unclear.code(), Some(2));
    assert!(unclear.stderr().contains("error: `saved.json`: it is not clear whose fields these are"), "{}", unclear.stderr());
    assert_eq!(fixture.files(), ["lead_sources.json", "saved.json"]);
    run(&["deal_fields=saved.json", "lead_sources.json"]).ok();
    let snapshot = fixture.snapshot();
    assert_eq!((snapshot.fields_of(Entity::Deals).len(), snapshot.lead_sources), (1, Some(vec!["API".to_owned()])));
    assert!(fixture.account.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_run_leaves_the_file_as_it_was() {
    let fixture = Fixture::new("killed").await;
    fixture.run(&["fetch", "--out", "account.json"]).ok();
    let before = fs::read(fixture.directory.join("account.json")).expect("read");
    fixture.client.v2().pipelines().create("Partners").await.expect("created");
    fixture.account.inject(Fault::delay(Duration::from_secs(600)).on("v1.currencies.list"));
    let calls = || {
        let requests = fixture.account.requests();
        requests.iter().filter(|request| request.operation.as_deref() == Some("v1.currencies.list")).count()
    };
    let seen = calls();
    let mut child = fixture.command(&["fetch", "--out", "account.json"]).stderr(Stdio::null()).spawn().expect("the command runs");
    while calls() == seen {
        tokio::task::yield_now().await;
    }
    child.kill().expect("killed");
    assert!(!child.wait().expect("ended").success());
    assert_eq!(fs::read(fixture.directory.join("account.json")).expect("read"), before);
    assert_eq!(fixture.files(), ["account.json"]);
    fixture.account.clear_faults();
    fixture.run(&["fetch", "--out", "account.json"]).ok();
    assert_ne!(fs::read(fixture.directory.join("account.json")).expect("read"), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_lists_are_warnings() {
    let fixture = Fixture::new("refused").await;
    fixture.run(&["fetch", "--out", "account.json"]).ok();
    let body = r#"{"success":false,"error":"No plan\u001b[31m\n::error::x"}"#;
    fixture.account.inject(Fault::response(402, body).on("v2.project_fields.list"));
    let run = fixture.run(&["fetch", "--out", "account.json"]).ok();
    assert!(
        run.stderr().contains("warning: the snapshot had `fields.projects`, which could not be read now"),
        "{}",
        run.stderr()
    );
    assert!(
        run.stderr().contains("warning: `fields.projects` is incomplete: ") && run.stderr().contains("No plan"),
        "{}",
        run.stderr()
    );
    assert!(!run.stderr().contains('\u{1b}') && !run.stderr().lines().any(|line| line.starts_with("::")), "{}", run.stderr());
    assert_eq!(fixture.snapshot().omitted.len(), 1);
    fixture.account.clear_faults();
    let now_read = fixture.run(&["check", "account.json"]);
    assert!(now_read.stdout().starts_with("minor  fields.projects: part now read\n"), "{}", now_read.stdout());
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_say_what_to_do_and_change_nothing() {
    let fixture = Fixture::new("errors").await;
    let without = Run(fixture.command(&["fetch"]).env_remove("PIPEDRIVE_API_TOKEN").output().expect("the command runs"));
    assert_eq!(without.code(), Some(2));
    assert!(
        without.stderr().contains("set the environment variable `PIPEDRIVE_API_TOKEN` or `PIPEDRIVE_ACCESS_TOKEN`"),
        "{}",
        without.stderr()
    );

    fs::write(fixture.directory.join("notes.json"), "{\"a\": 1}").expect("written");
    let other = fixture.run(&["fetch", "--out", "notes.json"]);
    assert_eq!(other.code(), Some(2));
    assert!(
        other.stderr().contains("`notes.json`: not a snapshot: missing field `format`")
            && other.stderr().contains("\nhelp: it would be overwritten"),
        "{}",
        other.stderr()
    );
    assert_eq!(fs::read_to_string(fixture.directory.join("notes.json")).expect("read"), "{\"a\": 1}");
    assert!(fixture.account.requests().is_empty(), "nothing is requested for a file that cannot be written");

    fixture.run(&["fetch", "--out", "account.json"]).ok();
    let path = fixture.directory.join("account.json");
    let content = fs::read_to_string(&path)
        .expect("read")
        .replace("\"id\": 1,\n    \"domain\": \"mock\"", "\"id\": 2,\n    \"domain\": \"acme\"");
    fs::write(&path, &content).expect("written");
    for command in [&["fetch", "--out", "account.json"][..], &["check", "account.json"]] {
        let run = fixture.run(command);
        assert_eq!(run.code(), Some(2));
        assert!(
            run.stderr()
                .contains("`account.json` is of the company `acme` (id 2), but the account is of the company `mock` (id 1): "),
            "{}",
            run.stderr()
        );
    }
    assert_eq!(fs::read_to_string(&path).expect("read"), content);

    fixture.account.inject(Fault::status(401));
    let denied = fixture.run(&["check", "account.json"]);
    assert_eq!(denied.code(), Some(2));
    assert!(denied.stderr().contains("error: ") && !denied.stderr().contains("secret-token"), "{}", denied.stderr());
    for arguments in
        [&["check", "missing.json"][..], &["check", "account.json", "--deny", "all"], &["fetch", "--from-responses"], &[]]
    {
        assert_eq!(fixture.run(arguments).code(), Some(2), "{arguments:?}");
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn the_example_workflow_fails_after_a_change_and_writes_a_summary() {
    let fixture = Fixture::new("workflow").await;
    fixture.run(&["fetch", "--out", "account.json"]).ok();
    let workflow = include_str!("../examples/nightly.yml");
    let step = workflow.lines().find_map(|line| line.trim().strip_prefix("- run: pipedrive-account ")).expect("the step");
    let step = format!("'{}' {step}", env!("CARGO_BIN_EXE_pipedrive-account"));
    let summary = fixture.directory.join("summary.md");
    let run = || {
        let mut command = fixture.command(&[]);
        let environment: Vec<_> =
            command.get_envs().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))).collect();
        command = Command::new("sh");
        command.args(["-ec", &step]).current_dir(&fixture.directory).envs(environment).env("GITHUB_STEP_SUMMARY", &summary);
        Run(command.output().expect("the shell runs"))
    };
    run().ok();
    assert_eq!(fs::read_to_string(&summary).expect("read"), "**Pipedrive account:** no changes\n");
    fixture.client.v2().pipelines().create("Partners").await.expect("created");
    assert_eq!(run().code(), Some(1));
    assert!(fs::read_to_string(&summary).expect("read").contains("| minor | `pipelines` | pipeline added | `Partners` |"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_has_read_enough_is_no_error() {
    let fixture = Fixture::new("pipe").await;
    let mut child = fixture.command(&["fetch"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command runs");
    drop(child.stdout.take());
    let run = Run(child.wait_with_output().expect("ended"));
    assert_eq!(run.code(), Some(0), "{}", run.stderr());
    assert!(!run.stderr().contains("panicked"), "{}", run.stderr());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_module_is_checked_and_only_modules_are_overwritten() {
    let fixture = Fixture::new("generate").await;
    let generate = ["generate", "account.json", "--out", "account.rs"];
    let check = ["generate", "account.json", "--out", "account.rs", "--check"];
    fixture.run(&["fetch", "--out", "account.json"]).ok();
    let missing = fixture.run(&check);
    assert_eq!((missing.code(), fixture.files()), (Some(1), vec!["account.json".to_owned()]));
    assert!(
        missing
            .stderr()
            .contains("outdated: `account.rs`\nhelp: run `pipedrive-account generate account.json --out account.rs`\n")
    );
    assert!(fixture.run(&generate).ok().stderr().ends_with("wrote `account.rs`\n"));
    assert!(fixture.run(&generate).ok().stderr().ends_with("unchanged: `account.rs`\n"));
    fixture.run(&check).ok();
    let module = fixture.directory.join("account.rs");
    let printed = fixture.run(&["generate", "account.json"]).ok();
    assert_eq!(printed.stdout(), fs::read_to_string(&module).expect("a module"));

    // An edited module is outdated and is written again; a file of another kind is not.
    fs::write(&module, format!("{}// edited\n", printed.stdout())).expect("written");
    assert_eq!(fixture.run(&check).code(), Some(1));
    fixture.run(&generate).ok();
    fs::write(&module, "fn main() {}\n").expect("written");
    let refused = fixture.run(&generate);
    assert_eq!(refused.code(), Some(2));
    assert_eq!(
        refused.stderr(),
        "error: `account.rs` was not written by `pipedrive-account generate`: choose another file, or remove it first\n"
    );
    assert_eq!(fs::read_to_string(&module).expect("a file"), "fn main() {}\n");
}
