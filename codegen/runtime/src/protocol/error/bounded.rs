//! Strings of a bounded length: the server, or the error of another crate, may contain anything.

use std::fmt::{self, Write};

/// The maximum length of a message in characters.
pub(super) const MAX_CHARS: usize = 300;

/// Returns a string shortened to [`MAX_CHARS`], followed by `…`.
pub(super) fn shorten(string: &str) -> String {
    let start = start(string);
    if start.len() < string.len() { format!("{start}…") } else { string.to_owned() }
}

/// Returns the first [`MAX_CHARS`] of a string. One that is shortened already is returned unchanged.
pub(super) fn start(string: &str) -> &str {
    match string.char_indices().nth(MAX_CHARS) {
        Some((end, '…')) if end + '…'.len_utf8() == string.len() => string,
        Some((end, _)) => &string[..end],
        None => string,
    }
}

/// Returns a string without control characters, shortened to [`MAX_CHARS`].
pub(super) fn one_line(string: &str) -> String {
    shorten(string).chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Formats a value with `Debug`, shortened to [`MAX_CHARS`]. The rest is not even formatted.
pub(super) struct Shortened<T>(pub(super) T);

impl<T: fmt::Debug> fmt::Debug for Shortened<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        struct Limited {
            out: String,
            left: usize,
        }

        impl Write for Limited {
            fn write_str(&mut self, string: &str) -> fmt::Result {
                for c in string.chars() {
                    self.left = self.left.checked_sub(1).ok_or(fmt::Error)?;
                    self.out.push(c);
                }
                Ok(())
            }
        }

        let mut limited = Limited { out: String::new(), left: MAX_CHARS };
        let is_whole = write!(limited, "{:?}", self.0).is_ok();
        f.write_str(&limited.out)?;
        f.write_str(if is_whole { "" } else { "…" })
    }
}
