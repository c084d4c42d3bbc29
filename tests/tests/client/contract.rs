//! What the contract run makes of what it sees: of arguments, of good responses, of refusals and of silence.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Command, Output};
use std::sync::Arc;
use std::thread;

use pipedrive::Client;
use pipedrive_tests::contract::{self, CallOutcome};
use pipedrive_tests::recorder::Recorder;
use serde_json::Value;

/// An operation that every version of the description has, without any inputs that are required.
const ID: &str = "v1.currencies.list";

/// Calls it where every response is this text.
async fn answered(response: &'static str) -> CallOutcome {
    let transport = Recorder::new(response, Arc::default());
    let client = Client::builder().api_token("a-token").transport(transport).build().expect("a client with a token");
    let info = contract::operations(ID).next().expect("currencies can be listed");
    contract::call(&client, info, true).await
}

#[tokio::test]
async fn a_response_that_fits_is_a_success() {
    let outcome = answered(r#"{ "success": true, "data": [] }"#).await.to_json();
    let expected =
        r#"{"operation":"v1.currencies.list","method":"GET","path":"/v1/currencies","status":200,"ok":true,"error":null}"#;
    assert_eq!(outcome.to_string(), expected);
}

#[tokio::test]
async fn a_response_that_is_no_json_is_a_failure() {
    let outcome = answered("<html>").await;
    assert_eq!(outcome.status, Some(200));
    assert!(outcome.error.is_some());
}

/// Runs the program against a server that gives every request the same response.
fn run(response: &'static str, arguments: &[&str]) -> Output {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    // It ends with the test.
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let lines = BufReader::new(stream.try_clone().expect("a second handle")).lines();
            lines.map_while(Result::ok).take_while(|line| !line.is_empty()).for_each(drop);
            let _ = stream.write_all(response.as_bytes());
        }
    });
    let mut program = Command::new(env!("CARGO_BIN_EXE_contract"));
    program.args(["--base-url", &url]).args(arguments).output().expect("the program can be run")
}

fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

#[test]
fn a_refusal_is_told_with_its_reason() {
    let response = "HTTP/1.1 422 No\r\nsl-violations: [\"no lamp\"]\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}";
    let output = run(response, &["--only", ID]);
    assert_eq!(output.status.code(), Some(1));
    let [line] = &lines(&output)[..] else { panic!("one operation is called: {output:?}") };
    assert_eq!((line["operation"].as_str(), line["status"].as_u64(), line["ok"].as_bool()), (Some(ID), Some(422), Some(false)));
    assert!(line["error"].as_str().is_some_and(|error| error.contains("no lamp")), "{line}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("1 operations called: 0 ok, 1 not"), "{output:?}");
}

#[test]
fn success_is_the_exit_code() {
    let response = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 26\r\n\r\n{\"success\":true,\"data\":[]}";
    let output = run(response, &["--minimal", "--only", ID]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(lines(&output).len(), 1);
}

#[test]
fn silence_has_no_status() {
    let output = run("", &["--only", ID]);
    assert_eq!(output.status.code(), Some(1));
    let [line] = &lines(&output)[..] else { panic!("one operation is called: {output:?}") };
    assert_eq!((&line["status"], &line["ok"]), (&Value::Null, &Value::Bool(false)));
}

#[test]
fn a_server_that_takes_everything_is_found_out() {
    let good = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 26\r\n\r\n{\"success\":true,\"data\":[]}";
    let careful = "HTTP/1.1 422 No\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}";
    let arguments = ["--wrong", "--only", "v2.deals.create"];
    assert_eq!(run(good, &arguments).status.code(), Some(1));
    assert_eq!(run(careful, &arguments).status.code(), Some(0));
}

#[test]
fn a_prefix_of_nothing_is_an_error() {
    let output = run("", &["--only", "v9."]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no operation begins with `v9.`"), "{output:?}");
}
