//! The command, as a stranger uses it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};

fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_pipedrive-mock"))
}

fn output(arguments: &[&str]) -> Output {
    command().args(arguments).output().expect("the command runs")
}

fn errors(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// A running server, with its address. It is stopped when it is dropped.
struct RunningMock(Child, String);

impl RunningMock {
    fn start(arguments: &[&str]) -> Self {
        let mut child = command().args(["--port", "0"]).args(arguments).stdout(Stdio::piped()).spawn().expect("the command runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("the URL");
        let address = line.trim().strip_prefix("listening on http://").expect("a URL").to_owned();
        Self(child, address)
    }

    /// The response to a GET request.
    fn get(&self, target: &str) -> String {
        let mut stream = TcpStream::connect(&self.1).expect("the server accepts");
        let request = format!("GET {target} HTTP/1.1\r\nhost: mock\r\nx-api-token: any\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("the request is sent");
        let mut response = String::new();
        stream.read_to_string(&mut response).expect("the response is received");
        response
    }
}

impl Drop for RunningMock {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_demo_is_served() {
    let mock = RunningMock::start(&["--demo"]);
    let deals = mock.get("/api/v2/deals");
    assert!(deals.starts_with("HTTP/1.1 200 OK") && deals.contains("Lamps for the harbor hall"), "{deals}");
    assert!(mock.get("/api/v2/deal").contains("Did you mean `/api/v2/deals`?"));
    assert!(mock.get("/api/v2/deals?colour=red").contains("`colour`: unknown query parameter"));
    let port = mock.1.rsplit(':').next().expect("a port");
    let error = errors(&output(&["--port", port]));
    assert!(error.starts_with(&format!("error: cannot listen on port {port}: ")) && error.contains("`--port 0`"), "{error}");
}

#[test]
fn options_are_those_of_the_account() {
    let mock = RunningMock::start(&["--lenient", "--token", "right"]);
    assert!(mock.get("/api/v2/deals").starts_with("HTTP/1.1 401 "));
    let mock = RunningMock::start(&["--lenient", "--limits", "--app", "id:secret:http://localhost:1/callback"]);
    let deals = mock.get("/api/v2/deals?colour=red");
    assert!(deals.starts_with("HTTP/1.1 200 OK") && deals.contains("x-ratelimit-limit: 20"), "{deals}");
    let page = mock.get("/oauth/authorize?client_id=id&redirect_uri=http%3A%2F%2Flocalhost%3A1%2Fcallback&state=s");
    assert!(page.contains("location: http://localhost:1/callback?code=mock-code-1&state=s"), "{page}");
    let mock = RunningMock::start(&["--examples"]);
    assert!(mock.get("/v1/currencies").contains("x-mock-example: true"));
}

#[test]
fn wrong_arguments_and_seeds_are_errors() {
    assert!(errors(&output(&["--port", "abc"])).contains("invalid value 'abc' for '--port <PORT>'"));
    assert!(errors(&output(&["--demo", "--examples"])).contains("cannot be used with"));
    assert!(errors(&output(&["--app", "id"])).contains("expected an ID and a secret"));
    assert!(errors(&output(&["--seed", "no such file"])).starts_with("error: cannot read `no such file`: "));
    let path = std::env::temp_dir().join(format!("pipedrive-mock-seed-{}.json", std::process::id()));
    for (seed, expected) in [
        ("{", "invalid seed: EOF while parsing"),
        (r#"{ "calls": [], "calles": [] }"#, "unknown field `calles`"),
        (r#"{ "calls": [{ "operation": "v2.deals.creat" }] }"#, "no such operation; did you mean `v2.deals.create`?"),
        (r#"{ "calls": [{ "operation": "v2.deals.create", "body": {} }] }"#, "`title`: missing required property"),
    ] {
        std::fs::write(&path, seed).expect("the seed is written");
        let error = errors(&output(&["--seed", &path.to_string_lossy()]));
        assert!(error.starts_with("error: `") && error.contains(expected), "{error}");
    }
    std::fs::remove_file(&path).expect("the seed is removed");
    let help = output(&["--help"]);
    let help = String::from_utf8(help.stdout).expect("UTF-8");
    assert!(help.contains("--seed <FILE>") && help.contains("curl -H 'x-api-token: any'"), "{help}");
}
