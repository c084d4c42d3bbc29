//! Field definitions of an account.

use serde_json::Value;

use super::change::CustomFieldChange;
use super::error::CustomFieldError;
use super::is_key;
use super::names;
use crate::json::either::OptionId;
use crate::json::enums::{StringEnum, UnknownString};

/// The definition of a field of an account.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FieldDefinition {
    /// The key of the field in requests and responses: 40 hexadecimal digits for a custom field, the name of a property for other fields.
    pub key: String,
    /// The name that users see.
    pub name: String,
    /// The type of the values.
    pub kind: FieldKind,
    /// The options of a field with a fixed set of values. Empty for other fields.
    pub options: Vec<FieldOption>,
    /// Whether this is a custom field.
    pub is_custom: bool,
}

/// An option of a field.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FieldOption {
    /// The id of the option in requests and responses: a number for custom fields, often a string or a boolean for other fields.
    pub id: OptionId,
    /// The label that users see.
    pub label: String,
}

macro_rules! kinds {
    ($($(#[$docs:meta])* $variant:ident = $string:literal),* $(,)?) => {
        /// The type of a field.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum FieldKind {
            $($(#[$docs])* $variant,)*
            /// Any other type, including types that custom fields cannot have. Values of such fields are not checked.
            Unknown(UnknownString),
        }

        impl StringEnum for FieldKind {
            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $string,)*
                    Self::Unknown(unknown) => unknown.as_str(),
                }
            }

            fn known(string: &str) -> Option<Self> {
                match string {
                    $($string => Some(Self::$variant),)*
                    _ => None,
                }
            }

            fn unknown(unknown: UnknownString) -> Option<Self> {
                Some(Self::Unknown(unknown))
            }
        }
    };
}

kinds! {
    /// `varchar`: a text of up to 255 characters.
    Varchar = "varchar",
    /// `varchar_auto`: a text of up to 255 characters with autocompletion.
    VarcharAuto = "varchar_auto",
    /// `text`: a text without a length limit.
    Text = "text",
    /// `phone`: a phone number.
    Phone = "phone",
    /// `double`: a number.
    Double = "double",
    /// `monetary`: an amount of money.
    Monetary = "monetary",
    /// `enum`: a single option.
    Enum = "enum",
    /// `set`: any number of options.
    Set = "set",
    /// `user`: a user.
    User = "user",
    /// `org`: an organization.
    Org = "org",
    /// `people`: a person.
    People = "people",
    /// `date`: a date.
    Date = "date",
    /// `daterange`: a range of dates.
    DateRange = "daterange",
    /// `time`: a time of day.
    Time = "time",
    /// `timerange`: a range of times.
    TimeRange = "timerange",
    /// `address`: a postal address.
    Address = "address",
}

string_enum!(FieldKind);

impl FieldKind {
    /// Returns whether the values are plain strings.
    pub(super) fn is_text(&self) -> bool {
        matches!(self, Self::Varchar | Self::VarcharAuto | Self::Text | Self::Phone)
    }

    /// Returns whether the values are ids of users, organizations or persons.
    pub(super) fn is_link(&self) -> bool {
        matches!(self, Self::User | Self::Org | Self::People)
    }

    /// Returns the suffixes of the parts that have to be cleared together with the value in version 1.
    ///
    /// The end of a range would be kept otherwise. A currency or time zone has no meaning without its value, and the API derives the parts
    /// of an address from the address.
    pub(super) fn parts_to_clear(&self) -> &'static [&'static str] {
        match self {
            Self::DateRange | Self::TimeRange => &["until"],
            _ => &[],
        }
    }
}

impl FieldOption {
    /// Creates an option.
    pub fn new(id: impl Into<OptionId>, label: impl Into<String>) -> Self {
        Self { id: id.into(), label: label.into() }
    }
}

impl FieldDefinition {
    /// Creates the definition of a custom field without options.
    pub fn new(key: impl Into<String>, name: impl Into<String>, kind: FieldKind) -> Self {
        Self { key: key.into(), name: name.into(), kind, options: Vec::new(), is_custom: true }
    }

    /// Creates a definition of which only the key is known.
    pub(super) fn of_key(key: &str) -> Self {
        Self::new(key, key, FieldKind::from("any"))
    }

    /// Reads a definition of either version. Missing properties have defaults, except for the key, without which it returns `None`.
    pub(super) fn of_json(value: &Value) -> Option<Self> {
        let string = |names: [&str; 2]| names.into_iter().find_map(|name| value.get(name)?.as_str());
        let key = string(["field_code", "key"])?;
        Some(Self {
            key: key.to_owned(),
            name: string(["field_name", "name"]).unwrap_or(key).to_owned(),
            kind: FieldKind::from(string(["field_type", "type"]).unwrap_or_default()),
            options: value
                .get("options")
                .and_then(Value::as_array)
                .map_or(&[][..], Vec::as_slice)
                .iter()
                .filter_map(option)
                .collect(),
            is_custom: value.get("is_custom_field").and_then(Value::as_bool).unwrap_or_else(|| is_key(key)),
        })
    }

    /// Returns the change that clears the field.
    pub(super) fn cleared(&self) -> CustomFieldChange {
        CustomFieldChange::clear(&self.key).with_parts(self.kind.parts_to_clear())
    }

    /// Returns the option with the label `label`. If none matches exactly, upper and lower case and surrounding whitespace are ignored.
    ///
    /// # Errors
    ///
    /// Returns an error if no option or more than one option has this label.
    pub fn find_option(&self, label: &str) -> Result<&FieldOption, CustomFieldError> {
        match names::find(label, &self.labels())[..] {
            [] => Err(self.no_option(label)),
            [index] => Ok(&self.options[index]),
            ref several => Err(CustomFieldError::AmbiguousOption {
                field: self.name.clone(),
                option: label.to_owned(),
                ids: several.iter().map(|index| self.options[*index].id.clone()).collect(),
            }),
        }
    }

    /// Returns the option with the id `id`.
    ///
    /// # Errors
    ///
    /// Returns an error if the field has no such option.
    pub fn option_of_id(&self, id: impl Into<OptionId>) -> Result<&FieldOption, CustomFieldError> {
        let id = id.into();
        self.options.iter().find(|option| option.id == id).ok_or_else(|| self.no_option(&id.to_string()))
    }

    fn no_option(&self, option: &str) -> CustomFieldError {
        CustomFieldError::UnknownOption {
            field: self.name.clone(),
            option: option.to_owned(),
            closest: names::closest(option, &self.labels()),
        }
    }

    fn labels(&self) -> Vec<&str> {
        self.options.iter().map(|option| option.label.as_str()).collect()
    }
}

/// Reads an option. Its id is a number, a string, or in a few standard fields a boolean.
fn option(value: &Value) -> Option<FieldOption> {
    let id = match value.get("id")? {
        Value::String(id) => OptionId::String(id.clone()),
        Value::Number(id) => OptionId::Int(id.as_i64()?),
        Value::Bool(id) => OptionId::Bool(*id),
        _ => return None,
    };
    let label = value.get("label").and_then(Value::as_str).map_or_else(|| id.to_string(), str::to_owned);
    Some(FieldOption { id, label })
}
