//! Edits the content of `CHANGELOG.md`: a section per release, newest first, with "Unreleased" on top.

use pipedrive_codegen::diff::render::ChangelogSection;

const TITLE: &str = "# Changelog";
const UNRELEASED: &str = "## Unreleased";

/// The maximum line length in characters.
const WIDTH: usize = 140;

/// The prefix of summaries: a new summary replaces the old one.
const SUMMARY: &str = "- New wording: ";

/// Renders the sections of a release.
pub(super) fn entry(sections: &[ChangelogSection]) -> String {
    let mut lines = Vec::new();
    for group in sections {
        add(&mut lines, group);
    }
    if lines.is_empty() { String::new() } else { lines.join("\n") + "\n" }
}

/// Adds missing entries to the section "Unreleased". Returns the new content and the number of added entries.
pub(super) fn insert(content: &str, sections: &[ChangelogSection]) -> (String, usize) {
    let (before, mut section, after) = split(content);
    let mut added = 0;
    for group in sections {
        let existing: Vec<String> = items(&section).map(|(_, item)| item).collect();
        let wanted = |entry: &&String| !existing.contains(&format!("- {entry}"));
        let entries: Vec<String> = group.entries.iter().filter(wanted).cloned().collect();
        if entries.iter().any(|entry| format!("- {entry}").starts_with(SUMMARY)) {
            remove(&mut section, SUMMARY);
        }
        added += entries.len();
        add(&mut section, &ChangelogSection { title: group.title, entries });
    }
    if added == 0 {
        return (content.to_owned(), 0);
    }
    (join(&before, UNRELEASED, &section, &after), added)
}

/// Turns "Unreleased" into a release below a new, empty "Unreleased". Returns `None` if there is nothing to release.
pub(crate) fn release(content: &str, version: &str, date: &str) -> Option<String> {
    let (before, section, after) = split(content);
    let heading = format!("{UNRELEASED}\n\n## {version} ({date})");
    section.iter().any(|line| line.starts_with("- ")).then(|| join(&before, &heading, &section, &after))
}

/// Splits the content into the lines before, in and after "Unreleased", without surrounding blank lines.
fn split(content: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    let lines: Vec<String> = content.lines().map(str::to_owned).collect();
    let start = lines.iter().position(|line| line.trim_end() == UNRELEASED);
    let is_release = |line: &String| line.starts_with("## ");
    let Some(start) = start else {
        // A new section is inserted before the first release.
        let first = lines.iter().position(is_release).unwrap_or(lines.len());
        let before = if first == 0 { vec![TITLE.to_owned()] } else { lines[..first].to_vec() };
        return (trimmed(&before), Vec::new(), trimmed(&lines[first..]));
    };
    let end = lines[start + 1..].iter().position(is_release).map_or(lines.len(), |length| start + 1 + length);
    (trimmed(&lines[..start]), trimmed(&lines[start + 1..end]), trimmed(&lines[end..]))
}

fn trimmed(lines: &[String]) -> Vec<String> {
    let is_text = |line: &String| !line.trim().is_empty();
    let (first, last) = (lines.iter().position(is_text), lines.iter().rposition(is_text));
    first.zip(last).map_or_else(Vec::new, |(first, last)| lines[first..=last].to_vec())
}

fn join(before: &[String], heading: &str, section: &[String], after: &[String]) -> String {
    let parts = [before.join("\n"), heading.to_owned(), trimmed(section).join("\n"), after.join("\n")];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}\n", parts.join("\n\n"))
}

/// Appends entries to their section, which is created if missing.
fn add(section: &mut Vec<String>, group: &ChangelogSection) {
    if group.entries.is_empty() {
        return;
    }
    let heading = format!("### {}", group.title);
    let mut position = if let Some(start) = section.iter().position(|line| line.trim_end() == heading) {
        let end = section[start + 1..].iter().position(|line| line.starts_with('#')).map_or(section.len(), |end| start + 1 + end);
        // Blank lines at the end of the section are kept after the new entries.
        section[..end].iter().rposition(|line| !line.trim().is_empty()).map_or(end, |last| last + 1)
    } else {
        if !section.is_empty() {
            section.push(String::new());
        }
        section.extend([heading.clone(), String::new()]);
        section.len()
    };
    if section[position - 1].trim_end() == heading {
        if section.get(position).is_none_or(|line| !line.trim().is_empty()) {
            section.insert(position, String::new());
        }
        position += 1;
    }
    let lines: Vec<String> = group.entries.iter().flat_map(|entry| wrapped(entry)).collect();
    section.splice(position..position, lines);
}

