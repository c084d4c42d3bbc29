//! The targets of `$ref`s.

use super::Pointer;

/// The target of a reference. Nothing need exist there.
pub(crate) enum ReferenceTarget {
    Location(Pointer),
    /// A URL, an absolute path, or a path out of the directory of the description.
    Outside,
    Malformed,
}

/// Parses `reference`, which is written in `file`.
pub(crate) fn target(file: &str, reference: &str) -> ReferenceTarget {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    if path.contains(':') || path.starts_with('/') || path.contains('\\') {
        return ReferenceTarget::Outside;
    }
    let Some(fragment) = decode(fragment) else { return ReferenceTarget::Malformed };
    if !fragment.is_empty() && !fragment.starts_with('/') {
        return ReferenceTarget::Malformed;
    }
    if path.is_empty() {
        return ReferenceTarget::Location(Pointer::new(file, fragment));
    }
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return ReferenceTarget::Outside;
                }
            }
            part => parts.push(part),
        }
    }
    ReferenceTarget::Location(Pointer::new(parts.join("/"), fragment))
}

/// Parses `reference`, which is written in `file`. Returns `None` if it is malformed or leads out of the directory.
pub(crate) fn target_of(file: &str, reference: &str) -> Option<Pointer> {
    match target(file, reference) {
        ReferenceTarget::Location(at) => Some(at),
        ReferenceTarget::Outside | ReferenceTarget::Malformed => None,
    }
}

/// Decodes percent-encoded characters such as `%7B`, which some editors write into fragments.
fn decode(fragment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digits = std::str::from_utf8(&digits).ok().filter(|d| d.chars().all(|c| c.is_ascii_hexdigit()))?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{ReferenceTarget, target};

    fn resolved(file: &str, reference: &str) -> String {
        match target(file, reference) {
            ReferenceTarget::Location(at) => at.to_string(),
            ReferenceTarget::Outside => "outside".to_owned(),
            ReferenceTarget::Malformed => "malformed".to_owned(),
        }
    }

    #[test]
    fn references_are_relative_to_their_file() {
        assert_eq!(resolved("v2/deals.yaml", "#/schemas/Deal"), "v2/deals.yaml#/schemas/Deal");
        assert_eq!(resolved("v2/deals.yaml", "../common/ids.yaml#/schemas/DealId"), "common/ids.yaml#/schemas/DealId");
        assert_eq!(resolved("openapi.yaml", "./v2/deals.yaml#/paths/~1a%7Bid%7D"), "v2/deals.yaml#/paths/~1a{id}");
        assert_eq!(resolved("openapi.yaml", "../x.yaml#/schemas/X"), "outside");
        assert_eq!(resolved("openapi.yaml", "https://example.com/x.yaml#/a"), "outside");
        assert_eq!(resolved("openapi.yaml", "#Deal"), "malformed");
        assert_eq!(resolved("openapi.yaml", "#/a%f"), "malformed");
        assert_eq!(resolved("openapi.yaml", "#/a%+f"), "malformed");
    }
}
