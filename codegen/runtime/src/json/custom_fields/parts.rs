//! The values of custom fields that consist of several parts.

use jiff::civil::{Date, Time};

/// An amount of money.
#[derive(Clone, Debug, PartialEq)]
pub struct Money {
    /// The amount.
    pub value: f64,
    /// The currency, such as `EUR`.
    pub currency: Option<String>,
}

impl Money {
    /// An amount in a currency.
    pub fn new(value: f64, currency: impl Into<String>) -> Self {
        Self { value, currency: Some(currency.into()) }
    }
}

/// Two dates and what lies between them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DateRange {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Option<Date>,
}

impl DateRange {
    /// From one day to another.
    pub fn new(from: Date, until: Date) -> Self {
        Self { from, until: Some(until) }
    }
}

/// A time of day, in a time zone where one is given.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TimeOfDay {
    /// The time.
    pub time: Time,
    /// The time zone, a number of Pipedrive's own.
    pub timezone_id: Option<i64>,
}

/// Two times of day and what lies between them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TimeRange {
    /// When it begins.
    pub from: Time,
    /// When it ends.
    pub until: Option<Time>,
    /// The time zone, a number of Pipedrive's own.
    pub timezone_id: Option<i64>,
}

/// A postal address. Only `value` is needed to write one; Pipedrive finds out the rest.
///
/// Writing an address replaces all of it: in the second version, parts that are not given become empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Address {
    /// The whole address as one text.
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
    /// The address as Pipedrive found it.
    pub formatted_address: Option<String>,
}

impl Address {
    /// An address from one text.
    pub fn new(value: impl Into<String>) -> Self {
        Self { value: value.into(), ..Self::default() }
    }

    /// The parts beside `value`, under the names they have on the wire.
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

    /// The same, to fill them.
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
