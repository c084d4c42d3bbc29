//! Values of custom fields as strings.

use std::fmt::{self, Display, Formatter};

use super::{CustomFieldValue, DateRange, TimeOfDay, TimeRange};
use crate::json::unquoted::unquoted;

/// The value in one line, such as `1234.5 EUR`. Options are ids, separated by commas.
impl Display for CustomFieldValue {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.pad(text),
            Self::Money(money) => money.fmt(f),
            #[cfg(feature = "rust_decimal")]
            Self::DecimalMoney(money) => money.fmt(f),
            Self::DateRange(range) => range.fmt(f),
            Self::Time(time) => time.fmt(f),
            Self::TimeRange(range) => range.fmt(f),
            Self::Address(address) => address.fmt(f),
            other => f.pad(&unquoted(&other.to_nested())),
        }
    }
}

/// The first and the last day: `2026-05-01 to 2026-06-30`, or `from 2026-05-01` if the range is open.
impl Display for DateRange {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        range(&self.from, self.until.as_ref(), f)
    }
}

/// The time without its time zone: `09:30:00`.
impl Display for TimeOfDay {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.time.fmt(f)
    }
}

/// The times without their time zone: `08:00:00 to 16:00:00`, or `from 08:00:00` if the range is open.
impl Display for TimeRange {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        range(&self.from, self.until.as_ref(), f)
    }
}

/// The amount and the currency: `1234.50 EUR`.
#[cfg(feature = "rust_decimal")]
impl Display for super::DecimalMoney {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)?;
        self.currency.iter().try_for_each(|currency| write!(f, " {currency}"))
    }
}

fn range(from: &dyn Display, until: Option<&impl Display>, f: &mut Formatter<'_>) -> fmt::Result {
    match until {
        Some(until) => write!(f, "{from} to {until}"),
        None => write!(f, "from {from}"),
    }
}