/// Returns the list items: the index of the first line, and the content on one line.
fn items(section: &[String]) -> impl Iterator<Item = (usize, String)> {
    let starts = section.iter().enumerate().filter(|(_, line)| line.starts_with("- ")).map(|(index, _)| index);
    starts.map(|start| {
        let words: Vec<&str> =
            section[start..end_of_item(section, start)].iter().flat_map(|line| line.split_whitespace()).collect();
        (start, words.join(" "))
    })
}

/// Returns the end of a list item; continuation lines are indented.
fn end_of_item(section: &[String], start: usize) -> usize {
    section[start + 1..].iter().position(|line| !line.starts_with("  ")).map_or(section.len(), |length| start + 1 + length)
}

fn remove(section: &mut Vec<String>, prefix: &str) {
    let start = items(section).find(|(_, text)| text.starts_with(prefix)).map(|(start, _)| start);
    if let Some(start) = start {
        let end = end_of_item(section, start);
        section.drain(start..end);
    }
}

/// Splits an entry at spaces outside of code spans: on a line of its own, a part of one could begin a heading, a list or a fence.
fn words(entry: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut fence = 0;
    for word in entry.split_whitespace() {
        match words.last_mut().filter(|_| fence > 0) {
            Some(last) => last.extend([" ", word]),
            None => words.push(word.to_owned()),
        }
        for run in word.split(|c| c != '`').map(str::len).filter(|run| *run > 0) {
            fence = match fence {
                0 => run,
                open if open == run => 0,
                open => open,
            };
        }
    }
    words
}

fn wrapped(entry: &str) -> Vec<String> {
    let mut lines = vec!["-".to_owned()];
    for word in words(entry) {
        let last = lines.last_mut().filter(|line| line.chars().count() + 1 + word.chars().count() <= WIDTH || line.trim() == "-");
        match last {
            Some(line) => line.extend([" ", &word]),
            None => lines.push(format!("  {word}")),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{ChangelogSection, insert, release};

    const FILE: &str = "# Changelog\n\n## Unreleased\n\n- By hand,\n  on two lines.\n\n### Added\n\n- One.\n\n## 0.1.0 (2026-01-01)\n\n- First.\n";

    fn group(title: &'static str, entries: &[&str]) -> ChangelogSection {
        ChangelogSection { title, entries: entries.iter().map(|&entry| entry.to_owned()).collect() }
    }

    #[test]
    fn existing_entries_are_not_added_again() {
        let sections = [group("Breaking", &["Gone."]), group("Added", &["One.", "Two.", "By hand, on two lines."])];
        let (text, added) = insert(FILE, &sections);
        assert_eq!(added, 2);
        assert_eq!(
            text,
            "# Changelog\n\n## Unreleased\n\n- By hand,\n  on two lines.\n\n### Added\n\n- One.\n- Two.\n\n### Breaking\n\n- Gone.\n\n\
             ## 0.1.0 (2026-01-01)\n\n- First.\n"
        );
        assert_eq!(insert(&text, &sections), (text.clone(), 0));
    }

    #[test]
    fn summaries_replace_older_ones() {
        let (text, _) = insert(FILE, &[group("Documentation", &["New wording: `a`."])]);
        let (text, added) = insert(&text, &[group("Documentation", &["New wording: `a`, `b`."])]);
        assert_eq!(added, 1);
        assert!(text.contains("### Documentation\n\n- New wording: `a`, `b`.\n\n## 0.1.0"), "{text}");
    }

    #[test]
    fn missing_sections_are_created_and_lines_are_wrapped() {
        let long = ["word"; 40].join(" ");
        let (text, _) = insert("# Changelog\n\n## 0.1.0 (2026-01-01)\n\n- First.\n", &[group("Added", &[&long])]);
        assert!(text.starts_with("# Changelog\n\n## Unreleased\n\n### Added\n\n- word word"), "{text}");
        assert!(text.lines().all(|line| line.len() <= 140) && text.contains("\n  word"), "{text}");
        assert!(insert("", &[group("Added", &["One."])]).0.starts_with("# Changelog\n\n## Unreleased\n"));
    }

    #[test]
    fn a_code_span_is_not_split() {
        let value = format!("``a ` # B - c ``, `{}`", ["word #"; 30].join(" "));
        let (text, _) = insert("", &[group("Added", &[&value])]);
        assert!(text.contains("- ``a ` # B - c ``,\n") && !text.contains("\n  #"), "{text}");
    }

    #[test]
    fn a_release_contains_the_unreleased_entries() {
        let text = release(FILE, "0.2.0", "2026-11-21").expect("something to release");
        assert!(text.starts_with("# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-11-21)\n\n- By hand,\n"), "{text}");
        assert!(text.ends_with("- One.\n\n## 0.1.0 (2026-01-01)\n\n- First.\n"), "{text}");
        assert_eq!(release(&text, "0.3.0", "2026-11-22"), None);
    }
}
