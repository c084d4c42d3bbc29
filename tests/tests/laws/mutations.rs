//! Whatever type a value of a response has: only what is promised can make the response an error, nothing of it is lost, and whoever
//! asks is told.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use pipedrive::{ErrorKind, Method, Mismatch, OperationInfo, test_util};
use pipedrive_tests::compare::{Difference, ValueChange, is_nothing};
use pipedrive_tests::examples::{confirming, example, promising, round_trip, typed};
use pipedrive_tests::recorder::name;
use serde_json::{Value, json};

/// A value of every JSON type. No description has a field of this name.
fn replacements() -> [Value; 9] {
    [
        Value::Null,
        json!(true),
        json!(7),
        json!(1.5),
        json!("text"),
        json!([]),
        json!({}),
        json!(["x"]),
        json!({ "unheard_of": 1 }),
    ]
}

/// A step into JSON.
#[derive(Clone)]
enum Step {
    Key(String),
    Index(usize),
}

/// Every value in a value, the whole first: the path to it, and it itself.
fn values(value: &Value) -> Vec<(Vec<Step>, &Value)> {
    let mut found = vec![(Vec::new(), value)];
    let mut next = 0;
    while let Some((path, value)) = found.get(next).cloned() {
        let step_to = |step| path.iter().cloned().chain([step]).collect::<Vec<_>>();
        match value {
            Value::Object(entries) => found.extend(entries.iter().map(|(key, part)| (step_to(Step::Key(key.clone())), part))),
            Value::Array(items) => found.extend(items.iter().enumerate().map(|(at, part)| (step_to(Step::Index(at)), part))),
            _ => {}
        }
        next += 1;
    }
    found
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

/// What the fields hold of the value at a path into a body.
fn at<'a>(typed: &'a Value, body: &Value, path: &[Step]) -> Option<&'a Value> {
    let (mut typed, mut body) = (typed, body);
    for step in path {
        (typed, body) = match step {
            Step::Key(key) => (in_list(typed, body, key).or_else(|| typed.get(key))?, body.get(key)?),
            Step::Index(index) => (typed.get(index)?, body.get(index)?),
        };
    }
    Some(typed)
}

/// The part of a list that an entry of an object has become: an item of a map, or a field of the only item.
fn in_list<'a>(typed: &'a Value, body: &Value, key: &str) -> Option<&'a Value> {
    let (items, entries) = (typed.as_array()?, body.as_object()?);
    items.first()?.get(key).or_else(|| items.get(entries.keys().position(|known| known == key)?))
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

/// Whether the second path is the first one, or goes on from there.
fn leads_to(path: &str, further: &str) -> bool {
    further.strip_prefix(path).is_some_and(|rest| path.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
}

/// What has become of a value.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    /// The response is an error, rightly.
    Refused,
    /// A mismatch names it.
    Reported,
    /// Its field holds it.
    Understood,
    /// It says that nothing is there.
    Blank,
    /// Nobody is told, and no field holds it.
    Passed,
}

/// Whether a field that holds `now` has understood `with`. Of an object, only what the description knows is in its fields.
fn is_understood(with: &Value, now: Option<&Value>) -> bool {
    match (with, now) {
        (_, None) => false,
        (Value::Object(_), Some(now)) => now.is_object(),
        // PHP writes an empty map as an empty list.
        (Value::Array(items), Some(now)) if items.is_empty() => is_nothing(now),
        (Value::Array(_), Some(now)) => now.is_array() && Difference::of(with, now).is_faithful(),
        (with, Some(now)) => {
            with == now || ValueChange { pointer: String::new(), from: with.clone(), to: now.clone() }.is_normalisation()
        }
    }
}

/// Whether a value is a way of saying that nothing is there, where `usual` stands otherwise.
fn is_blank(with: &Value, usual: &Value) -> bool {
    // PHP writes an empty map as an empty list; a list that is empty need not be written.
    with.is_null() || (is_nothing(with) && (usual.is_array() || usual.is_object() || usual.is_null()))
}

/// The responses of one operation.
struct Subject<'a> {
    info: &'static OperationInfo,
    body: &'a Value,
    /// What is promised of the data, where it must be there.
    promised: Option<&'a BTreeSet<String>>,
    /// Whether `true` may stand in place of the data.
    may_be_true: bool,
}

