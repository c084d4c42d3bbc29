//! The log of mismatches of the decode that is running in this thread.
//!
//! A visitor knows the problem but not its path in the document; each caller knows only its own segment of the path. Therefore a
//! mismatch is recorded with the innermost segment, and every caller appends its segment when it returns. Without mismatches, the
//! cost is the comparison of two counters.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Write as _};

use serde_json::Value;

use super::excerpt;
use super::mask::Secrets;
#[cfg(feature = "test-util")]
pub(crate) use unknown::{split as split_unknown, with_unknown_keys};

/// A segment of a path into JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// A key of an object that is a field of a model.
    Name(&'static str),
    /// Any other key of an object.
    Key(String),
    /// An index in a list.
    Index(usize),
}

impl Segment {
    /// Returns the key; `None` for an index.
    pub(crate) fn key(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            Self::Key(key) => Some(key),
            Self::Index(_) => None,
        }
    }
}

/// [`Mismatch::found`] of a missing value.
pub(crate) const NOTHING: &str = "nothing";
/// [`Mismatch::expected`] of a required field that is missing or has no value.
pub(crate) const REQUIRED: &str = "a required value";

/// A path into JSON, innermost segment first.
pub type Path = Vec<Segment>;

/// A value in a response whose type differs from the documented one.
///
/// The field of the value is empty; the value itself is kept in the `extra` of its object. `Display` omits the value, so that the
/// mismatch can be logged.
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

    /// Creates the mismatch of a whole field of an object.
    pub(crate) fn of_field(key: &str, value: &Value, expected: &'static str) -> Self {
        Self::new(Vec::new(), expected, kind_of(value)).with_excerpt(value).within(Segment::Key(key.to_owned()))
    }

    /// Sets the excerpt to the value at the path, which begins at `value`.
    pub(crate) fn with_excerpt(self, value: &Value) -> Self {
        let excerpt = excerpt::at(value, &self.path);
        Self { excerpt, ..self }
    }

    /// Returns the path of the value in the response, such as `data[3].org_id`.
    pub fn path(&self) -> String {
        render(&self.path)
    }

    /// Returns the path as a JSON pointer (RFC 6901), such as `/data/3/org_id`; empty for the whole document.
    pub fn pointer(&self) -> String {
        let mut pointer = String::new();
        for segment in self.path.iter().rev() {
            // Writing to a `String` cannot fail.
            let _ = match segment {
                Segment::Index(index) => write!(pointer, "/{index}"),
                Segment::Name(key) => write!(pointer, "/{}", escape(key)),
                Segment::Key(key) => write!(pointer, "/{}", escape(key)),
            };
        }
        pointer
    }

    /// Returns a description of the expected type, such as `an integer`.
    pub fn expected(&self) -> &'static str {
        self.expected
    }

    /// Returns a description of the actual type, such as `a string`; `nothing` if the value is missing.
    pub fn found(&self) -> &'static str {
        self.found
    }

    /// Returns the value as one line of JSON, shortened to 80 characters; if the value is missing, the object that lacks it.
    ///
    /// Returns `None` for null, and if the name of a field in the path indicates a secret, such as `api_token`. Any other value is
    /// returned, personal data included: take care where it is logged.
    pub fn excerpt(&self) -> Option<&str> {
        let hidden = self.path.iter().filter_map(Segment::key).any(excerpt::is_secret);
        self.excerpt.as_deref().filter(|_| !hidden)
    }

    /// Masks the secrets in the path, and removes the excerpt, which may have cut a secret.
    pub(crate) fn mask(&mut self, secrets: &Secrets) {
        self.excerpt = None;
        for segment in &mut self.path {
            if let Segment::Key(key) = segment {
                *key = secrets.mask_str(key).into_owned();
            }
        }
    }

    /// Formats the mismatch together with the excerpt, for an error message.
    pub(crate) fn with_value(&self) -> String {
        match self.excerpt() {
            Some(object) if self.found == NOTHING => format!("{self}, in {object}"),
            Some(value) => format!("{self}: {value}"),
            None => self.to_string(),
        }
    }

    /// Returns the segment of the item that the path leads into: the one after `data`, and after the name of the list if the data is an
    /// object. `None` if the path leads elsewhere.
    pub(crate) fn item(&self, list: Option<&str>) -> Option<&Segment> {
        let mut segments = self.path.iter().rev();
        for name in std::iter::once("data").chain(list) {
            segments.next()?.key().filter(|key| *key == name)?;
        }
        segments.next()
    }

    /// Returns the key in the path at a depth, beginning at 0 with the outermost one; `None` for an index.
    #[cfg(feature = "webhooks")]
    pub(crate) fn key_at(&self, depth: usize) -> Option<&str> {
        self.path.iter().rev().nth(depth).and_then(Segment::key)
    }

    /// Returns the path, the expected and the found type.
    pub(crate) fn into_parts(self) -> (Path, &'static str, &'static str) {
        (self.path, self.expected, self.found)
    }

    /// Appends an outer segment to the path.
    pub(crate) fn within(mut self, segment: Segment) -> Self {
        self.path.push(segment);
        self
    }
}

/// Omits an excerpt that may contain a secret.
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
            write!(f, "`{}`: ", self.path())?;
        }
        match (self.expected, self.found) {
            (REQUIRED, NOTHING) => f.write_str("missing required field"),
            (expected, found) => write!(f, "expected {expected}, found {found}"),
        }
    }
}

