//! File names of downloads: from the header of the response to a name that is safe on every system.

use percent_encoding::percent_decode_str;

/// The maximum length of a name in bytes: that of most file systems.
const MAX_LENGTH: usize = 255;
/// An extension that is longer is no extension.
const MAX_EXTENSION: usize = 32;
/// The name of a file whose stated name has no safe character.
const DEFAULT: &str = "download";
/// Devices of Windows, also with an extension and in lower case. `COM` and `LPT` are followed by a digit.
const DEVICES: [&str; 7] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"];

/// Returns the file name of a header such as `attachment; filename="a.pdf"; filename*=UTF-8''%C3%A4.pdf`, made safe. `filename*`
/// takes precedence. `None` if the header states none.
pub(super) fn of_header(disposition: &[u8]) -> Option<String> {
    // Servers also send the name itself in UTF-8 or in Latin-1.
    let disposition = std::str::from_utf8(disposition).map_or_else(|_| latin1(disposition), str::to_owned);
    let parameters = parameters(&disposition);
    let value = |name: &str| parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let name = value("filename*").and_then(decode_extended).or_else(|| value("filename").map(str::to_owned))?;
    Some(safe(&name))
}

/// Decodes a value such as `UTF-8''%C3%A4.pdf`: the character set, the language, and the percent-encoded bytes.
fn decode_extended(value: &str) -> Option<String> {
    let mut parts = value.splitn(3, '\'');
    let (charset, _language, encoded) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes: Vec<u8> = percent_decode_str(encoded).collect();
    Some(if charset.eq_ignore_ascii_case("iso-8859-1") { latin1(&bytes) } else { String::from_utf8_lossy(&bytes).into_owned() })
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// Returns the parameters of a header, without quotes.
fn parameters(header: &str) -> Vec<(String, String)> {
    let (mut parts, mut part, mut quoted, mut escaped) = (Vec::new(), String::new(), false, false);
    for c in header.chars() {
        match c {
            _ if escaped => {
                part.push(c);
                escaped = false;
            }
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => parts.push(std::mem::take(&mut part)),
            _ => part.push(c),
        }
    }
    parts.push(part);
    parts
        .iter()
        .filter_map(|part| part.split_once('='))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        .collect()
}

/// Returns a name that is safe on every system: a single file in the current directory, which is neither hidden nor a device.
fn safe(name: &str) -> String {
    let visible: String = name.chars().filter(|c| !is_invisible(*c)).collect();
    // `C:name` is relative to the current directory of the drive.
    let last = visible.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let last = last.strip_prefix(|c: char| c.is_ascii_alphabetic()).and_then(|rest| rest.strip_prefix(':')).unwrap_or(last);
    // In the names of Windows, `a:b` is a stream of the file `a`, and the other characters are not allowed.
    let replaced: String = last.chars().map(|c| if "<>:\"|?*".contains(c) { '_' } else { c }).collect();
    let trimmed = trim(&replaced);
    let name = shorten(if trimmed.is_empty() { DEFAULT } else { trimmed });
    if is_device(&name) { shorten(&format!("_{name}")) } else { name }
}

/// Removes dots and spaces at both ends. Windows ignores them at the end, and a dot at the start hides a file elsewhere.
fn trim(name: &str) -> &str {
    name.trim_matches(|c: char| c == '.' || c.is_whitespace())
}

/// Returns whether a character is a control character, reverses the direction of writing, or cannot be seen.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Returns whether a name, up to its first dot, is that of a device.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let is_port = |port: &str| {
        let number = stem.strip_prefix(port).map(|number| number.chars().collect::<Vec<_>>());
        matches!(number.as_deref(), Some(['0'..='9' | '¹' | '²' | '³']))
    };
    DEVICES.contains(&stem.as_str()) || is_port("COM") || is_port("LPT")
}

