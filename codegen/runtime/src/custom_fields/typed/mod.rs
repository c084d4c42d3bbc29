//! Structs whose fields are the custom fields of one account, found by their keys.
//!
//! A struct is a table of keys and accessors ([`TypedFields`]). Everything else is compiled once, for all structs.

mod options;
mod table;
mod values;
mod writes;

pub use options::{KeyedOption, NumberedOption};
pub use values::{FieldType, TypedValue};
pub use writes::FieldsRequest;

use std::cell::Cell;

use super::change::CustomFieldChange;
use super::{CustomFields, ReceivedField};
use crate::json::log::Mismatch;
use table::Table;

/// An item with custom fields: a deal, a person, an organization and so on, of either version of the API and of webhook events.
///
/// [`CustomFields`] themselves are an item of an unknown type, and so are the results of a search in a field.
pub trait HasCustomFields {
    /// The type of the ids of such items, such as `DealId`, which identifies the type of the items; [`AnyId`] if it is unknown.
    type Id;

    /// Returns the custom fields.
    fn custom_fields(&self) -> &CustomFields;
}

/// Implements `HasCustomFields` for a model: `$id` is the type of its ids, which is omitted for items of any type.
#[doc(hidden)]
#[macro_export]
macro_rules! has_custom_fields {
    ($type:ident) => {
        $crate::has_custom_fields!($type, $crate::custom_fields::AnyId);
    };
    ($type:ident, $id:ty) => {
        impl $crate::custom_fields::HasCustomFields for $type {
            type Id = $id;
            #[inline]
            fn custom_fields(&self) -> &$crate::CustomFields {
                &self.custom_fields
            }
        }
    };
}

/// The id type of items that may be of any type.
#[derive(Clone, Copy, Debug)]
pub enum AnyId {}

impl HasCustomFields for CustomFields {
    type Id = AnyId;

    fn custom_fields(&self) -> &CustomFields {
        self
    }
}

impl<T: HasCustomFields + ?Sized> HasCustomFields for &T {
    type Id = T::Id;

    fn custom_fields(&self) -> &CustomFields {
        (**self).custom_fields()
    }
}

impl<T: HasCustomFields + ?Sized> HasCustomFields for Box<T> {
    type Id = T::Id;

    fn custom_fields(&self) -> &CustomFields {
        (**self).custom_fields()
    }
}

