//! Texts that must not be seen.

use std::fmt;

use subtle::ConstantTimeEq;

use crate::json::output::{Leaf, Output};
use crate::json::slot::Form;
use crate::json::slot::Wire;
use crate::json::source::{Read, Source};
use crate::json::wire::Plain;

/// A text that is hidden wherever it might be printed.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Secret(String);

impl Secret {
    /// The text itself. Mind where it goes.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether it is this text. How long that takes tells nothing about where they differ; it may tell the length.
    pub fn matches(&self, text: impl AsRef<[u8]>) -> bool {
        self.0.as_bytes().ct_eq(text.as_ref()).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl Wire<Secret> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Secret>) -> Read<Form> {
        let mut text = None;
        let form = <Self as Wire<String>>::read(source, &mut text)?;
        *target = text.map(Secret);
        Ok(form)
    }

    fn write(value: &Secret, out: &mut dyn Output) {
        out.leaf(Leaf::Str(&value.0));
    }
}
