//! The impls that every emitted type of a kind has, one line each. All logic is in the functions they name.

/// A type that reads and writes itself through its usual form. What its codec has beyond the usual goes into the braces.
macro_rules! wired {
    ($type:ty, read: |$source:ident, $place:ident| $read:expr, write: |$value:ident, $out:ident| $write:expr, { $($more:item)* }) => {
        impl $crate::runtime::Wire<$type> for $crate::runtime::wire::Plain {
            #[inline]
            fn read(
                $source: &mut dyn $crate::runtime::Source<'_>,
                $place: &mut Option<$type>,
            ) -> $crate::runtime::Read<$crate::runtime::Form> {
                $read
            }
            #[inline]
            fn write($value: &$type, $out: &mut dyn $crate::runtime::Output) {
                $write
            }
            $($more)*
        }
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::runtime::decode::serialize(self, serializer)
            }
        }
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::decode::deserialize(deserializer)
            }
        }
    };
    // One whose values may come in another form than they are written in.
    ($type:ty, read: |$source:ident, $place:ident| $read:expr, write: |$value:ident, $out:ident| $write:expr, loose) => {
        $crate::runtime::macros::wired!($type, read: |$source, $place| $read, write: |$value, $out| $write, {
            #[inline]
            fn standing(kept: &$crate::runtime::models::Value, value: Option<&$type>) -> $crate::runtime::Standing {
                $crate::runtime::Standing::of::<Self, $type>(kept, value)
            }
        });
    };
}

/// An object.
macro_rules! model {
    ($type:ty) => {
        $crate::runtime::macros::wired!(
            $type,
            read: |source, place| $crate::runtime::decode::model::read(source, place),
            write: |model, out| $crate::runtime::decode::model::write(model, out),
            {
                #[inline]
                fn absent() -> Option<$type> {
                    $crate::runtime::decode::model::absent()
                }
            }
        );
    };
}

/// An enum of objects.
macro_rules! tagged {
    ($type:ty) => {
        $crate::runtime::macros::wired!(
            $type,
            read: |source, place| $crate::runtime::decode::tagged::read(source, place),
            write: |item, out| $crate::runtime::Tagged::write(item, out),
            {}
        );
    };
}