/// Escapes a key for a JSON pointer.
fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Formats a path in the syntax of a program: `data[3].custom_fields["a b"]`.
pub(crate) fn render(path: &[Segment]) -> String {
    let mut rendered = String::new();
    for segment in path.iter().rev() {
        let Some(key) = segment.key() else {
            if let Segment::Index(index) = segment {
                let _ = write!(rendered, "[{index}]");
            }
            continue;
        };
        let plain = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        // Writing to a `String` cannot fail.
        let _ = match (plain, rendered.is_empty()) {
            (true, true) => rendered.write_str(key),
            (true, false) => write!(rendered, ".{key}"),
            (false, _) => write!(rendered, "[{key:?}]"),
        };
    }
    rendered
}

thread_local! {
    /// The number of mismatches that the running decode has recorded.
    static COUNT: Cell<usize> = const { Cell::new(0) };
    /// The mismatches; `None` outside of `collect`.
    static LOG: RefCell<Option<Vec<Mismatch>>> = const { RefCell::new(None) };
}

/// Runs a decode, and returns its result and the mismatches that it recorded.
pub(crate) fn collect<R>(decode: impl FnOnce() -> R) -> (R, Vec<Mismatch>) {
    let outer = LOG.with(|log| log.replace(Some(Vec::new())));
    let outer_count = COUNT.replace(0);
    let result = decode();
    let found = LOG.with(|log| log.replace(outer));
    COUNT.set(outer_count);
    (result, found.unwrap_or_default())
}

/// Records a mismatch. Does nothing outside of [`collect`].
pub(crate) fn record(mismatch: Mismatch) {
    LOG.with(|log| {
        if let Some(log) = log.borrow_mut().as_mut() {
            log.push(mismatch);
            COUNT.set(log.len());
        }
    });
}

/// Records a key of an object that no field names, if the running decode reports such keys. Only tests do.
#[inline]
pub(crate) fn record_unknown(key: &str) {
    #[cfg(feature = "test-util")]
    unknown::record(key);
    #[cfg(not(feature = "test-util"))]
    let _ = key;
}

/// Records the unknown keys among the records of an inner decode in the outer one, and returns the mismatches.
pub(crate) fn put_back_unknown(found: Vec<Mismatch>) -> Vec<Mismatch> {
    #[cfg(feature = "test-util")]
    let found = unknown::put_back(found);
    found
}

/// Returns a mark of the current position in the log.
pub(crate) fn mark() -> usize {
    COUNT.get()
}

/// Appends an outer segment to the path of every mismatch that was recorded since the mark.
pub(crate) fn step_out(mark: usize, segment: &dyn Fn() -> Segment) {
    if COUNT.get() == mark {
        return;
    }
    LOG.with(|log| {
        for mismatch in log.borrow_mut().iter_mut().flatten().skip(mark) {
            mismatch.path.push(segment());
        }
    });
}

/// Removes the mismatches that were recorded since the mark, and returns them.
pub(crate) fn take_since(mark: usize) -> Vec<Mismatch> {
    if COUNT.get() <= mark {
        return Vec::new();
    }
    COUNT.set(mark);
    let taken = LOG.with(|log| log.borrow_mut().as_mut().map(|log| log.split_off(mark)).unwrap_or_default());
    put_back_unknown(taken)
}

/// Removes everything that was recorded since the mark, also unknown keys.
pub(crate) fn discard(mark: usize) {
    if COUNT.get() > mark {
        COUNT.set(mark);
        LOG.with(|log| log.borrow_mut().as_mut().map(|log| log.truncate(mark)));
    }
}

/// The keys that no field names. They are recorded in the log like mismatches, so that they get their paths in the same way.
#[cfg(feature = "test-util")]
mod unknown {
    use std::cell::Cell;

    use super::{Mismatch, Segment};

    /// [`Mismatch::expected`] of an unknown key.
    const NO_KEY: &str = "no such key";

    thread_local! {
        static REPORTED: Cell<bool> = const { Cell::new(false) };
    }

    /// Runs a function in which decoding records unknown keys.
    pub(crate) fn with_unknown_keys<R>(run: impl FnOnce() -> R) -> R {
        let outer = REPORTED.replace(true);
        let result = run();
        REPORTED.set(outer);
        result
    }

    pub(super) fn record(key: &str) {
        if REPORTED.get() {
            super::record(Mismatch::new(vec![Segment::Key(key.to_owned())], NO_KEY, "a value"));
        }
    }

    /// Separates the mismatches from the unknown keys.
    pub(crate) fn split(found: Vec<Mismatch>) -> (Vec<Mismatch>, Vec<Mismatch>) {
        found.into_iter().partition(|mismatch| mismatch.expected != NO_KEY)
    }

    pub(super) fn put_back(taken: Vec<Mismatch>) -> Vec<Mismatch> {
        let (mismatches, unknown) = split(taken);
        unknown.into_iter().for_each(super::record);
        mismatches
    }
}

/// 2^63, the smallest number that no `i64` can represent.
const TOO_LARGE: f64 = 9_223_372_036_854_775_808.0;

/// Removes the mismatches at a path that were recorded since the mark.
pub(crate) fn forget(mark: usize, path: &[Segment]) {
    take_since(mark).into_iter().filter(|mismatch| mismatch.path != path).for_each(record);
}

/// Returns a description of the type of a JSON value, such as `a string`.
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
