//! The forms in which the API writes dates, times and durations.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

/// A moment in any of the forms that the API is known to write: RFC 3339, or `2026-01-31 14:05[:00]`, which is UTC.
/// A date alone is no moment.
pub(crate) fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment);
    }
    if !text.contains(':') {
        return None;
    }
    let date_time: DateTime = text.parse().ok()?;
    Some(date_time.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// A date; a moment at midnight UTC passes for one, since nothing of it is lost.
pub(crate) fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    if !text.contains(':') {
        return text.parse().ok();
    }
    let midnight = utc(moment(text)?);
    (midnight.time() == Time::midnight()).then(|| midnight.date())
}

/// A time of day, `14:05` or `14:05:00`.
pub(crate) fn time(text: &str) -> Option<Time> {
    let text = text.trim();
    // The parser would also take the time out of a longer text.
    let plain = text.contains(':') && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':' || byte == b'.');
    plain.then(|| text.parse().ok()).flatten()
}

/// A duration, `1:30`, `01:30:00` or `0`. Hours may pass 24.
pub(crate) fn duration(text: &str) -> Option<SignedDuration> {
    let text = text.trim();
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
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

/// Whether a text is the API's way of saying that something has no date.
pub(crate) fn is_zero_date(text: &str) -> bool {
    text.starts_with("0000-00-00")
}

/// `2026-01-31 14:05:00`, UTC.
pub(crate) fn write_space(moment: Timestamp) -> String {
    let at = utc(moment);
    let (date, time) = (at.date(), at.time());
    format!("{date} {:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
}

/// `2026-01-31 14:05`, UTC.
pub(crate) fn write_minute(moment: Timestamp) -> String {
    let at = utc(moment);
    format!("{} {}", at.date(), write_time_minute(at.time()))
}

/// `14:05:00`.
pub(crate) fn write_time(time: Time) -> String {
    format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
}

/// `14:05`.
pub(crate) fn write_time_minute(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `01:30:00`.
pub(crate) fn write_duration(duration: SignedDuration) -> String {
    let (sign, total) = split(duration);
    format!("{sign}{:02}:{:02}:{:02}", total / 3600, total / 60 % 60, total % 60)
}

/// `01:30`.
pub(crate) fn write_duration_minute(duration: SignedDuration) -> String {
    let (sign, total) = split(duration);
    format!("{sign}{:02}:{:02}", total / 3600, total / 60 % 60)
}

fn split(duration: SignedDuration) -> (&'static str, u64) {
    (if duration.is_negative() { "-" } else { "" }, duration.as_secs().unsigned_abs())
}

fn utc(moment: Timestamp) -> DateTime {
    TimeZone::UTC.to_datetime(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_form_of_a_moment_is_read() {
        let expected: Timestamp = "2026-01-31T14:05:00Z".parse().unwrap();
        for text in [
            "2026-01-31 14:05:00",
            "2026-01-31 14:05",
            "2026-01-31T14:05:00",
            "2026-01-31T14:05:00.000Z",
            "2026-01-31T15:05:00+01:00",
        ] {
            assert_eq!(moment(text), Some(expected), "{text}");
        }
        for text in ["2026-01-31", "", "14:05", "2026-02-31 10:00:00", "soon", "99999-01-01 10:00:00"] {
            assert_eq!(moment(text), None, "{text}");
        }
        assert_eq!(write_space(expected), "2026-01-31 14:05:00");
        assert_eq!(write_minute(expected), "2026-01-31 14:05");
    }

    #[test]
    fn durations_pass_a_day() {
        assert_eq!(duration("0"), Some(SignedDuration::ZERO));
        assert_eq!(duration("01:30"), Some(SignedDuration::from_mins(90)));
        assert_eq!(duration("100:00:01").map(write_duration), Some("100:00:01".to_owned()));
        assert_eq!(duration("-01:30").map(write_duration_minute), Some("-01:30".to_owned()));
        for text in ["", "90", "1:60", "1:00:00:00", "a:b", "99999999999999999:00"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }

    #[test]
    fn times_and_dates_lose_nothing() {
        assert_eq!(time("14:05").map(write_time), Some("14:05:00".to_owned()));
        assert_eq!(time("2026-01-31 14:05"), None);
        assert_eq!(date("2026-01-31T00:00:00.000Z"), date("2026-01-31"));
        assert_eq!(date("2026-01-31T10:00:00Z"), None);
    }
}
