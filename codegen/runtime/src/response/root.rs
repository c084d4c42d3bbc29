//! Bodies without an envelope.

use serde_json::Value;

use crate::json::Scalar;
use crate::json::keys::Key;
use crate::json::log::{self, Mismatch};
use crate::json::slot::Form;
use crate::json::source::{self, Entries, Read, Sink};
use crate::json::target::Target;

/// The result of reading a body without an envelope.
pub(crate) struct RootBody {
    /// The reason why the body could not be read.
    pub(crate) problem: Option<Mismatch>,
    /// The body as JSON, if it is not in the standard form.
    pub(crate) original: Option<Value>,
}

/// Reads a body without an envelope into `data`.
pub(crate) fn read_root(json: &str, data: &mut dyn Target) -> serde_json::Result<RootBody> {
    let form = match json.trim() {
        "" => Form::Null,
        _ => source::read_string(json, |source| data.read(source))?.0,
    };
    let (original, absent) = match form {
        Form::Standard => (None, false),
        Form::Loose(original) => (Some(*original), false),
        Form::Null => (None, true),
        Form::Blank(original) => (Some(*original), true),
        Form::Mismatch(misfit) => return Ok(RootBody { problem: Some(misfit.to_mismatch()), original: None }),
    };
    let problem = (absent && !data.take_absent()).then(missing_value);
    Ok(RootBody { problem, original })
}

/// Returns the mismatch for a body without data.
pub(crate) fn missing_value() -> Mismatch {
    Mismatch::new(Vec::new(), "a value", log::NOTHING)
}

/// Returns whether a body is an object with `success: false`. All other fields are skipped.
pub(super) fn is_failure(json: &str) -> bool {
    struct Peek(bool);

    impl<'de> Sink<'de> for Peek {
        fn scalar(&mut self, _scalar: Scalar<'de>) {}

        fn object(&mut self, entries: &mut dyn Entries<'de>) -> Read<()> {
            while let Some(key) = entries.key(&["success"], 0)? {
                match key {
                    Key::Known(_) => self.0 = entries.value()? == Value::Bool(false),
                    Key::Unknown(_) => entries.skip()?,
                }
            }
            Ok(())
        }
    }

    let mut peek = Peek(false);
    let result = json
        .trim_start()
        .starts_with('{')
        .then(|| source::read(&mut serde_json::Deserializer::from_str(json), |source| source.read(&mut peek)));
    matches!(result, Some(Ok(()))) && peek.0
}
