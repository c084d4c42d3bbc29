//! Functions that check whether a string is in the standard form of a codec.
//!
//! They check the shape of the string only, because it has already been parsed as a value.

/// Matches `2026-01-31T14:05:00Z`, optionally with milliseconds that are zero or that the codec writes as well.
pub(crate) fn rfc3339(string: &str) -> bool {
    let has_milliseconds = || {
        let ends_with = |suffix: &[u8]| string.as_bytes().ends_with(suffix);
        fits(string, "0000-00-00T00:00:00.000Z") && (ends_with(b".000Z") || !ends_with(b"0Z"))
    };
    (fits(string, "0000-00-00T00:00:00Z") || has_milliseconds()) && !has_leap_second(string, 17)
}

/// Matches `2026-01-31 14:05:00`.
pub(crate) fn space(string: &str) -> bool {
    fits(string, "0000-00-00 00:00:00") && !has_leap_second(string, 17)
}

/// Matches `2026-01-31 14:05`.
pub(crate) fn minute(string: &str) -> bool {
    fits(string, "0000-00-00 00:00")
}

/// Matches `2026-01-31`.
pub(crate) fn date(string: &str) -> bool {
    fits(string, "0000-00-00")
}

/// Matches `14:05:00`.
pub(crate) fn time(string: &str) -> bool {
    fits(string, "00:00:00") && !has_leap_second(string, 6)
}

/// Matches `14:05`.
pub(crate) fn time_minute(string: &str) -> bool {
    fits(string, "00:00")
}

/// Matches `01:30:00`, `100:00:00`, `-01:30:00`.
pub(crate) fn duration(string: &str) -> bool {
    hours_and(string, ":00:00")
}

/// Matches `01:30`, `100:00`, `-01:30`.
pub(crate) fn duration_minute(string: &str) -> bool {
    hours_and(string, ":00")
}

/// Never matches: for codecs that do not write strings.
pub(crate) fn never(_string: &str) -> bool {
    false
}

/// Returns whether a string matches a pattern, in which `0` matches any digit.
fn fits(string: &str, pattern: &str) -> bool {
    string.len() == pattern.len()
        && string
            .bytes()
            .zip(pattern.bytes())
            .all(|(byte, expected)| if expected == b'0' { byte.is_ascii_digit() } else { byte == expected })
}

/// Returns whether a string has a leap second, `:60`, which is parsed as `:59`.
fn has_leap_second(string: &str, seconds: usize) -> bool {
    string.as_bytes().get(seconds) == Some(&b'6')
}

/// Returns whether a string is a number of hours, of at least two digits and without superfluous zeros, followed by a match of
/// `rest`. A negative zero is not in standard form.
fn hours_and(string: &str, rest: &str) -> bool {
    let digits = string.strip_prefix('-').unwrap_or(string);
    let Some((hours, tail)) = digits.len().checked_sub(rest.len()).and_then(|length| digits.split_at_checked(length)) else {
        return false;
    };
    let plain =
        hours.bytes().all(|byte| byte.is_ascii_digit()) && (hours.len() == 2 || (hours.len() > 2 && !hours.starts_with('0')));
    let negative_zero = digits.len() < string.len() && !digits.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    plain && fits(tail, rest) && !negative_zero
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_the_form_of_the_codec_is_standard() {
        type Check = fn(&str) -> bool;
        let cases: [(Check, &[&str], &[&str]); 8] = [
            (
                super::rfc3339,
                &["2026-01-31T14:05:00Z", "2026-01-31T14:05:00.000Z", "2026-01-31T14:05:00.125Z"],
                &[
                    "2026-01-31 14:05:00",
                    "2026-01-31T14:05:00.120Z",
                    "2026-01-31T14:05:60Z",
                    "2026-01-31t14:05:00z",
                    "2026-01-31T14:05:00+00",
                ],
            ),
            (super::space, &["2026-01-31 14:05:00"], &["2026-01-31T14:05:00", "2026-01-31 14:05", " 026-01-31 14:05:00"]),
            (super::minute, &["2026-01-31 14:05"], &["2026-01-31 14:05:00"]),
            (super::date, &["2026-01-31"], &["20260131", "2026-W05-6", "2026-01-31 "]),
            (super::time, &["14:05:00"], &["14:05", "14:05:60"]),
            (super::time_minute, &["14:05"], &["14:05:00"]),
            (
                super::duration,
                &["01:30:00", "100:00:00", "-01:30:00"],
                &["1:30:00", "001:30:00", "01:30", "-00:00:00", "0", "", "é:00:00"],
            ),
            (super::duration_minute, &["01:30", "100:00"], &["1:30", "01:30:00", "-00:00"]),
        ];
        for (is_standard, standard, other) in cases {
            assert!(standard.iter().all(|string| is_standard(string)), "{standard:?}");
            assert!(!other.iter().any(|string| is_standard(string)), "{other:?}");
        }
    }
}
