//! The encodings of files, detected as YAML defines it: by a byte order mark, or else by the zero bytes of the first character.

/// How a character is stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Encoding {
    Utf8,
    Utf16 { big_endian: bool },
    Utf32 { big_endian: bool },
}

/// Decodes the content of a file in UTF-8, UTF-16 or UTF-32, with or without a byte order mark, which is removed.
///
/// # Errors
///
/// Returns a message with the position of the first byte that is not valid in the encoding.
pub fn decode(bytes: Vec<u8>) -> Result<String, String> {
    let (encoding, mark) = detect(&bytes);
    match encoding {
        Encoding::Utf8 => {
            let mut content = String::from_utf8(bytes)
                .map_err(|error| format!("invalid UTF-8 at byte {}", error.utf8_error().valid_up_to()))?;
            content.drain(..mark);
            Ok(content)
        }
        Encoding::Utf16 { big_endian } => {
            let invalid = |at: usize| format!("invalid UTF-16 at byte {at}");
            let (units, rest) = bytes[mark..].as_chunks::<2>();
            let read = if big_endian { u16::from_be_bytes } else { u16::from_le_bytes };
            let mut at = mark;
            let mut content = String::with_capacity(units.len());
            for character in char::decode_utf16(units.iter().map(|unit| read(*unit))) {
                let character = character.map_err(|_| invalid(at))?;
                at += 2 * character.len_utf16();
                content.push(character);
            }
            if rest.is_empty() { Ok(content) } else { Err(invalid(at)) }
        }
        Encoding::Utf32 { big_endian } => {
            let invalid = |at: usize| format!("invalid UTF-32 at byte {at}");
            let (units, rest) = bytes[mark..].as_chunks::<4>();
            let read = if big_endian { u32::from_be_bytes } else { u32::from_le_bytes };
            let character =
                |(index, unit): (usize, &[u8; 4])| char::from_u32(read(*unit)).ok_or_else(|| invalid(mark + 4 * index));
            let content = units.iter().enumerate().map(character).collect::<Result<String, _>>()?;
            if rest.is_empty() { Ok(content) } else { Err(invalid(mark + 4 * units.len())) }
        }
    }
}

/// Returns the encoding and the length of the byte order mark.
fn detect(bytes: &[u8]) -> (Encoding, usize) {
    use Encoding::{Utf8, Utf16, Utf32};
    match bytes {
        [0, 0, 0xfe, 0xff, ..] => (Utf32 { big_endian: true }, 4),
        [0, 0, 0, _, ..] => (Utf32 { big_endian: true }, 0),
        [0xff, 0xfe, 0, 0, ..] => (Utf32 { big_endian: false }, 4),
        [_, 0, 0, 0, ..] => (Utf32 { big_endian: false }, 0),
        [0xfe, 0xff, ..] => (Utf16 { big_endian: true }, 2),
        [0, _, ..] => (Utf16 { big_endian: true }, 0),
        [0xff, 0xfe, ..] => (Utf16 { big_endian: false }, 2),
        [_, 0, ..] => (Utf16 { big_endian: false }, 0),
        [0xef, 0xbb, 0xbf, ..] => (Utf8, 3),
        _ => (Utf8, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    const CONTENT: &str = "openapi: 3.0.3 # größe 名 😀\n";

    fn with<const N: usize>(mark: bool, units: impl Iterator<Item = [u8; N]>) -> Vec<u8> {
        units.skip(usize::from(!mark)).flatten().collect()
    }

    #[test]
    fn each_encoding_is_detected_with_and_without_a_mark() {
        let marked = format!("\u{feff}{CONTENT}");
        for mark in [true, false] {
            let utf8 = marked.as_bytes()[if mark { 0 } else { 3 }..].to_vec();
            let encoded = [
                utf8,
                with(mark, marked.encode_utf16().map(u16::to_be_bytes)),
                with(mark, marked.encode_utf16().map(u16::to_le_bytes)),
                with(mark, marked.chars().map(|c| u32::from(c).to_be_bytes())),
                with(mark, marked.chars().map(|c| u32::from(c).to_le_bytes())),
            ];
            for bytes in encoded {
                assert_eq!(decode(bytes.clone()).as_deref(), Ok(CONTENT), "{mark} {bytes:x?}");
            }
        }
        assert_eq!(decode(Vec::new()).as_deref(), Ok(""));
    }

    #[test]
    fn invalid_bytes_are_located() {
        let error = |bytes: &[u8]| decode(bytes.to_vec()).expect_err("invalid");
        assert_eq!(error(b"ab\xff"), "invalid UTF-8 at byte 2");
        assert_eq!(error(&[0xff, 0xfe, b'a', 0, 0x00, 0xd8, b'b', 0]), "invalid UTF-16 at byte 4");
        assert_eq!(error(&[0, b'a', 0]), "invalid UTF-16 at byte 2");
        assert_eq!(error(&[0, 0, 0, b'a', 0, 0x11, 0, 0]), "invalid UTF-32 at byte 4");
        assert_eq!(error(&[b'a', 0, 0, 0, b'b', 0]), "invalid UTF-32 at byte 4");
    }
}
