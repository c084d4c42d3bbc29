//! Converts the descriptions of external documents to Markdown that rustdoc accepts.

/// Returns the description as Markdown without rustdoc warnings. Returns `None` if it is empty.
pub(super) fn clean(markdown: &str) -> Option<String> {
    let markdown = markdown.split_whitespace().collect::<Vec<_>>().join(" ").replace("```", "`");
    // Code spans are kept unchanged, provided that the backticks are paired.
    let markdown = if markdown.matches('`').count() % 2 == 0 { markdown } else { markdown.replace('`', "'") };
    let mut clean = String::with_capacity(markdown.len());
    for (index, part) in markdown.split('`').enumerate() {
        if index % 2 == 1 {
            clean.extend(["`", part, "`"]);
        } else {
            clean.push_str(&prose(&without_tags(part)));
        }
    }
    let clean = clean.trim();
    (!clean.is_empty()).then(|| clean.to_owned())
}

/// Replaces HTML: links become Markdown, block tags become spaces, other tags are removed, and a lone `<` is escaped.
fn without_tags(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut links: Vec<String> = Vec::new();
    let mut rest = markdown;
    while let Some((before, tail)) = rest.split_once('<') {
        out.push_str(before);
        let is_tag = tail.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        let Some((tag, after)) = tail.split_once('>').filter(|(tag, _)| is_tag && !tag.contains("://") || tag.contains("href"))
        else {
            out.push_str("&lt;");
            rest = tail;
            continue;
        };
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        match (name.to_ascii_lowercase().as_str(), tag.starts_with('/')) {
            ("a", false) => {
                let url = attribute(tag, "href").filter(|url| is_url(url)).unwrap_or_default();
                if !url.is_empty() {
                    out.push('[');
                }
                links.push(url.to_owned());
            }
            ("a", true) => {
                if let Some(url) = links.pop().filter(|url| !url.is_empty()) {
                    out.extend(["](", &url, ")"]);
                }
            }
            ("br" | "p" | "li" | "ul" | "ol" | "div" | "tr" | "td" | "h1" | "h2" | "h3", _) if !out.ends_with(' ') => {
                out.push(' ');
            }
            _ => {}
        }
        rest = after;
    }
    out.push_str(rest);
    // An unclosed link has no target; its bracket is escaped like others.
    out
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let value = tag.split_once(name)?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
}

fn is_url(url: &str) -> bool {
    let plain = |c: char| !c.is_whitespace() && !matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '`' | '"');
    (url.starts_with("https://") || url.starts_with("http://")) && url.chars().all(plain)
}

/// Keeps Markdown links to URLs, escapes other brackets, and converts bare URLs to links.
fn prose(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(start) = rest.find(['[', ']', '>', 'h']) {
        let (before, tail) = rest.split_at(start);
        out.push_str(before);
        if let Some((shown, url, after)) = link(tail) {
            out.extend(["[", &shown.replace('[', "\\[").replace('>', "&gt;"), "](", url, ")"]);
            rest = after;
        } else if tail.starts_with("http://") || tail.starts_with("https://") {
            let end = tail.find(|c: char| c.is_whitespace() || "<>()[]{}|\\^\"'".contains(c)).unwrap_or(tail.len());
            let url = tail[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
            out.extend(["<", url, ">"]);
            rest = &tail[url.len()..];
        } else {
            match &tail[..1] {
                "h" => out.push('h'),
                ">" => out.push_str("&gt;"),
                bracket => out.extend(["\\", bracket]),
            }
            rest = &tail[1..];
        }
    }
    out.push_str(rest);
    out
}

/// Splits `[shown](url)` from the start of a text, with the rest.
fn link(markdown: &str) -> Option<(&str, &str, &str)> {
    let (shown, rest) = markdown.strip_prefix('[')?.split_once("](")?;
    let (url, after) = rest.split_once(')')?;
    let url = url.split(' ').next().unwrap_or_default();
    (is_url(url) && !shown.contains(']') && !shown.contains("://")).then_some((shown, url, after))
}

#[cfg(test)]
mod tests {
    use super::clean;

    fn cleaned(markdown: &str) -> String {
        clean(markdown).unwrap_or_default()
    }

    #[test]
    fn markup_becomes_markdown() {
        assert_eq!(cleaned("One<br>two <b>three</b>."), "One two three.");
        assert_eq!(
            cleaned("See <a href=\"https://a.example/x\" target=\"_blank\">this</a>."),
            "See [this](https://a.example/x)."
        );
        assert_eq!(cleaned("See [this](https://a.example/x)."), "See [this](https://a.example/x).");
        assert_eq!(cleaned("a < b > c"), "a &lt; b &gt; c");
    }

    #[test]
    fn what_is_no_link_is_none() {
        assert_eq!(cleaned("[id] of [Deal](#deal)"), "\\[id\\] of \\[Deal\\](#deal)");
        assert_eq!(cleaned("at https://a.example/x, see"), "at <https://a.example/x>, see");
        assert_eq!(cleaned("<a href='https://a.example'>never closed"), "\\[never closed");
    }

    #[test]
    fn code_stays_as_it_is() {
        assert_eq!(cleaned("`[a](b)` and `<c>`"), "`[a](b)` and `<c>`");
        assert_eq!(cleaned("an ` alone"), "an ' alone");
        assert_eq!(clean(" \n "), None);
        assert_eq!(clean("<p></p>"), None);
    }
}
