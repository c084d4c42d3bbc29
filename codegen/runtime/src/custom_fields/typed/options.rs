//! Open enums of what an account has defined: options of fields, stages, pipelines, labels.

use std::fmt;

use crate::json::enums::{UnknownNumber, UnknownString};

/// An open enum of things with numeric ids that an account has defined, such as the options of a field, or the stages of a pipeline.
///
/// `pipedrive-account generate` writes such enums. An id that is not known has the variant `Unknown`; it exists if something has been
/// added to the account since. The id of a known variant never ends up in it.
pub trait NumberedOption: Clone + PartialEq + 'static {
    /// All known variants, in the order of the account.
    const ALL: &'static [Self];

    /// Returns the id.
    fn id(&self) -> i64;

    /// Returns the label or name that users see, as it was when the enum was written; `None` for an unknown id.
    fn label(&self) -> Option<&'static str>;

    /// Returns the variant for an unknown id. Call [`from_id`](Self::from_id) instead.
    fn unknown(id: UnknownNumber) -> Self;

    /// Returns the variant with an id.
    #[must_use]
    fn from_id(id: i64) -> Self {
        let known = Self::ALL.iter().find(|option| option.id() == id);
        known.cloned().unwrap_or_else(|| Self::unknown(UnknownNumber::new(id)))
    }

    /// Returns the first variant with a label, compared exactly.
    #[must_use]
    fn from_label(label: &str) -> Option<Self> {
        Self::ALL.iter().find(|option| option.label() == Some(label)).cloned()
    }

    /// Formats the label, or the id if it is unknown.
    ///
    /// # Errors
    ///
    /// Returns the error of the formatter.
    fn fmt_label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.label() {
            Some(label) => f.pad(label),
            None => fmt::Display::fmt(&self.id(), f),
        }
    }
}

/// An open enum of things with string ids that an account has defined, such as the labels of leads, or the types of activities.
///
/// Like [`NumberedOption`], with strings.
pub trait KeyedOption: Clone + PartialEq + 'static {
    /// All known variants, in the order of the account.
    const ALL: &'static [Self];

    /// Returns the string that identifies the variant in requests and responses.
    fn key(&self) -> &str;

    /// Returns the label or name that users see, as it was when the enum was written; `None` for an unknown key.
    fn label(&self) -> Option<&'static str>;

    /// Returns the variant for an unknown key. Call [`from_key`](Self::from_key) instead.
    fn unknown(key: UnknownString) -> Self;

    /// Returns the variant with a key.
    #[must_use]
    fn from_key(key: &str) -> Self {
        let known = Self::ALL.iter().find(|option| option.key() == key);
        known.cloned().unwrap_or_else(|| Self::unknown(UnknownString::new(key.to_owned())))
    }

    /// Returns the first variant with a label, compared exactly.
    #[must_use]
    fn from_label(label: &str) -> Option<Self> {
        Self::ALL.iter().find(|option| option.label() == Some(label)).cloned()
    }
    /// Formats the label, or the key if it is unknown.
    ///
    /// # Errors
    ///
    /// Returns the error of the formatter.
    fn fmt_label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label().unwrap_or_else(|| self.key()))
    }
}
