//! The mismatches of the decode that is going on in this thread.
//!
//! Visitors know what went wrong but not where they are; their callers know their own step of the way only. So a
//! mismatch is recorded with the innermost step, and every caller adds its step as the recursion unwinds. While nothing is
//! wrong, all that costs is comparing two counts.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Write as _};

use serde_json::Value;

/// One step of a path into JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// A key of an object that the description knows.
    Name(&'static str),
    /// Any other key of an object.
    Key(String),
    /// A place in a list.
    Index(usize),
}

/// A path into JSON, innermost step first.
pub type Path = Vec<Segment>;

/// A value in a reply that was not of the type the description promises.
///
/// The field that it was meant for is empty; the value itself is kept in the `extra` of its object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    path: Path,
    expected: &'static str,
    found: &'static str,
}

impl Mismatch {
    pub(crate) fn new(path: Path, expected: &'static str, found: &'static str) -> Self {
        Self { path, expected, found }
    }

    /// Where the value stands in the reply, such as `data[3].org_id`.
    pub fn path(&self) -> String {
        render(&self.path)
    }

    /// What was expected there, such as `an integer`.
    pub fn expected(&self) -> &'static str {
        self.expected
    }

    /// What was there, such as `a string`.
    pub fn found(&self) -> &'static str {
        self.found
    }
}

impl Mismatch {
    /// What it is made of.
    pub(crate) fn into_parts(self) -> (Path, &'static str, &'static str) {
        (self.path, self.expected, self.found)
    }

    /// The same mismatch, seen from one step further out.
    pub(crate) fn within(mut self, step: Segment) -> Self {
        self.path.push(step);
        self
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path())?;
        }
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

/// Writes a path the way it reads in code: `data[3].custom_fields["a b"]`.
fn render(path: &[Segment]) -> String {
    let mut text = String::new();
    for segment in path.iter().rev() {
        let key = match segment {
            Segment::Name(name) => *name,
            Segment::Key(key) => key,
            Segment::Index(index) => {
                let _ = write!(text, "[{index}]");
                continue;
            }
        };
        let plain = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        // Writing to a text cannot fail.
        let _ = match (plain, text.is_empty()) {
            (true, true) => text.write_str(key),
            (true, false) => write!(text, ".{key}"),
            (false, _) => write!(text, "[{key:?}]"),
        };
    }
    text
}

thread_local! {
    /// How many mismatches the running decode has recorded.
    static COUNT: Cell<usize> = const { Cell::new(0) };
    /// They themselves; `None` while nobody collects.
    static LOG: RefCell<Option<Vec<Mismatch>>> = const { RefCell::new(None) };
}

/// Runs a decode and gives what it recorded along with its result.
pub(crate) fn collect<R>(decode: impl FnOnce() -> R) -> (R, Vec<Mismatch>) {
    let outer = LOG.with(|log| log.replace(Some(Vec::new())));
    let outer_count = COUNT.replace(0);
    let result = decode();
    let found = LOG.with(|log| log.replace(outer));
    COUNT.set(outer_count);
    (result, found.unwrap_or_default())
}

/// Records a mismatch. Without a collector it is forgotten.
pub(crate) fn record(path: Path, expected: &'static str, found: &'static str) {
    LOG.with(|log| {
        if let Some(log) = log.borrow_mut().as_mut() {
            log.push(Mismatch { path, expected, found });
            COUNT.set(log.len());
        }
    });
}

/// A mark to compare with later.
pub(crate) fn mark() -> usize {
    COUNT.get()
}

/// Adds a step to everything that was recorded since the mark.
pub(crate) fn step_out(mark: usize, step: impl Fn() -> Segment) {
    if COUNT.get() == mark {
        return;
    }
    LOG.with(|log| {
        for mismatch in log.borrow_mut().iter_mut().flatten().skip(mark) {
            mismatch.path.push(step());
        }
    });
}

/// Forgets what was recorded since the mark and gives it to the caller.
pub(crate) fn take_since(mark: usize) -> Vec<Mismatch> {
    if COUNT.get() <= mark {
        return Vec::new();
    }
    COUNT.set(mark);
    LOG.with(|log| log.borrow_mut().as_mut().map(|log| log.split_off(mark)).unwrap_or_default())
}

/// The words for the type of a JSON value.
pub(crate) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number with a fraction",
        Value::Number(_) => "an integer",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
