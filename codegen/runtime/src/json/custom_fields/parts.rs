//! Values of custom fields that consist of several parts.

use std::fmt;

use jiff::civil::{Date, Time};

use crate::json::number::Number;

/// An amount of money.
#[derive(Clone, Debug, PartialEq)]
pub struct Money {
    /// The amount.
    pub value: f64,
    /// The currency, such as `EUR`.
    pub currency: Option<String>,
}

impl Money {
    /// Creates an amount in a currency.
    pub fn new(value: impl Into<Number>, currency: impl Into<String>) -> Self {
        Self { value: value.into().into(), currency: Some(currency.into()) }
    }
}

/// The amount and the currency: `1234.5 EUR`. A precision applies to the amount: `{:.2}` displays `1234.50 EUR`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match f.precision() {
            Some(precision) => write!(f, "{:.precision$}", self.value)?,
            None => write!(f, "{}", self.value)?,
        }
        self.currency.iter().try_for_each(|currency| write!(f, " {currency}"))
    }
}

/// An exact amount of money.
///
/// Requires the feature `rust_decimal`.
#[cfg(feature = "rust_decimal")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DecimalMoney {
    /// The amount, with all digits.
    pub value: rust_decimal::Decimal,
    /// The currency, such as `EUR`.
    pub currency: Option<String>,
}

#[cfg(feature = "rust_decimal")]
impl DecimalMoney {
    /// Creates an amount in a currency.
    pub fn new(value: rust_decimal::Decimal, currency: impl Into<String>) -> Self {
        Self { value, currency: Some(currency.into()) }
    }
}

/// A range of dates.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DateRange {
    /// The first day.
    pub from: Date,
    /// The last day, inclusive; `None` if the range is open.
    pub until: Option<Date>,
}

impl DateRange {
    /// Creates a range from its first and last day.
    pub fn new(from: Date, until: Date) -> Self {
        Self { from, until: Some(until) }
    }
}

/// A time of day, optionally in a time zone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TimeOfDay {
    /// The time.
    pub time: Time,
    /// Id of the time zone in Pipedrive.
    pub timezone_id: Option<i64>,
}

/// A range of times of day.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TimeRange {
    /// Start time.
    pub from: Time,
    /// End time; `None` if the range is open.
    pub until: Option<Time>,
    /// Id of the time zone in Pipedrive.
    pub timezone_id: Option<i64>,
}

/// A postal address. In requests, only `value` is required; Pipedrive determines the other parts.
///
/// Setting an address replaces all of it: in version 2 of the API, parts that are `None` become empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Address {
    /// The complete address.
    pub value: String,
    /// Apartment or suite.
    pub subpremise: Option<String>,
    /// House number.
    pub street_number: Option<String>,
    /// Street.
    pub route: Option<String>,
    /// District.
    pub sublocality: Option<String>,
    /// City, town or village.
    pub locality: Option<String>,
    /// State or county.
    pub admin_area_level_1: Option<String>,
    /// Region.
    pub admin_area_level_2: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// The address as formatted by Pipedrive.
    pub formatted_address: Option<String>,
}

/// The complete address.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.value)
    }
}

impl Address {
    /// Creates an address from its complete text.
    pub fn new(value: impl Into<String>) -> Self {
        Self { value: value.into(), ..Self::default() }
    }

    /// Returns the parts other than `value`, with their names in JSON.
    pub(crate) fn parts(&self) -> [(&'static str, &Option<String>); 10] {
        [
            ("subpremise", &self.subpremise),
            ("street_number", &self.street_number),
            ("route", &self.route),
            ("sublocality", &self.sublocality),
            ("locality", &self.locality),
            ("admin_area_level_1", &self.admin_area_level_1),
            ("admin_area_level_2", &self.admin_area_level_2),
            ("country", &self.country),
            ("postal_code", &self.postal_code),
            ("formatted_address", &self.formatted_address),
        ]
    }

    /// Like [`parts`](Self::parts), with mutable references.
    pub(crate) fn parts_mut(&mut self) -> [(&'static str, &mut Option<String>); 10] {
        [
            ("subpremise", &mut self.subpremise),
            ("street_number", &mut self.street_number),
            ("route", &mut self.route),
            ("sublocality", &mut self.sublocality),
            ("locality", &mut self.locality),
            ("admin_area_level_1", &mut self.admin_area_level_1),
            ("admin_area_level_2", &mut self.admin_area_level_2),
            ("country", &mut self.country),
            ("postal_code", &mut self.postal_code),
            ("formatted_address", &mut self.formatted_address),
        ]
    }
}