/// A struct whose fields are the custom fields of an account, each identified by its key, so that nothing has to be looked up.
///
/// `pipedrive-account generate` writes such structs from the field definitions of an account. By hand:
///
/// ```
/// use pipedrive::custom_fields::{FieldsOf, TypedField};
/// use pipedrive::prelude::*;
/// use pipedrive::{CustomFields, Money};
///
/// /// The custom fields of our deals.
/// #[derive(Clone, Debug, Default, PartialEq)]
/// struct DealFields {
///     contract: Option<String>,
///     budget: Option<Money>,
/// }
///
/// impl TypedFields for DealFields {
///     const FIELDS: &'static [TypedField<Self>] = &[
///         TypedField::new("9f3a6f0c1d2e4b5a8c7d6e5f4a3b2c1d0e9f8a7b", |deal| &deal.budget, |deal| &mut deal.budget),
///         TypedField::new("dcf558aac1ae4e8c4f849ba5e668430d8df9be12", |deal| &deal.contract, |deal| &mut deal.contract),
///     ];
/// }
///
/// impl FieldsOf<DealId> for DealFields {}
///
/// let mut deal = pipedrive::v2::deals::Deal::default();
/// deal.custom_fields.set("dcf558aac1ae4e8c4f849ba5e668430d8df9be12", "C-7");
///
/// let before = DealFields::read(&deal);
/// assert_eq!(before.contract.as_deref(), Some("C-7"));
///
/// let now = DealFields { budget: Some(Money::new(500, "EUR")), contract: None };
/// let client = pipedrive::Client::new("…")?;
/// let request = client.v2().deals().update(42).custom_fields_from(now.changes_since(&before));
/// assert_eq!(
///     request.preview()?.json().unwrap()["custom_fields"],
///     serde_json::json!({
///         "9f3a6f0c1d2e4b5a8c7d6e5f4a3b2c1d0e9f8a7b": { "value": 500, "currency": "EUR" },
///         "dcf558aac1ae4e8c4f849ba5e668430d8df9be12": null,
///     })
/// );
/// # Ok::<(), pipedrive::Error>(())
/// ```
pub trait TypedFields: Default + 'static {
    /// The fields, sorted by key. A table that is not sorted does not compile.
    const FIELDS: &'static [TypedField<Self>];

    /// Reads the struct from an item. Fields that the item does not contain, and fields whose value has another type, are empty.
    ///
    /// [`read_with_mismatches`](Self::read_with_mismatches) also returns the values of another type.
    fn read<I: HasCustomFields + ?Sized>(item: &I) -> Self
    where
        Self: FieldsOf<I::Id>,
    {
        let mut fields = Self::default();
        read(item.custom_fields(), &mut fields, &mut |_, _| ());
        fields
    }

    /// Reads the struct from an item, and returns the values whose type differs from that of their fields. Such a field is empty;
    /// [`changes_since`](Self::changes_since) does not change it.
    fn read_with_mismatches<I: HasCustomFields + ?Sized>(item: &I) -> (Self, Vec<Mismatch>)
    where
        Self: FieldsOf<I::Id>,
    {
        let (mut fields, mut mismatches) = (Self::default(), Vec::new());
        read(item.custom_fields(), &mut fields, &mut |field, expected| mismatches.push(field.mismatch(expected)));
        (fields, mismatches)
    }

    /// Returns the changes that set all fields with a value. Empty fields are not changed.
    ///
    /// [`FieldsRequest::fields`] adds them to a request.
    fn changes(&self) -> Vec<CustomFieldChange> {
        writes::changes(self)
    }

    /// Returns the changes between `before` and `self`: fields with another value are set, fields that have become empty are cleared,
    /// and other fields are not changed.
    fn changes_since(&self, before: &Self) -> Vec<CustomFieldChange> {
        writes::changes_since(self, before)
    }

    /// Returns the change that clears the field with the key `key`, with all its parts.
    ///
    /// ```
    /// # use pipedrive::custom_fields::{FieldsOf, TypedField};
    /// # use pipedrive::prelude::*;
    /// # use pipedrive::DateRange;
    /// # #[derive(Default)]
    /// # struct DealFields { period: Option<DateRange> }
    /// # impl TypedFields for DealFields {
    /// #     const FIELDS: &'static [TypedField<Self>] = &[TypedField::new(PERIOD, |deal| &deal.period, |deal| &mut deal.period)];
    /// # }
    /// # impl FieldsOf<DealId> for DealFields {}
    /// const PERIOD: &str = "dcf558aac1ae4e8c4f849ba5e668430d8df9be12";
    ///
    /// let client = pipedrive::Client::new("…")?;
    /// let request = client.v2().deals().update(42).custom_fields_from(DealFields::clear(PERIOD));
    /// assert_eq!(request.preview()?.json().unwrap()["custom_fields"], serde_json::json!({ PERIOD: null }));
    /// # Ok::<(), pipedrive::Error>(())
    /// ```
    fn clear(key: &str) -> CustomFieldChange {
        writes::clear(&Self::default(), key)
    }
}

/// States that a struct contains the custom fields of the items with ids of the type `Id`, such as `DealId`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not contain the custom fields of items with a `{Id}`",
    label = "these items have other custom fields"
)]
pub trait FieldsOf<Id>: TypedFields {}

impl<F: TypedFields> FieldsOf<AnyId> for F {}

/// A field of a struct that implements [`TypedFields`]: its key, and how to access it.
#[derive(Debug)]
pub struct TypedField<T> {
    key: &'static str,
    get: fn(&T) -> &dyn TypedValue,
    get_mut: fn(&mut T) -> &mut dyn TypedValue,
}

impl<T> TypedField<T> {
    /// Creates a field from its key and its accessors.
    pub const fn new(key: &'static str, get: fn(&T) -> &dyn TypedValue, get_mut: fn(&mut T) -> &mut dyn TypedValue) -> Self {
        Self { key, get, get_mut }
    }

    /// Returns the key.
    pub const fn key(&self) -> &'static str {
        self.key
    }
}

thread_local! {
    /// The index in the table of each field of the last item. All items of a list have the same fields in the same order.
    static ORDER: Cell<Vec<usize>> = const { Cell::new(Vec::new()) };
}

/// Reads every field, and passes those of another type to `report` with a description of the expected one. Compiled once.
fn read(from: &CustomFields, into: &mut dyn Table, report: &mut dyn FnMut(ReceivedField<'_>, &'static str)) {
    let mut order = ORDER.take();
    order.resize(from.len(), 0);
    for (field, last) in from.views().zip(&mut order) {
        if *last >= into.len() || into.key(*last) != field.key() {
            let Some(index) = into.find(field.key()) else { continue };
            *last = index;
        }
        if let Err(expected) = into.get_mut(*last).read(&field) {
            report(field, expected);
        }
    }
    ORDER.set(order);
}
