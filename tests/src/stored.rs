//! Files that tests compare with, and how they are brought up to date.

use similar::TextDiff;

/// Whether stored files are to be rewritten: `UPDATE_GOLDEN=1`, which CI refuses.
pub fn updates() -> bool {
    let wanted = std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1");
    assert!(!wanted || std::env::var_os("CI").is_none(), "stored files are not rewritten in CI");
    wanted
}

/// How a text differs from what is stored, as a unified diff.
pub fn diff(name: &str, stored: &str, text: &str) -> String {
    TextDiff::from_lines(stored, text).unified_diff().header(&format!("stored/{name}"), &format!("now/{name}")).to_string()
}
