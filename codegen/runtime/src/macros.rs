//! The impls that every emitted type of a kind has, one line each. All logic is in the functions they name.

/// A type that reads and writes itself through its usual form. What its codec has beyond the usual goes into the braces.
#[doc(hidden)]
#[macro_export]
macro_rules! wired {
    ($type:ty, read: |$source:ident, $target:ident| $read:expr, write: |$value:ident, $out:ident| $write:expr, { $($more:item)* }) => {
        impl $crate::codec::Wire<$type> for $crate::codec::wire::Plain {
            #[inline]
            fn read(
                $source: &mut dyn $crate::codec::Source<'_>,
                $target: &mut Option<$type>,
            ) -> $crate::codec::Read<$crate::codec::Form> {
                $read
            }
            #[inline]
            fn write($value: &$type, $out: &mut dyn $crate::codec::Output) {
                $write
            }
            $($more)*
        }
        impl $crate::codec::serde::Serialize for $type {
            fn serialize<S: $crate::codec::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::codec::serialize(self, serializer)
            }
        }
        impl<'de> $crate::codec::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::codec::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::codec::deserialize(deserializer)
            }
        }
    };
    // One whose values may come in another form than they are written in.
    ($type:ty, read: |$source:ident, $target:ident| $read:expr, write: |$value:ident, $out:ident| $write:expr, loose) => {
        $crate::wired!($type, read: |$source, $target| $read, write: |$value, $out| $write, {
            #[inline]
            fn standing(kept: &$crate::models::Value, value: Option<&$type>) -> $crate::codec::Standing {
                $crate::codec::Standing::of::<Self, $type>(kept, value)
            }
        });
    };
}

/// An object.
#[doc(hidden)]
#[macro_export]
macro_rules! model {
    ($type:ty) => {
        impl $crate::codec::Extended for $type {
            #[inline]
            fn extra(&self) -> &$crate::Extra {
                &self.extra
            }
            #[inline]
            fn extra_mut(&mut self) -> &mut $crate::Extra {
                &mut self.extra
            }
        }
        $crate::wired!(
            $type,
            read: |source, target| $crate::codec::read_model(source, target),
            write: |model, out| $crate::codec::write_model(model, out),
            {
                #[inline]
                fn absent() -> Option<$type> {
                    $crate::codec::absent()
                }
            }
        );
    };
}

/// An enum of objects.
#[doc(hidden)]
#[macro_export]
macro_rules! tagged {
    ($type:ty) => {
        $crate::wired!(
            $type,
            read: |source, target| $crate::codec::read_tagged(source, target),
            write: |item, out| $crate::codec::Tagged::write(item, out),
            {}
        );
    };
}

/// An id that is a number.
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
#[doc(hidden)]
#[macro_export]
macro_rules! any_string_enum {
    ($type:ident) => {
        $crate::wired!(
            $type,
            read: |source, target| $crate::codec::read_string(source, target),
            write: |value, out| out.leaf($crate::codec::Leaf::Str($crate::codec::StringEnum::text(value))),
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
                f.pad($crate::codec::StringEnum::text(self))
            }
        }
    };
}

/// An enum of texts that may grow.
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    ($type:ident) => {
        $crate::any_string_enum!($type);
        impl From<&str> for $type {
            #[inline]
            fn from(text: &str) -> Self {
                Self::from(text.to_owned())
            }
        }
        impl From<String> for $type {
            #[inline]
            fn from(text: String) -> Self {
                $crate::codec::open_string(text, Self::Unknown)
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
#[doc(hidden)]
#[macro_export]
macro_rules! closed_string_enum {
    ($type:ident) => {
        $crate::any_string_enum!($type);
        impl TryFrom<&str> for $type {
            type Error = $crate::NotAValue;
            #[inline]
            fn try_from(text: &str) -> ::std::result::Result<Self, Self::Error> {
                $crate::codec::closed_string(text)
            }
        }
        impl ::std::str::FromStr for $type {
            type Err = $crate::NotAValue;
            #[inline]
            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                Self::try_from(text)
            }
        }
    };
}

/// What open and closed enums of numbers have in common.
#[doc(hidden)]
#[macro_export]
macro_rules! any_number_enum {
    ($type:ident) => {
        $crate::wired!(
            $type,
            read: |source, target| $crate::codec::read_number(source, target),
            write: |value, out| out.leaf($crate::codec::Leaf::Int($crate::codec::NumberEnum::number(value))),
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
                ::std::fmt::Display::fmt(&$crate::codec::NumberEnum::number(self), f)
            }
        }
    };
}

/// An enum of numbers that may grow.
#[doc(hidden)]
#[macro_export]
macro_rules! number_enum {
    ($type:ident) => {
        $crate::any_number_enum!($type);
        impl From<i64> for $type {
            #[inline]
            fn from(number: i64) -> Self {
                $crate::codec::open_number(number, Self::Unknown)
            }
        }
    };
}

/// An enum of numbers that never grows.
#[doc(hidden)]
#[macro_export]
macro_rules! closed_number_enum {
    ($type:ident) => {
        $crate::any_number_enum!($type);
        impl TryFrom<i64> for $type {
            type Error = $crate::NotAValue;
            #[inline]
            fn try_from(number: i64) -> ::std::result::Result<Self, Self::Error> {
                $crate::codec::closed_number(number)
            }
        }
    };
}

/// An object that is only ever sent. Reading one is a mistake, so that gives a mismatch.
#[doc(hidden)]
#[macro_export]
macro_rules! input {
    ($type:ident) => {
        impl $crate::codec::Wire<$type> for $crate::codec::wire::Plain {
            #[inline]
            fn read(
                source: &mut dyn $crate::codec::Source<'_>,
                _target: &mut Option<$type>,
            ) -> $crate::codec::Read<$crate::codec::Form> {
                $crate::codec::read_input(source)
            }
            #[inline]
            fn write(value: &$type, out: &mut dyn $crate::codec::Output) {
                value.fields.write(out);
            }
        }
        impl $crate::codec::serde::Serialize for $type {
            fn serialize<S: $crate::codec::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::codec::serde::Serialize::serialize(&self.fields, serializer)
            }
        }
    };
}

/// The request of an operation: what is known of the operation, what awaiting it gives, and the method that reads its response.
#[doc(hidden)]
#[macro_export]
macro_rules! request {
    ($type:ident, $info:ident, $output:ty, $($decode:tt)+) => {
        impl $crate::Request for $type {
            type Output = $output;
            const INFO: &'static $crate::OperationInfo = &$info;
            #[inline]
            fn call_mut(&mut self) -> &mut $crate::Call {
                &mut self.call
            }
            #[inline]
            fn into_call(self) -> Box<$crate::Call> {
                self.call
            }
            #[inline]
            fn decode(response: $crate::RawResponse) -> $crate::Result<$crate::Response<Self::Output>> {
                response.$($decode)+()
            }
        }
        impl ::std::future::IntoFuture for $type {
            type Output = $crate::Result<$output>;
            type IntoFuture = $crate::Pending<Self>;
            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                $crate::Pending::new(self)
            }
        }
    };
}