/// Shortens a name to [`MAX_LENGTH`], before its extension.
fn shorten(name: &str) -> String {
    if name.len() <= MAX_LENGTH {
        return name.to_owned();
    }
    let dot = name.rfind('.').filter(|dot| name.len() - dot <= MAX_EXTENSION);
    let (stem, extension) = name.split_at(dot.unwrap_or(name.len()));
    let mut end = MAX_LENGTH - extension.len();
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{extension}", trim(&stem[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file_name(header: &str) -> Option<String> {
        of_header(header.as_bytes())
    }

    #[test]
    fn names_are_read_from_every_form_of_the_header() {
        for (header, name) in [
            ("attachment; filename=\"a; b.pdf\"", Some("a; b.pdf")),
            ("attachment; filename=a.pdf", Some("a.pdf")),
            ("attachment; filename=\"x.pdf\"; filename*=UTF-8''%C3%A4.pdf", Some("ä.pdf")),
            ("attachment; FileName*=iso-8859-1'en'%E4.pdf", Some("ä.pdf")),
            ("attachment; filename=\"ä.pdf\"", Some("ä.pdf")),
            ("attachment; filename=\"a%20b.pdf\"", Some("a%20b.pdf")),
            ("attachment; filename*=broken; filename=x.pdf", Some("x.pdf")),
            ("attachment; filename=\"\"", Some(DEFAULT)),
            ("attachment", None),
        ] {
            assert_eq!(file_name(header).as_deref(), name, "{header}");
        }
        assert_eq!(of_header(b"attachment; filename=\"\xe4.pdf\"").as_deref(), Some("ä.pdf"));
    }

    #[test]
    fn unsafe_names_become_safe() {
        for (name, expected) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Windows\\system.ini", "system.ini"),
            ("C:system.ini", "system.ini"),
            ("a.txt:evil.exe", "a.txt_evil.exe"),
            ("a.txt::$DATA", "a.txt__$DATA"),
            ("CON", "_CON"),
            ("nul.tar.gz", "_nul.tar.gz"),
            ("com1 .txt", "_com1 .txt"),
            ("LPT³", "_LPT³"),
            ("COM10", "COM10"),
            ("console.log", "console.log"),
            ("a.exe. . ", "a.exe"),
            (".bashrc", "bashrc"),
            ("..", DEFAULT),
            (" . ", DEFAULT),
            ("a/", DEFAULT),
            ("\u{202e}fdp.exe", "fdp.exe"),
            ("invoice\u{200f}\u{2066}.pdf", "invoice.pdf"),
            ("C\u{200b}ON", "_CON"),
            ("a\n\0\u{7f}\u{85}b?.pdf", "ab_.pdf"),
            ("👩\u{200d}💻.png", "👩\u{200d}💻.png"),
        ] {
            assert_eq!(safe(name), expected, "{name:?}");
        }
        assert_eq!(safe(&format!("{}.pdf", "ä".repeat(300))), format!("{}.pdf", "ä".repeat(125)));
        assert_eq!(safe(&format!("a.{}", "b".repeat(300))).len(), MAX_LENGTH);
    }

    /// Every name of these parts, up to four of them and with one repeated, is safe, and safe names do not change.
    #[test]
    fn all_names_are_safe() {
        const PARTS: [&str; 22] = [
            "a", "C:", ":", ".", "..", " ", "/", "\\", "CON", "com", "1", "²", "nul", "\u{202e}", "\u{200b}", "\u{0}", "\u{e9}",
            "文", "\"", "*", "~", "pdf",
        ];
        let mut seed = 0x2545_f491_4f6c_dd1d_u64;
        let mut random = || {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            usize::try_from(seed % 1_000_003).unwrap_or_default()
        };
        for _ in 0..50_000 {
            let mut name: String = (0..random() % 7).map(|_| PARTS[random() % PARTS.len()]).collect();
            if random() % 4 == 0 {
                name = format!("{name}{}{name}", PARTS[random() % PARTS.len()].repeat(random() % 300));
            }
            let safe_name = safe(&name);
            assert!((1..=MAX_LENGTH).contains(&safe_name.len()), "{name:?}");
            assert!(!safe_name.contains(['/', '\\', ':', '"', '*', '?', '<', '>', '|']), "{name:?}: {safe_name:?}");
            assert!(
                !safe_name.contains(is_invisible) && trim(&safe_name) == safe_name && !is_device(&safe_name),
                "{name:?}: {safe_name:?}"
            );
            assert_eq!(safe(&safe_name), safe_name, "{name:?}");
        }
    }
}
