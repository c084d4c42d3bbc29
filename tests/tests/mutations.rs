//! Whatever type a value of a reply has: nothing of it is lost, and only what is promised can make the reply an error.

use std::collections::BTreeSet;

use pipedrive::{ErrorKind, OperationInfo, test_util};
use pipedrive_tests::compare::Difference;
use pipedrive_tests::examples::{example, proven, round_trip};
use pipedrive_tests::recorder::name;
use serde_json::{Value, json};

/// A value of every JSON type.
fn replacements() -> [Value; 9] {
    [Value::Null, json!(true), json!(7), json!(1.5), json!("text"), json!([]), json!({}), json!(["x"]), json!({ "a": 1 })]
}

/// A step into JSON.
#[derive(Clone)]
enum Step {
    Key(String),
    Index(usize),
}

/// Calls `visit` with the path to every value, the whole first. Of the elements of a list, those that look like an earlier one
/// are left out: what their values turn into has been seen.
fn walk(value: &Value, path: &mut Vec<Step>, seen: &mut BTreeSet<String>, visit: &mut impl FnMut(&[Step])) {
    if seen.insert(shape(path)) {
        visit(path);
    }
    let parts: Vec<(Step, &Value)> = match value {
        Value::Object(entries) => entries.iter().map(|(key, value)| (Step::Key(key.clone()), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, item)| (Step::Index(index), item)).collect(),
        _ => return,
    };
    for (step, part) in parts {
        path.push(step);
        walk(part, path, seen, visit);
        path.pop();
    }
}

/// The path without the places in lists.
fn shape(path: &[Step]) -> String {
    path.iter().fold(String::new(), |text, step| match step {
        Step::Key(key) => format!("{text}/{key}"),
        Step::Index(_) => format!("{text}/*"),
    })
}

/// The path the way errors and mismatches write it.
fn render(path: &[Step]) -> String {
    path.iter().fold(String::new(), |text, step| match step {
        Step::Index(index) => format!("{text}[{index}]"),
        Step::Key(key) if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') => {
            format!("{text}[{key:?}]")
        }
        Step::Key(key) if text.is_empty() => key.clone(),
        Step::Key(key) => format!("{text}.{key}"),
    })
}

fn replaced(value: &Value, path: &[Step], with: &Value) -> Value {
    let mut value = value.clone();
    let mut place = &mut value;
    for step in path {
        place = match step {
            Step::Key(key) => &mut place[key.as_str()],
            Step::Index(index) => &mut place[*index],
        };
    }
    *place = with.clone();
    value
}

/// Whether one path leads to the other, or is it.
fn on_one_way(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    long.strip_prefix(short).is_some_and(|rest| short.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Whether an error may come of replacing what is at a path: something that is promised is there, in it or around it; or it is
/// the whole data, in place of which nothing can be given.
fn is_due(error: &pipedrive::Error, path: &str, proven: &BTreeSet<String>) -> bool {
    let Some(fault) = error.json_path().filter(|_| error.kind() == ErrorKind::Decode) else { return false };
    let last = fault.rsplit('.').next().unwrap_or_default();
    let promised = proven.contains(last) || matches!(fault, "" | "data");
    promised && on_one_way(fault, path)
}

struct Law {
    proven: BTreeSet<String>,
    faults: Vec<String>,
    tried: usize,
    reported: usize,
    refused: usize,
}

impl Law {
    fn look(&mut self, info: &OperationInfo, body: &Value, path: &[Step], with: &Value) {
        let here = render(path);
        let mutated = replaced(body, path, with);
        self.tried += 1;
        let fault = match round_trip(info, &mutated) {
            Err(error) if is_due(&error, &here, &self.proven) => {
                self.refused += 1;
                return;
            }
            Err(error) => error.to_string(),
            Ok((returned, mismatches)) => {
                self.reported += usize::from(!mismatches.is_empty());
                let difference = Difference::of(&mutated, &returned);
                let strays: Vec<_> = mismatches.iter().filter(|mismatch| !on_one_way(&mismatch.path(), &here)).collect();
                if difference.is_faithful() && strays.is_empty() {
                    return;
                }
                format!("{difference:?}, mismatches elsewhere: {strays:?}")
            }
        };
        self.faults.push(format!("{}, {here:?} is {with}: {fault}", name(info)));
    }
}

/// Every value is looked at, each with two or three of the nine replacements: which ones, changes from value to value, so that
/// the operations of a resource make up for each other. `MUTATIONS=all` tries all nine everywhere, which takes a minute.
#[test]
fn no_value_of_another_type_is_lost_or_fails_the_reply() {
    let all = std::env::var_os("MUTATIONS").is_some_and(|which| which == "all");
    let mut turn = 0_usize;
    let mut law = Law { proven: proven(), faults: Vec::new(), tried: 0, reported: 0, refused: 0 };
    for info in test_util::OPERATIONS.iter().copied() {
        let Some(body) = example(info) else { continue };
        walk(&body, &mut Vec::new(), &mut BTreeSet::new(), &mut |path| {
            for with in replacements() {
                turn += 1;
                if all || turn.is_multiple_of(4) {
                    law.look(info, &body, path, &with);
                }
            }
        });
    }
    let shown: Vec<_> = law.faults.iter().take(30).map(String::as_str).collect();
    assert!(law.faults.is_empty(), "{} faults, among them:\n{}", law.faults.len(), shown.join("\n"));
    // That the law says anything at all.
    assert!(law.reported > law.tried / 4, "hardly anything is reported: {} of {}", law.reported, law.tried);
    assert!(law.refused > 0, "what is promised may be anything");
}
