//! The formats of `spec/README.md`, as patterns: `9` is a digit, anything else itself.

/// `None` if the text is of the format or the format is not one that can be judged; else how it should look.
pub(super) fn wrong(format: &str, text: &str) -> Option<&'static str> {
    let (fits, wanted) = match format {
        "date" => (is(text, "9999-99-99") && date(text), "2026-01-31"),
        "date-time" => (date_time(text), "2026-01-31T14:05:00Z"),
        "datetime-space" => (is(text, "9999-99-99 99:99:99") && date(text) && clock(text.get(11..)), "2026-01-31 14:05:00"),
        "datetime-minute" => (is(text, "9999-99-99 99:99") && date(text) && clock(text.get(11..)), "2026-01-31 14:05"),
        "time" => (is(text, "99:99:99") && clock(Some(text)), "14:05:00"),
        "time-minute" => (is(text, "99:99") && clock(Some(text)), "14:05"),
        // A duration may be longer than a day.
        "duration" => (is(text, "99:99:99") || is(text, "999:99:99"), "01:30:00"),
        "duration-minute" => (is(text, "99:99") || is(text, "999:99"), "01:30"),
        "uuid" => (uuid(text), "adf21080-0e10-11eb-879b-05d71fb426ec"),
        "uri" => (text.contains("://"), "https://example.com/"),
        "email" => (text.contains('@'), "someone@example.com"),
        _ => return None,
    };
    if fits { None } else { Some(wanted) }
}

fn is(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(c, p)| if p == b'9' { c.is_ascii_digit() } else { c == p })
}

/// Two digits at a place. The pattern has been checked before.
fn number(text: &str, at: usize) -> u32 {
    text.get(at..at + 2).and_then(|digits| digits.parse().ok()).unwrap_or(u32::MAX)
}

fn date(text: &str) -> bool {
    (1..=12).contains(&number(text, 5)) && (1..=31).contains(&number(text, 8))
}

fn clock(text: Option<&str>) -> bool {
    text.is_some_and(|text| number(text, 0) < 24 && number(text, 3) < 60 && (text.len() < 8 || number(text, 6) < 61))
}

fn date_time(text: &str) -> bool {
    let Some((head, tail)) = text.split_at_checked(19) else { return false };
    if !is(head, "9999-99-99T99:99:99") || !date(head) || !clock(head.get(11..)) {
        return false;
    }
    let zone = match tail.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => tail,
    };
    zone == "Z" || is(zone, "+99:99") || is(zone, "-99:99")
}

fn uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, c)| match index {
            8 | 13 | 18 | 23 => c == b'-',
            _ => c.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::wrong;

    #[test]
    fn formats_are_told_apart() {
        for (format, good, bad) in [
            ("date", "2026-01-31", "2026-13-31"),
            ("date-time", "2026-01-31T14:05:00.123Z", "2026-01-31 14:05:00"),
            ("date-time", "2026-01-31T14:05:00+02:00", "2026-01-31T25:05:00Z"),
            ("datetime-space", "2026-01-31 14:05:00", "2026-01-31T14:05:00Z"),
            ("datetime-minute", "2026-01-31 14:05", "2026-01-31 14:05:00"),
            ("time", "14:05:00", "14:05"),
            ("time-minute", "14:05", "24:05"),
            ("duration", "101:30:00", "1:30"),
            ("uuid", "adf21080-0e10-11eb-879b-05d71fb426ec", "äöü"),
        ] {
            assert_eq!(wrong(format, good), None, "{format} {good}");
            assert!(wrong(format, bad).is_some(), "{format} {bad}");
        }
    }
}
