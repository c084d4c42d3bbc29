//! Typed getters of custom fields. They return `None` if the field is absent, empty or of another type.

use std::convert::Infallible;

use jiff::civil::Date;

use super::{Address, CustomFields, DateRange, Money, TimeOfDay, TimeRange};

/// Typed getters. They return `None` if the field is absent, empty or of another type.
impl CustomFields {
    /// Returns a text, a phone number, or the text of an address.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.view(key)?.text().ok()?
    }

    /// Returns a number.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.view(key)?.number().ok()?
    }

    /// Returns an integer.
    pub fn integer(&self, key: &str) -> Option<i64> {
        self.view(key)?.integer().ok()?
    }

    /// Returns the id of the selected option of a single-option field.
    pub fn option_id(&self, key: &str) -> Option<i64> {
        self.view(key)?.option_id().ok()?
    }

    /// Returns the ids of the selected options of a multiple-option field. The list is empty if the field is.
    pub fn option_ids(&self, key: &str) -> Vec<i64> {
        let mut ids = Vec::new();
        if let Some(field) = self.view(key) {
            // Infallible: others are skipped.
            let _ = field.each_option::<Infallible>(&mut |id| {
                ids.extend(id.ok().flatten());
                Ok(())
            });
        }
        ids
    }

    /// Returns the label of the selected option, if the response contains it. In version 2 of the API, requests have the parameter
    /// `include_option_labels` for that.
    ///
    /// [`NamedField::option_label`](crate::custom_fields::NamedField::option_label) also returns labels that the response does not
    /// contain.
    pub fn option_label(&self, key: &str) -> Option<&str> {
        self.view(key)?.label()
    }

    /// Returns the labels of the selected options, if the response contains them; see [`option_label`](Self::option_label).
    pub fn option_labels(&self, key: &str) -> Vec<&str> {
        self.view(key).map_or_else(Vec::new, |field| field.labels().collect())
    }

    /// Returns an amount of money.
    pub fn money(&self, key: &str) -> Option<Money> {
        self.view(key)?.money().ok()?
    }

    /// Returns the exact value of a number, or of an amount of money. `None` also if it does not fit into a `Decimal`.
    ///
    /// Requires the feature `rust_decimal`.
    #[cfg(feature = "rust_decimal")]
    pub fn decimal(&self, key: &str) -> Option<rust_decimal::Decimal> {
        self.view(key)?.decimal().ok()?
    }

    /// Returns an exact amount of money. `None` also if it does not fit into a `Decimal`.
    ///
    /// Requires the feature `rust_decimal`.
    #[cfg(feature = "rust_decimal")]
    pub fn decimal_money(&self, key: &str) -> Option<super::DecimalMoney> {
        self.view(key)?.decimal_money().ok()?
    }

    /// Returns a date.
    pub fn date(&self, key: &str) -> Option<Date> {
        self.view(key)?.date().ok()?
    }

    /// Returns a range of dates.
    pub fn date_range(&self, key: &str) -> Option<DateRange> {
        self.view(key)?.date_range().ok()?
    }

    /// Returns a time of day.
    pub fn time(&self, key: &str) -> Option<TimeOfDay> {
        self.view(key)?.time().ok()?
    }

    /// Returns the name of the time zone of a time or a range of times. Only version 2 of the API returns it.
    pub fn timezone_name(&self, key: &str) -> Option<&str> {
        self.view(key)?.part("timezone_name")?.as_str()
    }

    /// Returns a range of times.
    pub fn time_range(&self, key: &str) -> Option<TimeRange> {
        self.view(key)?.time_range().ok()?
    }

    /// Returns an address.
    pub fn address(&self, key: &str) -> Option<Address> {
        self.view(key)?.address().ok()?
    }

    /// Returns the id of a user, as an `i64` or as an id type: `fields.user_id::<UserId>(key)`.
    pub fn user_id<Id: From<i64>>(&self, key: &str) -> Option<Id> {
        self.linked_id(key).map(Id::from)
    }

    /// Returns the id of a person, as an `i64` or as an id type, like [`user_id`](Self::user_id).
    pub fn person_id<Id: From<i64>>(&self, key: &str) -> Option<Id> {
        self.linked_id(key).map(Id::from)
    }

    /// Returns the id of an organization, as an `i64` or as an id type, like [`user_id`](Self::user_id).
    pub fn org_id<Id: From<i64>>(&self, key: &str) -> Option<Id> {
        self.linked_id(key).map(Id::from)
    }

    fn linked_id(&self, key: &str) -> Option<i64> {
        self.view(key)?.linked_id().ok()?
    }
}
