//! Whether a text already has the form that its codec writes. A look at its shape is enough: it has been read as a value.

/// `2026-01-31T14:05:00Z`, perhaps with milliseconds that are zero or would be written again.
pub(crate) fn rfc3339(text: &str) -> bool {
    let exact = || fits(text, "0000-00-00T00:00:00.000Z") && (text.ends_with(".000Z") || !text.ends_with("0Z"));
    (fits(text, "0000-00-00T00:00:00Z") || exact()) && !has_leap_second(text, 17)
}

/// `2026-01-31 14:05:00`.
pub(crate) fn space(text: &str) -> bool {
    fits(text, "0000-00-00 00:00:00") && !has_leap_second(text, 17)
}

/// `2026-01-31 14:05`.
pub(crate) fn minute(text: &str) -> bool {
    fits(text, "0000-00-00 00:00")
}

/// `2026-01-31`.
pub(crate) fn date(text: &str) -> bool {
    fits(text, "0000-00-00")
}

/// `14:05:00`.
pub(crate) fn time(text: &str) -> bool {
    fits(text, "00:00:00") && !has_leap_second(text, 6)
}

/// `14:05`.
pub(crate) fn time_minute(text: &str) -> bool {
    fits(text, "00:00")
}

/// `01:30:00`, `100:00:00`, `-01:30:00`.
pub(crate) fn duration(text: &str) -> bool {
    hours_and(text, ":00:00")
}

/// `01:30`, `100:00`, `-01:30`.
pub(crate) fn duration_minute(text: &str) -> bool {
    hours_and(text, ":00")
}

/// No form for any type: it is written as something else than text.
pub(crate) fn never(_text: &str) -> bool {
    false
}

/// Whether a text has the shape of a pattern, in which `0` stands for any digit.
fn fits(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(byte, like)| if like == b'0' { byte.is_ascii_digit() } else { byte == like })
}

/// `:60` is read as `:59`.
fn has_leap_second(text: &str, seconds: usize) -> bool {
    text.as_bytes().get(seconds) == Some(&b'6')
}

/// Hours, at least two digits and no more zeros than that, before the rest. There is no negative zero.
fn hours_and(text: &str, rest: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let Some((hours, tail)) = digits.len().checked_sub(rest.len()).and_then(|length| digits.split_at_checked(length)) else {
        return false;
    };
    let plain =
        hours.bytes().all(|byte| byte.is_ascii_digit()) && (hours.len() == 2 || (hours.len() > 2 && !hours.starts_with('0')));
    let negative_zero = digits.len() < text.len() && !digits.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    plain && fits(tail, rest) && !negative_zero
}

#[cfg(test)]
mod tests {
    #[test]
    fn forms_are_told_apart() {
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
        for (form, usual, other) in cases {
            assert!(usual.iter().all(|text| form(text)), "{usual:?}");
            assert!(!other.iter().any(|text| form(text)), "{other:?}");
        }
    }
}
