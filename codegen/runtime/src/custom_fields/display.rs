//! Custom fields as strings.

use std::fmt::{self, Display, Formatter};

use super::CustomFieldValue;
use super::named::NamedField;

/// The value in one line, as in a table: labels of options, `1234.5 EUR`, `2026-05-01 to 2026-06-30`. Nothing if the field is empty.
/// Users, persons and organizations are ids, and so is an option without a definition.
impl Display for NamedField<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let definition = self.definition();
        let label = |id: i64| definition.option_of_id(id).map_or_else(|_| id.to_string(), |option| option.label.clone());
        match self.value() {
            None => Ok(()),
            Some(CustomFieldValue::Option(id)) => f.pad(&self.option_label().ok().flatten().unwrap_or_else(|| label(id))),
            Some(CustomFieldValue::Options(ids)) => {
                let labels = self.option_labels().unwrap_or_else(|_| ids.into_iter().map(label).collect());
                f.pad(&labels.join(", "))
            }
            Some(value) => value.fmt(f),
        }
    }
}
