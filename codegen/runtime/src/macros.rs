//! Macros that implement the traits of generated types. The logic is in the functions that they call.

/// Implements the default codec, `Serialize` and `Deserialize` for a type. Further methods of `Wire` are given in braces.
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
    // For codecs that return `Form::Loose`.
    ($type:ty, read: |$source:ident, $target:ident| $read:expr, write: |$value:ident, $out:ident| $write:expr, loose) => {
        $crate::wired!($type, read: |$source, $target| $read, write: |$value, $out| $write, {
            #[inline]
            fn standing(original: &$crate::models::Value, value: Option<&$type>) -> $crate::codec::Standing {
                $crate::codec::Standing::of::<Self, $type>(original, value)
            }
        });
    };
}

/// Implements the codec of a model. The type must implement `Model` and have a field `extra`.
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

/// Implements the codec of an enum of objects. The type must implement `Tagged`.
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

/// Implements what all enums have in common, `$getter` being the method of `$table` that returns the value on the wire.
#[doc(hidden)]
#[macro_export]
macro_rules! any_enum {
    ($type:ident, $getter:ident, $value:ty, $table:path, $closed:path) => {
        impl $type {
            /// All values that this version of the crate knows, in the order of the API description.
            pub const KNOWN: &'static [Self] = <Self as $table>::KNOWN;

            /// Returns the value as the API writes it.
            #[inline]
            pub fn $getter(&self) -> $value {
                <Self as $table>::$getter(self)
            }

            /// Converts a value that this version of the crate knows.
            ///
            /// # Errors
            ///
            /// Fails for any other value; the error lists the known ones.
            #[inline]
            pub fn from_known(value: $value) -> ::std::result::Result<Self, $crate::NotAValue> {
                $closed(value)
            }
        }
        impl From<&$type> for $type {
            #[inline]
            fn from(value: &$type) -> Self {
                value.clone()
            }
        }
        /// The order of the values as the API writes them, which does not change when a value becomes known.
        impl Ord for $type {
            #[inline]
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                self.$getter().cmp(&other.$getter())
            }
        }
        impl PartialOrd for $type {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> Option<::std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }
    };
}

/// Implements what open enums have in common.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    ($type:ident) => {
        impl $type {
            /// Returns whether this version of the crate knows the value, so that it is not `Unknown`.
            #[inline]
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Unknown(_))
            }
        }
    };
}

/// Implements the traits that open and closed enums of strings have in common. The type must implement `StringEnum`.
#[doc(hidden)]
#[macro_export]
macro_rules! any_string_enum {
    ($type:ident) => {
        $crate::wired!(
            $type,
            read: |source, target| $crate::codec::read_string(source, target),
            write: |value, out| out.leaf($crate::codec::Leaf::Str($crate::codec::StringEnum::as_str(value))),
            {
                #[inline]
                fn standing(original: &$crate::models::Value, value: Option<&$type>) -> $crate::codec::Standing {
                    $crate::codec::string_standing(original, value)
                }
            }
        );
        $crate::any_enum!($type, as_str, &str, $crate::codec::StringEnum, $crate::codec::closed_string);
        impl AsRef<str> for $type {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        impl ::std::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

/// Implements `From` for strings with `$new`, which takes a `String`.
#[doc(hidden)]
#[macro_export]
macro_rules! from_string {
    ($type:ident, $new:expr) => {
        $crate::from_string!($type, $new, String, &str, &String);
    };
    ($type:ident, $new:expr, $($string:ty),*) => {
        $(impl From<$string> for $type {
            #[inline]
            fn from(value: $string) -> Self {
                ($new)(String::from(value))
            }
        })*
    };
}

/// Implements the codec and the conversions of an open enum of strings.
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    ($type:ident) => {
        $crate::any_string_enum!($type);
        $crate::open_enum!($type);
        $crate::from_string!($type, |value| $crate::codec::open_string(value, Self::Unknown));
        impl ::std::str::FromStr for $type {
            type Err = ::std::convert::Infallible;
            // Not `Self::Err`, which may be a variant.
            #[inline]
            fn from_str(value: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                Ok(Self::from(value))
            }
        }
    };
}

/// Implements the codec and the conversions of a closed enum of strings.
#[doc(hidden)]
#[macro_export]
macro_rules! closed_string_enum {
    ($type:ident) => {
        $crate::any_string_enum!($type);
        impl TryFrom<&str> for $type {
            type Error = $crate::NotAValue;
            #[inline]
            fn try_from(value: &str) -> ::std::result::Result<Self, $crate::NotAValue> {
                $crate::codec::closed_string(value)
            }
        }
        impl ::std::str::FromStr for $type {
            type Err = $crate::NotAValue;
            #[inline]
            fn from_str(value: &str) -> ::std::result::Result<Self, $crate::NotAValue> {
                Self::try_from(value)
            }
        }
    };
}

/// Implements the traits that open and closed enums of numbers have in common. The type must implement `NumberEnum`.
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
        $crate::any_enum!($type, number, i64, $crate::codec::NumberEnum, $crate::codec::closed_number);
        impl ::std::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.number(), f)
            }
        }
    };
}

/// Implements the codec and the conversions of an open enum of numbers.
#[doc(hidden)]
#[macro_export]
macro_rules! number_enum {
    ($type:ident) => {
        $crate::any_number_enum!($type);
        $crate::open_enum!($type);
        impl From<i64> for $type {
            #[inline]
            fn from(value: i64) -> Self {
                $crate::codec::open_number(value, Self::Unknown)
            }
        }
    };
}

/// Implements the codec and the conversions of a closed enum of numbers.
#[doc(hidden)]
#[macro_export]
macro_rules! closed_number_enum {
    ($type:ident) => {
        $crate::any_number_enum!($type);
        impl TryFrom<i64> for $type {
            type Error = $crate::NotAValue;
            #[inline]
            fn try_from(value: i64) -> ::std::result::Result<Self, $crate::NotAValue> {
                $crate::codec::closed_number(value)
            }
        }
    };
}

/// Implements the codec of an object that is used in requests only. Decoding one is a mismatch.
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
        $crate::setters!($type);
    };
}

/// Implements the combinators of setters for a type that has setters, but is not a request.
#[doc(hidden)]
#[macro_export]
macro_rules! setters {
    ($type:ident) => {
        impl $type {
            /// Applies a setter if there is a value, like [`Request::with_some`](crate::Request::with_some).
            #[must_use]
            #[inline]
            pub fn with_some<V>(self, value: Option<V>, set: impl FnOnce(Self, V) -> Self) -> Self {
                $crate::codec::with_some(self, value, set)
            }

            /// Applies the setter `set` if there is a value, and `clear` otherwise, like
            /// [`Request::set_or_clear`](crate::Request::set_or_clear).
            #[must_use]
            #[inline]
            pub fn set_or_clear<V>(
                self,
                value: Option<V>,
                set: impl FnOnce(Self, V) -> Self,
                clear: impl FnOnce(Self) -> Self,
            ) -> Self {
                $crate::codec::set_or_clear(self, value, set, clear)
            }
        }
    };
}

/// Implements `Request` and `IntoFuture` for the request of an operation: `$info` is its `OperationInfo`, `$output` the type of its
/// response, and `$decode` the method of `RawResponse` that decodes it.
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
