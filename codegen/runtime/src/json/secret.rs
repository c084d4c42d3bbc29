//! Strings that must not be logged.

use std::fmt;

use serde_json::Value;
use subtle::ConstantTimeEq;

use crate::json::output::{Leaf, Output};
use crate::json::slot::{Form, Standing, Wire};
use crate::json::source::{Read, Source};
use crate::json::wire::Plain;

/// A string whose `Debug` output does not contain the value, such as a password or a token.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Secret(String);

impl Secret {
    /// Returns the value. Take care not to log it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns whether the secret equals `value`, compared in constant time.
    ///
    /// The duration does not depend on the position of the first difference. It may reveal the length of the secret.
    pub fn matches(&self, value: impl AsRef<[u8]>) -> bool {
        self.0.as_bytes().ct_eq(value.as_ref()).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Self(value)
    }
}

impl From<&str> for Secret {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl Wire<Secret> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Secret>) -> Read<Form> {
        let mut string = None;
        let form = <Self as Wire<String>>::read(source, &mut string)?;
        *target = string.map(Secret);
        Ok(form)
    }

    fn write(value: &Secret, out: &mut dyn Output) {
        out.leaf(Leaf::Str(&value.0));
    }

    fn standing(original: &Value, value: Option<&Secret>) -> Standing {
        <Self as Wire<String>>::standing(original, value.map(|secret| &secret.0))
    }
}
