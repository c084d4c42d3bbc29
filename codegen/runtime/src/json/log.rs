//! The mismatches of the decode that is going on in this thread.
//!
//! Visitors know what went wrong but not where they are; their callers know their own step of the way only. So a
//! mismatch is recorded with the innermost step, and every caller adds its step as the recursion unwinds. While nothing is
//! wrong, all that costs is comparing two counts.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Write as _};

use serde_json::Value;

use super::excerpt;

/// One step of a path into JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// A key of an object that the description knows.
    Name(&'static str),
    /// Any other key of an object.
    Key(String),
    /// A target in a list.
    Index(usize),
}

impl Segment {
    /// The key, where it is a step into an object.
    pub(crate) fn key(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            Self::Key(key) => Some(key),
            Self::Index(_) => None,
        }
    }
}

/// What is found where nothing is.
pub(crate) const NOTHING: &str = "nothing";

/// A path into JSON, innermost step first.
pub type Path = Vec<Segment>;

/// A value in a response that was not of the type the description promises.
///
/// The field that it was meant for is empty; the value itself is kept in the `extra` of its object. Its `Display` leaves the
/// value out, so that it can be logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Mismatch {
    path: Path,
    expected: &'static str,
    found: &'static str,
    excerpt: Option<String>,
}

impl Mismatch {
    pub(crate) fn new(path: Path, expected: &'static str, found: &'static str) -> Self {
        Self { path, expected, found, excerpt: None }
    }

    /// The same mismatch, with the value in which its path begins.
    pub(crate) fn with_excerpt(self, value: &Value) -> Self {
        let excerpt = excerpt::at(value, &self.path);
        Self { excerpt, ..self }
    }

    /// Where the value stands in the response, such as `data[3].org_id`.
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
    /// What stands there, shortened, as one line of JSON; where the value is missing, the object that lacks it.
    ///
    /// Nothing for null, and nothing where the name of a field says that it holds a secret. Anything else is shown: mind where
    /// it goes.
    pub fn excerpt(&self) -> Option<&str> {
        let hidden = self.path.iter().filter_map(Segment::key).any(excerpt::is_secret);
        self.excerpt.as_deref().filter(|_| !hidden)
    }

    /// The words of an error: the mismatch with the value.
    pub(crate) fn with_value(&self) -> String {
        match self.excerpt() {
            Some(object) if self.found == NOTHING => format!("{self} in {object}"),
            Some(value) => format!("{self}: {value}"),
            None => self.to_string(),
        }
    }

    /// Whether it is in one item of a list that stands in the data under a name.
    pub(crate) fn is_in_item(&self, list: &str, index: usize) -> bool {
        let mut steps = self.path.iter().rev();
        let mut key = || steps.next().and_then(Segment::key);
        key() == Some("data") && key() == Some(list) && steps.next() == Some(&Segment::Index(index))
    }

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

/// Without the secrets that may be in it.
impl fmt::Debug for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mismatch")
            .field("path", &self.path())
            .field("expected", &self.expected)
            .field("found", &self.found)
            .field("excerpt", &self.excerpt())
            .finish()
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
pub(crate) fn render(path: &[Segment]) -> String {
    let mut text = String::new();
    for segment in path.iter().rev() {
        let Some(key) = segment.key() else {
            if let Segment::Index(index) = segment {
                let _ = write!(text, "[{index}]");
            }
            continue;
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
pub(crate) fn record(mismatch: Mismatch) {
    LOG.with(|log| {
        if let Some(log) = log.borrow_mut().as_mut() {
            log.push(mismatch);
            COUNT.set(log.len());
        }
    });
}

/// A mark to compare with later.
pub(crate) fn mark() -> usize {
    COUNT.get()
}

/// Adds a step to everything that was recorded since the mark.
pub(crate) fn step_out(mark: usize, step: &dyn Fn() -> Segment) {
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

/// From here on no integer type holds a number, so that it is read as a float: 2^63.
const TOO_LARGE: f64 = 9_223_372_036_854_775_808.0;

/// Forgets what was recorded since the mark about a path.
pub(crate) fn forget(mark: usize, path: &[Segment]) {
    take_since(mark).into_iter().filter(|mismatch| mismatch.path != path).for_each(record);
}

/// The words for the type of a JSON value.
pub(crate) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() >= TOO_LARGE => "a number that is too large",
            _ => "a number with a fraction",
        },
        Value::Number(_) => "an integer",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