impl Subject<'_> {
    /// Replaces one value and sees what becomes of it; or what must not.
    fn look(&self, path: &[Step], usual: &Value, with: &Value) -> Result<Fate, String> {
        let here = render(path);
        let mutated = replaced(self.body, path, with);
        let (returned, mismatches) = match round_trip(self.info, &mutated) {
            Ok(read) => read,
            Err(error) if self.is_due(&error, &here) => return Ok(Fate::Refused),
            Err(error) => return Err(error.to_string()),
        };
        let difference = Difference::of(&mutated, &returned);
        if !difference.is_faithful() {
            return Err(format!("{difference:?}"));
        }
        let paths: Vec<String> = mismatches.iter().map(Mismatch::path).collect();
        if let Some(stray) = paths.iter().find(|path| !leads_to(&here, path)) {
            return Err(format!("it is reported at {stray:?}"));
        }
        if paths.iter().collect::<BTreeSet<_>>().len() < paths.len() {
            return Err(format!("it is reported twice: {paths:?}"));
        }
        if !paths.is_empty() {
            return Ok(Fate::Reported);
        }
        let typed = typed(self.info, &mutated).map_err(|error| error.to_string())?;
        Ok(match at(&typed, &mutated, path) {
            now if is_understood(with, now) => Fate::Understood,
            _ if is_blank(with, usual) => Fate::Blank,
            _ if self.may_be_true && here == "data" && *with == json!(true) => Fate::Blank,
            // An object and `true` confirm a deletion in place of each other.
            _ if self.info.method == Method::DELETE && here == "data" && (with.is_object() || *with == json!(true)) => {
                Fate::Blank
            }
            _ => Fate::Passed,
        })
    }

    /// Whether a path leads to what the envelope holds beside its own fields: `additional_data` has other ones with every
    /// operation, read with `additional_data_as`.
    fn is_beside_the_data(&self, path: &[Step]) -> bool {
        let Some(Step::Key(first)) = path.first() else { return false };
        self.body.get("success").is_some() && !matches!(first.as_str(), "success" | "data" | "related_objects")
    }

    /// Whether an error may come of replacing what is at a path: the whole response or the whole data, in place of which nothing can
    /// be given; or something that is promised of the data.
    fn is_due(&self, error: &pipedrive::Error, here: &str) -> bool {
        let Some(fault) = error.json_path().filter(|_| error.kind() == ErrorKind::Decode) else { return false };
        let property = fault.strip_prefix("data.").unwrap_or(fault);
        let is_promised = self.promised.is_some_and(|names| names.contains(property));
        (matches!(fault, "" | "data") || is_promised) && leads_to(here, fault)
    }
}

/// What has become of everything.
#[derive(Default)]
struct Tally {
    /// How often, by fate.
    fates: [usize; 5],
    faults: Vec<String>,
}

impl Tally {
    fn look(&mut self, subject: &Subject, path: &[Step], usual: &Value) {
        let mut passed = Vec::new();
        let mut is_known = false;
        for with in replacements() {
            match subject.look(path, usual, &with) {
                Ok(fate) => {
                    self.fates[fate as usize] += 1;
                    is_known |= !matches!(fate, Fate::Passed | Fate::Blank);
                    passed.extend((fate == Fate::Passed).then_some(with));
                }
                Err(fault) => self.faults.push(format!("{}, {:?} is {with}: {fault}", name(subject.info), render(path))),
            }
        }
        // Where nobody has described a field, it takes everything; such fields stand beside the data only.
        if is_known || !subject.is_beside_the_data(path) {
            let faults =
                passed.iter().map(|with| format!("{}, {:?} is {with}: nobody is told", name(subject.info), render(path)));
            self.faults.extend(faults);
        }
    }

    fn and(mut self, other: Self) -> Self {
        self.faults.extend(other.faults);
        self.fates.iter_mut().zip(other.fates).for_each(|(count, more)| *count += more);
        self
    }

    fn tried(&self) -> usize {
        self.fates.iter().sum()
    }
}

/// The same response with fewer items: all that a long list has, a few at a time. Items do not depend on each other, and looking at
/// them all whenever one is changed takes its time.
fn parts(body: Value) -> Vec<Value> {
    const FEW: usize = 2;
    let Some(items) = body["data"].as_array().filter(|items| items.len() > FEW).cloned() else { return vec![body] };
    let with = |items: &[Value]| {
        let mut part = body.clone();
        part["data"] = items.into();
        part
    };
    items.chunks(FEW).map(with).collect()
}

#[test]
fn a_value_of_another_type_is_neither_lost_nor_passed_over_nor_a_failure() {
    let (promising, confirming) = (promising(), confirming());
    let examples = test_util::OPERATIONS.iter().copied().filter_map(|info| Some((info, example(info)?)));
    let bodies: Vec<_> = examples.flat_map(|(info, body)| parts(body).into_iter().map(move |body| (info, body))).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut tally = Tally::default();
        while let Some((info, body)) = bodies.get(next.fetch_add(1, Ordering::Relaxed)) {
            let may_be_true = confirming.contains(info.id);
            let subject = Subject { info, body, promised: promising.get(info.id), may_be_true };
            for (path, value) in values(body) {
                tally.look(&subject, &path, value);
            }
        }
        tally
    };
    let tally = std::thread::scope(|scope| {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let tallies = workers.into_iter().map(|worker| worker.join().expect("nothing panics"));
        tallies.reduce(Tally::and).unwrap_or_default()
    });
    let shown: Vec<_> = tally.faults.iter().take(30).map(String::as_str).collect();
    assert!(tally.faults.is_empty(), "{} faults, among them:\n{}", tally.faults.len(), shown.join("\n"));
    // That the law says anything at all.
    let counts = [Fate::Refused, Fate::Reported, Fate::Understood, Fate::Blank].map(|fate| tally.fates[fate as usize]);
    assert!(counts.iter().all(|count| *count > 100), "refused, reported, understood and blank: {counts:?}");
    assert!(counts[1] > tally.tried() / 2, "hardly anything is reported: {counts:?}");
}
