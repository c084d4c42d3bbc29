//! Decoding of ids, and the macros that implement their types.

use serde_json::Value;

use super::scalar::Scalar;
use super::slot::Slot;

/// Decodes a numeric id: a number, a string of digits, or an object that contains either.
///
/// The object is kept as the original, for its other fields.
pub(crate) fn integer(scalar: Scalar<'_>) -> Slot<i64> {
    match linked(&scalar).and_then(|value| value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())) {
        Some(id) => scalar.read_as(id, false),
        None => scalar.read_integer("an id", Some),
    }
}

/// Decodes a string id: a string, an integer, or an object that contains a string.
pub(crate) fn string(scalar: Scalar<'_>) -> Slot<String> {
    match scalar {
        Scalar::Str(string) if !string.is_empty() => Slot::value(string.into_owned()),
        number @ (Scalar::Int(_) | Scalar::Unsigned(_)) => {
            let number = number.into_value();
            Slot::loose(number.to_string(), number)
        }
        other => match linked(&other).and_then(Value::as_str).filter(|id| !id.is_empty()) {
            Some(id) => {
                let id = id.to_owned();
                other.read_as(id, false)
            }
            None => other.misfit_or_blank("an id").into(),
        },
    }
}

/// The fields in which the API returns the id of an object, in order of precedence.
pub(crate) const ID_NAMES: [&str; 2] = ["value", "id"];

/// Returns the id in an object.
fn linked<'a>(scalar: &'a Scalar<'_>) -> Option<&'a Value> {
    let Scalar::Other(Value::Object(object)) = scalar else { return None };
    object.get(ID_NAMES[0]).filter(|value| !value.is_null()).or_else(|| object.get(ID_NAMES[1]))
}

/// Implements the codec and the conversions of a numeric id.
#[doc(hidden)]
#[macro_export]
macro_rules! integer_id {
    ($type:ident) => {
        $crate::wired!(
            $type,
            read: |source, target| $crate::codec::read_integer_id(source, target, $type),
            write: |id, out| out.leaf($crate::codec::Leaf::Int(id.0)),
            loose
        );
        $crate::integer_id!(from: $type, i64, i32, i16, i8, u32, u16, u8);
        $crate::integer_id!(try_from: $type, u64, usize, isize);
        impl From<&$type> for $type {
            #[inline]
            fn from(id: &$type) -> Self {
                *id
            }
        }
        impl From<$type> for i64 {
            #[inline]
            fn from(id: $type) -> Self {
                id.0
            }
        }
        impl From<$type> for $crate::CustomFieldValue {
            #[inline]
            fn from(id: $type) -> Self {
                Self::Integer(id.0)
            }
        }
        /// The id of a user, person, organization or option.
        impl $crate::custom_fields::FieldType for $type {
            #[inline]
            fn read(field: &$crate::custom_fields::ReceivedField<'_>) -> $crate::custom_fields::FieldRead<Self> {
                Ok(field.linked_id()?.map(Self))
            }
            #[inline]
            fn to_value(&self) -> $crate::CustomFieldValue {
                (*self).into()
            }
        }
        /// The id of a user, person, organization or option.
        impl $crate::custom_fields::CustomFieldType for $type {
            fn read(
                field: &$crate::custom_fields::NamedField<'_>,
            ) -> ::std::result::Result<Option<Self>, $crate::CustomFieldError> {
                Ok(<i64 as $crate::custom_fields::CustomFieldType>::read(field)?.map(Self))
            }
            fn write(
                &self,
                field: &$crate::custom_fields::FieldDefinition,
            ) -> ::std::result::Result<$crate::CustomFieldValue, $crate::CustomFieldError> {
                field.value(self.0)
            }
        }
        impl PartialEq<i64> for $type {
            #[inline]
            fn eq(&self, other: &i64) -> bool {
                self.0 == *other
            }
        }
        impl PartialEq<$type> for i64 {
            #[inline]
            fn eq(&self, other: &$type) -> bool {
                *self == other.0
            }
        }
        impl PartialOrd<i64> for $type {
            #[inline]
            fn partial_cmp(&self, other: &i64) -> Option<::std::cmp::Ordering> {
                self.0.partial_cmp(other)
            }
        }
        impl PartialOrd<$type> for i64 {
            #[inline]
            fn partial_cmp(&self, other: &$type) -> Option<::std::cmp::Ordering> {
                self.partial_cmp(&other.0)
            }
        }
        impl ::std::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::std::str::FromStr for $type {
            type Err = ::std::num::ParseIntError;
            #[inline]
            fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
                value.parse().map(Self)
            }
        }
    };
    (from: $type:ident, $($integer:ty),*) => {
        $(impl From<$integer> for $type {
            #[inline]
            fn from(id: $integer) -> Self {
                Self(id.into())
            }
        })*
    };
    (try_from: $type:ident, $($integer:ty),*) => {
        $(impl TryFrom<$integer> for $type {
            type Error = ::std::num::TryFromIntError;
            #[inline]
            fn try_from(id: $integer) -> ::std::result::Result<Self, Self::Error> {
                id.try_into().map(Self)
            }
        })*
    };
}

/// Implements the codec and the conversions of a string id.
#[doc(hidden)]
#[macro_export]
macro_rules! string_id {
    ($type:ident) => {
        $crate::wired!(
            $type,
            read: |source, target| $crate::codec::read_string_id(source, target, $type),
            write: |id, out| out.leaf($crate::codec::Leaf::Str(&id.0)),
            loose
        );
        $crate::string_id!(from: $type, String, &str, &String, ::std::borrow::Cow<'_, str>);
        $crate::string_id!(compared: $type, str, &str, String);
        impl From<&$type> for $type {
            #[inline]
            fn from(id: &$type) -> Self {
                id.clone()
            }
        }
        impl From<$type> for String {
            #[inline]
            fn from(id: $type) -> Self {
                id.0
            }
        }
        impl From<$type> for $crate::CustomFieldValue {
            #[inline]
            fn from(id: $type) -> Self {
                Self::Text(id.0)
            }
        }
        impl AsRef<str> for $type {
            #[inline]
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
        impl ::std::borrow::Borrow<str> for $type {
            #[inline]
            fn borrow(&self) -> &str {
                &self.0
            }
        }
        impl ::std::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(&self.0)
            }
        }
        impl ::std::str::FromStr for $type {
            type Err = ::std::convert::Infallible;
            #[inline]
            fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
                Ok(Self(value.to_owned()))
            }
        }
    };
    (from: $type:ident, $($string:ty),*) => {
        $(impl From<$string> for $type {
            #[inline]
            fn from(id: $string) -> Self {
                Self(id.into())
            }
        })*
    };
    (compared: $type:ident, $($string:ty),*) => {
        $(impl PartialEq<$string> for $type {
            #[inline]
            fn eq(&self, other: &$string) -> bool {
                let (id, other): (&str, &str) = (&self.0, other.as_ref());
                id == other
            }
        }
        impl PartialEq<$type> for $string {
            #[inline]
            fn eq(&self, other: &$type) -> bool {
                other == self
            }
        })*
    };
}
