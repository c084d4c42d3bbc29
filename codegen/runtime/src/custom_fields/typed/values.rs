//! The types of the fields of a struct.

use jiff::civil::{Date, Time};

use super::NumberedOption;
use crate::custom_fields::{Address, CustomFieldValue, DateRange, FieldRead, Money, ReceivedField, TimeOfDay, TimeRange};

/// The type of the value of a custom field: a string, a number, an amount of money, an id, an option and so on.
///
/// A field of a struct is an `Option` of it, or for several options a list.
pub trait FieldType: Clone + Sized {
    /// The suffixes of the parts that have to be cleared together with the value in version 1.
    const CLEARED_PARTS: &'static [&'static str] = &[];

    /// Reads the value of a field.
    ///
    /// # Errors
    ///
    /// Fails with a description of the expected type if the value has another one.
    fn read(field: &ReceivedField<'_>) -> FieldRead<Self>;

    /// Converts to a value for a request.
    fn to_value(&self) -> CustomFieldValue;
}

/// A field of a struct that implements [`TypedFields`](super::TypedFields): an `Option` of a [`FieldType`], or a `Vec` of options.
pub trait TypedValue {
    /// Reads the value of a field. The field is empty if that fails.
    ///
    /// # Errors
    ///
    /// Fails with a description of the expected type if the value has another one.
    fn read(&mut self, field: &ReceivedField<'_>) -> Result<(), &'static str>;

    /// Converts to a value for a request. Returns `None` if the field is empty.
    fn to_value(&self) -> Option<CustomFieldValue>;

    /// Returns [`FieldType::CLEARED_PARTS`].
    fn cleared_parts(&self) -> &'static [&'static str] {
        &[]
    }
}

impl<T: FieldType> TypedValue for Option<T> {
    #[inline]
    fn read(&mut self, field: &ReceivedField<'_>) -> Result<(), &'static str> {
        *self = None;
        *self = T::read(field)?;
        Ok(())
    }

    #[inline]
    fn to_value(&self) -> Option<CustomFieldValue> {
        self.as_ref().map(T::to_value)
    }

    #[inline]
    fn cleared_parts(&self) -> &'static [&'static str] {
        T::CLEARED_PARTS
    }
}

impl<T: NumberedOption> TypedValue for Vec<T> {
    fn read(&mut self, field: &ReceivedField<'_>) -> Result<(), &'static str> {
        self.clear();
        let read = field.each_option(&mut |id| id.map(|id| self.extend(id.map(T::from_id))));
        if read.is_err() {
            self.clear();
        }
        read
    }

    fn to_value(&self) -> Option<CustomFieldValue> {
        (!self.is_empty()).then(|| self.iter().map(T::id).collect::<Vec<_>>().into())
    }
}

impl<T: NumberedOption> FieldType for T {
    #[inline]
    fn read(field: &ReceivedField<'_>) -> FieldRead<Self> {
        Ok(field.option_id()?.map(T::from_id))
    }

    #[inline]
    fn to_value(&self) -> CustomFieldValue {
        CustomFieldValue::Option(self.id())
    }
}

macro_rules! types {
    ($($(#[$attribute:meta])* $type:ty: $view:ident $(, $parts:expr)?;)*) => {
        $($(#[$attribute])* impl FieldType for $type {
            $(const CLEARED_PARTS: &'static [&'static str] = $parts;)?

            fn read(field: &ReceivedField<'_>) -> FieldRead<Self> {
                field.$view()
            }

            fn to_value(&self) -> CustomFieldValue {
                self.clone().into()
            }
        })*
    };
}

/// The end of a range, which would be kept otherwise. A currency or time zone has no meaning without its value, and the API derives
/// the parts of an address from the address.
const END: &[&str] = &["until"];

types! {
    String: string;
    f64: number;
    /// An integer, or the id of an option of a field without generated options.
    i64: integer;
    Money: money;
    Date: date;
    DateRange: date_range, END;
    TimeOfDay: time;
    TimeRange: time_range, END;
    Address: address;
    #[cfg(feature = "rust_decimal")]
    rust_decimal::Decimal: decimal;
    #[cfg(feature = "rust_decimal")]
    crate::custom_fields::DecimalMoney: decimal_money;
}

impl FieldType for Time {
    fn read(field: &ReceivedField<'_>) -> FieldRead<Self> {
        Ok(field.time()?.map(|time| time.time))
    }

    fn to_value(&self) -> CustomFieldValue {
        (*self).into()
    }
}

/// Any JSON, for fields of an unknown type.
impl FieldType for serde_json::Value {
    fn read(field: &ReceivedField<'_>) -> FieldRead<Self> {
        Ok(Some(field.raw()).filter(|value| !value.is_null()).cloned())
    }

    fn to_value(&self) -> CustomFieldValue {
        self.clone().into()
    }
}