/// An id that is a number.
macro_rules! integer_id {
    ($type:ident) => {
        $crate::runtime::macros::wired!(
            $type,
            read: |source, place| $crate::runtime::decode::read_integer_id(source, place, $type),
            write: |id, out| out.leaf($crate::runtime::Leaf::Int(id.0)),
            loose
        );
        impl From<i64> for $type {
            #[inline]
            fn from(id: i64) -> Self {
                Self(id)
            }
        }
        impl From<i32> for $type {
            #[inline]
            fn from(id: i32) -> Self {
                Self(id.into())
            }
        }
        impl From<u32> for $type {
            #[inline]
            fn from(id: u32) -> Self {
                Self(id.into())
            }
        }
        impl From<&$type> for $type {
            #[inline]
            fn from(id: &$type) -> Self {
                *id
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
            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

/// An id that is text.
macro_rules! text_id {
    ($type:ident) => {
        $crate::runtime::macros::wired!(
            $type,
            read: |source, place| $crate::runtime::decode::read_text_id(source, place, $type),
            write: |id, out| out.leaf($crate::runtime::Leaf::Text(&id.0)),
            loose
        );
        impl From<String> for $type {
            #[inline]
            fn from(id: String) -> Self {
                Self(id)
            }
        }
        impl From<&str> for $type {
            #[inline]
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }
        impl From<&String> for $type {
            #[inline]
            fn from(id: &String) -> Self {
                Self(id.clone())
            }
        }
        impl From<&$type> for $type {
            #[inline]
            fn from(id: &$type) -> Self {
                id.clone()
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
            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                Ok(Self(text.to_owned()))
            }
        }
    };
}

/// What open and closed enums of texts have in common.
macro_rules! any_text_enum {
    ($type:ident) => {
        $crate::runtime::macros::wired!(
            $type,
            read: |source, place| $crate::runtime::decode::enums::read_text(source, place),
            write: |value, out| out.leaf($crate::runtime::Leaf::Text($crate::runtime::TextEnum::text(value))),
            {}
        );
        impl From<&$type> for $type {
            #[inline]
            fn from(value: &$type) -> Self {
                value.clone()
            }
        }
        impl ::std::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad($crate::runtime::TextEnum::text(self))
            }
        }
    };
}

/// An enum of texts that may grow.
macro_rules! text_enum {
    ($type:ident) => {
        $crate::runtime::macros::any_text_enum!($type);
        impl From<&str> for $type {
            #[inline]
            fn from(text: &str) -> Self {
                Self::from(text.to_owned())
            }
        }
        impl From<String> for $type {
            #[inline]
            fn from(text: String) -> Self {
                <Self as $crate::runtime::TextEnum>::known(&text)
                    .unwrap_or_else(|| Self::Unknown($crate::runtime::UnknownText::new(text)))
            }
        }
        impl ::std::str::FromStr for $type {
            type Err = ::std::convert::Infallible;
            #[inline]
            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }
    };
}

/// An enum of texts that never grows.
macro_rules! closed_text_enum {
    ($type:ident) => {
        $crate::runtime::macros::any_text_enum!($type);
        impl TryFrom<&str> for $type {
            type Error = $crate::runtime::NotAValue;
            #[inline]
            fn try_from(text: &str) -> ::std::result::Result<Self, Self::Error> {
                <Self as $crate::runtime::TextEnum>::known(text).ok_or_else(|| $crate::runtime::NotAValue::new(text))
            }
        }
        impl ::std::str::FromStr for $type {
            type Err = $crate::runtime::NotAValue;
            #[inline]
            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                Self::try_from(text)
            }
        }
    };
}

/// What open and closed enums of numbers have in common.
macro_rules! any_number_enum {
    ($type:ident) => {
        $crate::runtime::macros::wired!(
            $type,
            read: |source, place| $crate::runtime::decode::enums::read_number(source, place),
            write: |value, out| out.leaf($crate::runtime::Leaf::Int($crate::runtime::NumberEnum::number(value))),
            loose
        );
        impl From<&$type> for $type {
            #[inline]
            fn from(value: &$type) -> Self {
                value.clone()
            }
        }
        impl ::std::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&$crate::runtime::NumberEnum::number(self), f)
            }
        }
    };
}

/// An enum of numbers that may grow.
macro_rules! number_enum {
    ($type:ident) => {
        $crate::runtime::macros::any_number_enum!($type);
        impl From<i64> for $type {
            #[inline]
            fn from(number: i64) -> Self {
                <Self as $crate::runtime::NumberEnum>::known(number)
                    .unwrap_or_else(|| Self::Unknown($crate::runtime::UnknownNumber::new(number)))
            }
        }
    };
}

/// An enum of numbers that never grows.
macro_rules! closed_number_enum {
    ($type:ident) => {
        $crate::runtime::macros::any_number_enum!($type);
        impl TryFrom<i64> for $type {
            type Error = $crate::runtime::NotAValue;
            #[inline]
            fn try_from(number: i64) -> ::std::result::Result<Self, Self::Error> {
                <Self as $crate::runtime::NumberEnum>::known(number).ok_or_else(|| $crate::runtime::NotAValue::new(number))
            }
        }
    };
}

/// An object that is only ever sent. Reading one is a mistake, so that gives a mismatch.
macro_rules! input {
    ($type:ident) => {
        impl $crate::runtime::Wire<$type> for $crate::runtime::wire::Plain {
            #[inline]
            fn read(
                source: &mut dyn $crate::runtime::Source<'_>,
                _place: &mut Option<$type>,
            ) -> $crate::runtime::Read<$crate::runtime::Form> {
                $crate::runtime::decode::read_input(source)
            }
            #[inline]
            fn write(value: &$type, out: &mut dyn $crate::runtime::Output) {
                value.fields.write(out);
            }
        }
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&self.fields, serializer)
            }
        }
    };
}

#[allow(unused_imports, reason = "which of them are needed depends on the features")]
pub(crate) use {
    any_number_enum, any_text_enum, closed_number_enum, closed_text_enum, input, integer_id, model, number_enum, tagged,
    text_enum, text_id, wired,
};
