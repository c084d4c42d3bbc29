//! Definitions of fields, as the API tells them.

use serde_json::Value;

use super::change::CustomFieldChange;
use super::error::CustomFieldError;
use super::is_key;
use super::names;
use crate::json::enums::{IntOrString, StringEnum, UnknownString};

/// A field that the items of an account have.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FieldDefinition {
    /// What the field goes by on the wire: forty hexadecimal digits for a custom field, the name of a property for others.
    pub key: String,
    /// The name that users see.
    pub name: String,
    /// What the field holds.
    pub kind: FieldKind,
    /// The options to choose from; none in most fields.
    pub options: Vec<FieldOption>,
    /// Whether the account made this field for itself.
    pub is_custom: bool,
}

/// An option of a field.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FieldOption {
    /// What the option goes by on the wire: a number in custom fields, often a text in others.
    pub id: IntOrString,
    /// The text that users see.
    pub label: String,
}

macro_rules! kinds {
    ($($(#[$docs:meta])* $variant:ident = $text:literal),* $(,)?) => {
        /// What a field holds: one of the types of custom fields, or a type that only other fields have.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum FieldKind {
            $($(#[$docs])* $variant,)*
            /// Any other type. Values of such fields are not checked.
            Unknown(UnknownString),
        }

        impl StringEnum for FieldKind {
            fn text(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text.as_str(),
                }
            }

            fn known(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)*
                    _ => None,
                }
            }

            fn unknown(text: UnknownString) -> Option<Self> {
                Some(Self::Unknown(text))
            }
        }
    };
}

kinds! {
    /// `varchar`: a text of up to 255 characters.
    Varchar = "varchar",
    /// `varchar_auto`: the same, completed while typing.
    VarcharAuto = "varchar_auto",
    /// `text`: a long text.
    Text = "text",
    /// `phone`: a phone number.
    Phone = "phone",
    /// `double`: a number.
    Double = "double",
    /// `monetary`: an amount of money.
    Monetary = "monetary",
    /// `enum`: one of the options.
    Enum = "enum",
    /// `set`: any number of the options.
    Set = "set",
    /// `user`: a user.
    User = "user",
    /// `org`: an organization.
    Org = "org",
    /// `people`: a person.
    People = "people",
    /// `date`: a day.
    Date = "date",
    /// `daterange`: a range of days.
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
    /// Whether the values are plain text.
    pub(super) fn is_text(&self) -> bool {
        matches!(self, Self::Varchar | Self::VarcharAuto | Self::Text | Self::Phone)
    }

    /// Whether the values are ids of users, organizations or persons.
    pub(super) fn is_link(&self) -> bool {
        matches!(self, Self::User | Self::Org | Self::People)
    }

    /// The parts that are to be cleared along with the value in the first version. The end of a range would go on to be an
    /// end; a currency or a time zone means nothing without its value, and the parts of an address follow from it.
    pub(super) fn parts_to_clear(&self) -> &'static [&'static str] {
        match self {
            Self::DateRange | Self::TimeRange => &["until"],
            _ => &[],
        }
    }
}

impl FieldOption {
    /// An option.
    pub fn new(id: impl Into<IntOrString>, label: impl Into<String>) -> Self {
        Self { id: id.into(), label: label.into() }
    }
}

impl FieldDefinition {
    /// A custom field without options, to be completed where there are some.
    pub fn new(key: impl Into<String>, name: impl Into<String>, kind: FieldKind) -> Self {
        Self { key: key.into(), name: name.into(), kind, options: Vec::new(), is_custom: true }
    }

    /// A field of which only the key is known.
    pub(super) fn of_key(key: &str) -> Self {
        Self::new(key, key, FieldKind::from("any"))
    }

    /// Reads a definition of either version. What is missing in it is made up for; only without a key there is none.
    pub(super) fn of_json(value: &Value) -> Option<Self> {
        let text = |names: [&str; 2]| names.into_iter().find_map(|name| value.get(name)?.as_str());
        let key = text(["field_code", "key"])?;
        Some(Self {
            key: key.to_owned(),
            name: text(["field_name", "name"]).unwrap_or(key).to_owned(),
            kind: FieldKind::from(text(["field_type", "type"]).unwrap_or_default()),
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

    /// The field without a value.
    pub(super) fn cleared(&self) -> CustomFieldChange {
        CustomFieldChange::clear(&self.key).with_parts(self.kind.parts_to_clear())
    }

    /// The option with a label: exactly this one, or else the only one that differs in case alone.
    pub fn find_option(&self, label: &str) -> Result<&FieldOption, CustomFieldError> {
        match names::find(label, &self.labels())[..] {
            [] => Err(self.no_option(label)),
            [target] => Ok(&self.options[target]),
            ref several => Err(CustomFieldError::AmbiguousOption {
                field: self.name.clone(),
                option: label.to_owned(),
                ids: several.iter().map(|target| self.options[*target].id.clone()).collect(),
            }),
        }
    }

    /// The option with an id.
    pub fn option_of_id(&self, id: impl Into<IntOrString>) -> Result<&FieldOption, CustomFieldError> {
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

/// Reads an option. Its id is mostly a number, sometimes a text, and in a few fields of activities a boolean.
fn option(value: &Value) -> Option<FieldOption> {
    let id = match value.get("id")? {
        Value::String(id) => IntOrString::String(id.clone()),
        Value::Number(id) => IntOrString::Int(id.as_i64()?),
        Value::Bool(id) => IntOrString::String(id.to_string()),
        _ => return None,
    };
    let label = value.get("label").and_then(Value::as_str).map_or_else(|| id.to_string(), str::to_owned);
    Some(FieldOption { id, label })
}
