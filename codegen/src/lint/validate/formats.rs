//! Checks the formats that `spec/README.md` lists. In patterns, `9` is a digit.

/// Returns a sample of the format if the value does not have it. Returns `None` for a valid value and for a format without a check.
pub(super) fn sample_for_invalid(format: &str, value: &str) -> Option<&'static str> {
    let (is_valid, sample) = match format {
        "date" => (is(value, "9999-99-99") && date(value), "2026-01-31"),
        "date-time" => (date_time(value), "2026-01-31T14:05:00Z"),
        "datetime-space" => (is(value, "9999-99-99 99:99:99") && date(value) && clock(value.get(11..)), "2026-01-31 14:05:00"),
        "datetime-minute" => (is(value, "9999-99-99 99:99") && date(value) && clock(value.get(11..)), "2026-01-31 14:05"),
        "time" => (is(value, "99:99:99") && clock(Some(value)), "14:05:00"),
        "time-minute" => (is(value, "99:99") && clock(Some(value)), "14:05"),
        // A duration can be longer than a day.
        "duration" => (is(value, "99:99:99") || is(value, "999:99:99"), "01:30:00"),
        "duration-minute" => (is(value, "99:99") || is(value, "999:99"), "01:30"),
        "uuid" => (uuid(value), "adf21080-0e10-11eb-879b-05d71fb426ec"),
        "uri" => (value.contains("://"), "https://example.com/"),
        "email" => (value.contains('@'), "someone@example.com"),
        _ => return None,
    };
    if is_valid { None } else { Some(sample) }
}

fn is(value: &str, pattern: &str) -> bool {
    value.len() == pattern.len()
        && value.bytes().zip(pattern.bytes()).all(|(c, p)| if p == b'9' { c.is_ascii_digit() } else { c == p })
}

/// Parses two digits at an index. The caller has checked the pattern.
fn number(value: &str, at: usize) -> u32 {
    value.get(at..at + 2).and_then(|digits| digits.parse().ok()).unwrap_or(u32::MAX)
}

fn date(value: &str) -> bool {
    let year = value.get(..4).and_then(|digits| digits.parse::<u32>().ok()).unwrap_or_default();
    let days = match number(value, 5) {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&number(value, 8))
}

fn clock(value: Option<&str>) -> bool {
    value.is_some_and(|value| number(value, 0) < 24 && number(value, 3) < 60 && (value.len() < 8 || number(value, 6) < 61))
}

fn date_time(value: &str) -> bool {
    let Some((head, tail)) = value.split_at_checked(19) else { return false };
    if !is(head, "9999-99-99T99:99:99") || !date(head) || !clock(head.get(11..)) {
        return false;
    }
    let zone = match tail.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => tail,
    };
    zone == "Z" || is(zone, "+99:99") || is(zone, "-99:99")
}

fn uuid(value: &str) -> bool {
    value.len() == 36
        && value.bytes().enumerate().all(|(index, c)| match index {
            8 | 13 | 18 | 23 => c == b'-',
            _ => c.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::sample_for_invalid;

    #[test]
    fn formats_are_checked() {
        for (format, good, bad) in [
            ("date", "2026-01-31", "2026-13-31"),
            ("date", "2024-02-29", "2026-02-29"),
            ("date-time", "2026-01-31T14:05:00.123Z", "2026-01-31 14:05:00"),
            ("date-time", "2026-01-31T14:05:00+02:00", "2026-01-31T25:05:00Z"),
            ("datetime-space", "2026-01-31 14:05:00", "2026-01-31T14:05:00Z"),
            ("datetime-minute", "2026-01-31 14:05", "2026-01-31 14:05:00"),
            ("time", "14:05:00", "14:05"),
            ("time-minute", "14:05", "24:05"),
            ("duration", "101:30:00", "1:30"),
            ("uuid", "adf21080-0e10-11eb-879b-05d71fb426ec", "äöü"),
        ] {
            assert_eq!(sample_for_invalid(format, good), None, "{format} {good}");
            assert!(sample_for_invalid(format, bad).is_some(), "{format} {bad}");
        }
    }
}
