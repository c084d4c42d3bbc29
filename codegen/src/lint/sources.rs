//! `x-source` names known sources in a fixed form, so that a reader can look them up. `spec/README.md` documents the grammar.

use super::{LintReport, entries, rule};
use crate::load::Document;

rule!(KnownSources, SOURCE, "`x-source` names known sources.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    entries::visit(document, &mut |entry, at| {
        let Some(text) = entry.value.as_str().filter(|_| entry.key == "x-source") else { return };
        match sources(text) {
            Ok(0) => {
                let forms: Vec<String> = FORMS.iter().map(|form| format!("`{}`", form.sample)).collect();
                let help = format!(
                    "add one of {}, `client-nodejs 31` or `not documented`; spec/README.md has the forms",
                    forms.join(", ")
                );
                report.at(&at(), "`x-source` names no source", help);
            }
            Ok(_) => {}
            Err((written, sample)) => {
                report.at(&at(), format!("malformed source `{written}`"), format!("write it as `{sample}`"));
            }
        }
    });
}

/// The form of a source: a word, and what must follow it.
struct SourceForm {
    word: &'static str,
    /// Another spelling, which is malformed.
    misspelling: &'static str,
    sample: &'static str,
    /// `0` is any digit, and the other characters are themselves. The alternatives are separated by `|`.
    then: &'static [&'static str],
}

const FORMS: [SourceForm; 5] = [
    SourceForm { word: "seed", misspelling: "seeds", sample: "seed 004", then: &["000"] },
    SourceForm { word: "vendor", misspelling: "vendors", sample: "vendor v2 2026-11", then: &["v1|v2", "0000-00"] },
    SourceForm { word: "changelog", misspelling: "changelogs", sample: "changelog 2021-03-23", then: &["0000-00-00"] },
    SourceForm { word: "behaviour", misspelling: "behavior", sample: "behaviour 2.5", then: &["0.0|0.00"] },
    SourceForm { word: "field", misspelling: "fields", sample: "field 2026-05", then: &["0000|0000-00"] },
];

/// The number of sources. The error is the first one that is malformed, and a sample of its form.
fn sources(text: &str) -> Result<usize, (String, &'static str)> {
    // What is in backticks is the name of an element.
    let prose: String = text.split('`').step_by(2).collect();
    let is_mark = |c: char| c.is_ascii_punctuation();
    let words: Vec<&str> = prose.split_whitespace().map(|word| word.trim_matches(is_mark)).collect();
    let mut count = 0;
    for (index, word) in words.iter().enumerate() {
        let rest = &words[index + 1..];
        let lower = word.to_ascii_lowercase();
        if let Some(client) = lower.strip_prefix("client-") {
            let version = rest.first().is_some_and(|next| !next.is_empty() && next.chars().all(|c| c.is_ascii_digit()));
            count += usize::from(version && !client.is_empty());
        } else if let ("not", Some(&"documented")) = (lower.as_str(), rest.first()) {
            count += 1;
        } else if let Some(form) = FORMS.iter().find(|form| lower == form.word || lower == form.misspelling) {
            let is_example = form.word == "vendor" && matches!(rest.first(), Some(&("example" | "examples")));
            let rest = &rest[usize::from(is_example)..];
            // Without a number after it, the word is part of a sentence.
            if !rest.first().is_some_and(|next| starts_a_source(next)) {
                continue;
            }
            let found: Vec<&str> = rest.iter().copied().take(form.then.len()).collect();
            if *word != form.word
                || found.len() < form.then.len()
                || !form.then.iter().zip(&found).all(|(form, word)| fits(form, word))
            {
                return Err((format!("{word} {}", found.join(" ")), form.sample));
            }
            count += 1;
        }
    }
    Ok(count)
}

/// Whether a word is a number, a date or a version.
fn starts_a_source(word: &str) -> bool {
    word.strip_prefix(['v', 'V', '#']).unwrap_or(word).starts_with(|c: char| c.is_ascii_digit())
}

fn fits(form: &str, word: &str) -> bool {
    form.split('|').any(|form| {
        let is_equal = |(form, c): (char, char)| if form == '0' { c.is_ascii_digit() } else { form == c };
        form.chars().count() == word.chars().count() && form.chars().zip(word.chars()).all(is_equal) && is_date(form, word)
    })
}

/// Whether the month and the day exist. What is no date has none.
fn is_date(form: &str, word: &str) -> bool {
    let mut numbers = word.split('-').skip(1).map(|number| number.parse().unwrap_or(0));
    let in_range = |number: Option<u32>, last| number.is_none_or(|number| (1..=last).contains(&number));
    !form.contains('-') || in_range(numbers.next(), 12) && in_range(numbers.next(), 31)
}

#[cfg(test)]
mod tests {
    use super::sources;

    #[test]
    fn sources_are_counted() {
        for (text, count) in [
            ("seed 004", 1),
            ("seed 001, seed 004; vendor examples v1 2026-11", 3),
            ("vendor v1 2026-11: the ID; field 2026-11: `true`", 2),
            ("null: behaviour 2.7", 1),
            ("client-nodejs 31; field 2025, of products (changelog 2021-05-26)", 3),
            ("not documented; taken to be as in the other fields", 1),
            ("vendor v2 2026-11 has no `seed 1`", 1),
            ("some vendor examples show an integer, and the behaviour of fields differs", 0),
            ("the documentation", 0),
            ("client-nodejs", 0),
            ("", 0),
        ] {
            assert_eq!(sources(text), Ok(count), "{text}");
        }
    }

    #[test]
    fn malformed_sources_are_found() {
        for (text, written) in [
            ("seed 4", "seed 4"),
            ("Seed 004", "Seed 004"),
            ("seeds 001 and 004", "seeds 001"),
            ("seed 004; vendor 2026-11", "vendor 2026-11"),
            ("vendor v1, which says integer", "vendor v1 which"),
            ("vendor v3 2026-11", "vendor v3 2026-11"),
            ("vendor example v2", "vendor v2"),
            ("changelog 2021-03", "changelog 2021-03"),
            ("changelog 2021-13-01", "changelog 2021-13-01"),
            ("behavior 2.5", "behavior 2.5"),
            ("behaviour 2", "behaviour 2"),
            ("field 2026-00", "field 2026-00"),
            ("field 26", "field 26"),
        ] {
            assert_eq!(sources(text).err().map(|(written, _)| written).as_deref(), Some(written), "{text}");
        }
    }
}
