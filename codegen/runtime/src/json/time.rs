//! The formats in which the API sends dates, times and durations.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

/// Parses a timestamp in any format that the API is known to send: RFC 3339, or `2026-01-31 14:05[:00]`, which is UTC.
/// A date alone is not a timestamp.
pub(crate) fn timestamp(string: &str) -> Option<Timestamp> {
    let string = string.trim();
    if let Ok(timestamp) = string.parse::<Timestamp>() {
        return Some(timestamp);
    }
    if !string.contains(':') {
        return None;
    }
    let date_time: DateTime = string.parse().ok()?;
    Some(date_time.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// Parses a date. A timestamp at midnight UTC is accepted too, because the conversion is exact.
pub(crate) fn date(string: &str) -> Option<Date> {
    if let Some(date) = plain_date(string.as_bytes()) {
        return Some(date);
    }
    let string = string.trim();
    if !string.contains(':') {
        return string.parse().ok();
    }
    let midnight = utc(timestamp(string)?);
    (midnight.time() == Time::midnight()).then(|| midnight.date())
}

/// Parses a date in its most frequent form, `2026-01-31`, for which the general parser takes several times as long.
fn plain_date(string: &[u8]) -> Option<Date> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *string else { return None };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i16::from(byte - b'0'));
    let two = |tens: u8, ones: u8| Some(digit(tens)? * 10 + digit(ones)?);
    let small = |number: i16| i8::try_from(number).ok();
    Date::new(two(y0, y1)? * 100 + two(y2, y3)?, small(two(m0, m1)?)?, small(two(d0, d1)?)?).ok()
}

/// Parses a time of day, `14:05` or `14:05:00`.
pub(crate) fn time(string: &str) -> Option<Time> {
    let string = string.trim();
    // The parser also accepts a time that follows a date.
    let plain = string.contains(':') && string.bytes().all(|byte| byte.is_ascii_digit() || byte == b':' || byte == b'.');
    plain.then(|| string.parse().ok()).flatten()
}

/// Parses a duration, `1:30`, `01:30:00` or `0`. The number of hours is not limited to 24.
pub(crate) fn duration(string: &str) -> Option<SignedDuration> {
    let string = string.trim();
    let (negative, digits) = string.strip_prefix('-').map_or((false, string), |rest| (true, rest));
    if !digits.is_empty() && digits.bytes().all(|byte| byte == b'0') {
        return Some(SignedDuration::ZERO);
    }
    let mut parts = digits.split(':');
    let (hours, minutes) = (number(parts.next()?)?, number(parts.next()?)?);
    let seconds = match parts.next() {
        Some(seconds) => number(seconds)?,
        None => 0,
    };
    if parts.next().is_some() || minutes > 59 || seconds > 59 {
        return None;
    }
    let total = hours.checked_mul(3600)?.checked_add(minutes * 60 + seconds)?;
    Some(SignedDuration::from_secs(if negative { -total } else { total }))
}

fn number(digits: &str) -> Option<i64> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// Returns whether a string is `0000-00-00`, with or without a time, by which the API represents a missing date.
pub(crate) fn is_zero_date(string: &str) -> bool {
    string.starts_with("0000-00-00")
}

/// Formats a timestamp as `2026-01-31 14:05:00`, UTC.
pub(crate) fn write_space(timestamp: Timestamp) -> String {
    let utc = utc(timestamp);
    let (date, time) = (utc.date(), utc.time());
    format!("{date} {:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
}

/// Formats a timestamp as `2026-01-31 14:05`, UTC.
pub(crate) fn write_minute(timestamp: Timestamp) -> String {
    let utc = utc(timestamp);
    format!("{} {}", utc.date(), write_time_minute(utc.time()))
}

/// Formats a time of day as `14:05:00`.
pub(crate) fn write_time(time: Time) -> String {
    format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
}

/// Formats a time of day as `14:05`.
pub(crate) fn write_time_minute(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Formats a duration as `01:30:00`.
pub(crate) fn write_duration(duration: SignedDuration) -> String {
    let (sign, total) = split(duration);
    format!("{sign}{:02}:{:02}:{:02}", total / 3600, total / 60 % 60, total % 60)
}

/// Formats a duration as `01:30`.
pub(crate) fn write_duration_minute(duration: SignedDuration) -> String {
    let (sign, total) = split(duration);
    format!("{sign}{:02}:{:02}", total / 3600, total / 60 % 60)
}

fn split(duration: SignedDuration) -> (&'static str, u64) {
    (if duration.is_negative() { "-" } else { "" }, duration.as_secs().unsigned_abs())
}

fn utc(timestamp: Timestamp) -> DateTime {
    TimeZone::UTC.to_datetime(timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_known_timestamp_formats_are_parsed() {
        let expected: Timestamp = "2026-01-31T14:05:00Z".parse().unwrap();
        for string in [
            "2026-01-31 14:05:00",
            "2026-01-31 14:05",
            "2026-01-31T14:05:00",
            "2026-01-31T14:05:00.000Z",
            "2026-01-31T15:05:00+01:00",
        ] {
            assert_eq!(timestamp(string), Some(expected), "{string}");
        }
        for string in ["2026-01-31", "", "14:05", "2026-02-31 10:00:00", "soon", "99999-01-01 10:00:00"] {
            assert_eq!(timestamp(string), None, "{string}");
        }
        assert_eq!(write_space(expected), "2026-01-31 14:05:00");
        assert_eq!(write_minute(expected), "2026-01-31 14:05");
    }

    #[test]
    fn durations_are_not_limited_to_a_day() {
        assert_eq!(duration("0"), Some(SignedDuration::ZERO));
        assert_eq!(duration("01:30"), Some(SignedDuration::from_mins(90)));
        assert_eq!(duration("100:00:01").map(write_duration), Some("100:00:01".to_owned()));
        assert_eq!(duration("-01:30").map(write_duration_minute), Some("-01:30".to_owned()));
        for string in ["", "90", "1:60", "1:00:00:00", "a:b", "99999999999999999:00"] {
            assert_eq!(duration(string), None, "{string}");
        }
    }

    #[test]
    fn only_exact_times_and_dates_are_parsed() {
        assert_eq!(time("14:05").map(write_time), Some("14:05:00".to_owned()));
        assert_eq!(time("2026-01-31 14:05"), None);
        assert_eq!(date("2026-01-31T00:00:00.000Z"), date("2026-01-31"));
        assert_eq!(date("2026-01-31T10:00:00Z"), None);
    }
}
