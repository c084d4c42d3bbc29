//! Converts the HTML in descriptions of external documents to Markdown.

use super::tree::string_of;
use crate::inert::{self, rustdoc};
use crate::openapi::Node;

/// Returns the description as one line of Markdown without HTML. Returns `None` if it is empty.
pub(super) fn clean(markdown: &str) -> Option<String> {
    let markdown = inert::line(markdown);
    let mut clean = String::with_capacity(markdown.len());
    // Code spans are kept unchanged.
    for (index, part) in markdown.split('`').enumerate() {
        if index > 0 {
            clean.push('`');
        }
        if index % 2 == 1 {
            clean.push_str(part);
        } else {
            clean.push_str(&without_tags(part));
        }
    }
    let clean = clean.trim();
    (!clean.is_empty()).then(|| clean.to_owned())
}

/// Returns the first paragraph of a description that can be a page long.
pub(super) fn first_paragraph(markdown: &str) -> Option<String> {
    let is_break = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let lines: Vec<&str> = markdown.lines().skip_while(is_break).take_while(|line| !is_break(line)).collect();
    clean(&lines.join(" "))
}

/// Joins sentences.
pub(super) fn joined(parts: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    let mut all = String::new();
    for part in parts.into_iter().flatten() {
        if !all.is_empty() {
            all.push_str(if all.ends_with(['.', '!', '?', ':']) { " " } else { ". " });
        }
        all.push_str(&part);
    }
    (!all.is_empty()).then_some(all)
}

/// Returns a link to a web page, or `None` if the target is anything else.
pub(super) fn link(shown: &str, url: &str) -> Option<String> {
    rustdoc::link(&inert::line(shown).replace(['[', ']'], ""), url)
}

/// Returns the link of `externalDocs`, with its description or `default`.
pub(super) fn linked(node: &Node, default: &str) -> Option<String> {
    let docs = node.get("externalDocs")?;
    link(&string_of(docs, "description").and_then(clean).unwrap_or_else(|| default.to_owned()), string_of(docs, "url")?)
}

/// Returns the description of a node with the link of its `externalDocs`.
pub(super) fn described(node: &Node) -> Option<String> {
    joined([string_of(node, "description").and_then(clean), linked(node, "documentation")])
}

/// Replaces HTML: links become Markdown, block tags become spaces, and other tags are removed.
fn without_tags(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut links: Vec<String> = Vec::new();
    let mut rest = markdown;
    while let Some((before, tail)) = rest.split_once('<') {
        out.push_str(before);
        let is_tag = tail.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        let end = tail.find(['<', '>']).filter(|end| tail[*end..].starts_with('>'));
        let tag = end.map(|end| &tail[..end]).filter(|tag| is_tag && !tag.contains("://") || tag.contains("href"));
        let Some(tag) = tag else {
            out.push('<');
            rest = tail;
            continue;
        };
        let after = &tail[tag.len() + 1..];
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        match (name.to_ascii_lowercase().as_str(), tag.starts_with('/')) {
            ("a", false) => {
                let url = attribute(tag, "href").filter(|url| rustdoc::url(url) == *url).unwrap_or_default();
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
    out
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let value = tag.split_once(name)?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
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
        assert_eq!(cleaned("See [this](https://a.example/x)\n\nor that."), "See [this](https://a.example/x) or that.");
        assert_eq!(cleaned("<a href='javascript:alert(1)'>this</a>"), "this");
        assert_eq!(cleaned("<a href='https://a.example'>never closed"), "[never closed");
        assert_eq!(cleaned("a < b > c, <https://a.example>"), "a < b > c, <https://a.example>");
    }

    #[test]
    fn code_stays_as_it_is() {
        assert_eq!(cleaned("`[a](b)` and `<c>`"), "`[a](b)` and `<c>`");
        assert_eq!(cleaned("```\n<c>\n```"), "``` <c> ```");
        assert_eq!(cleaned("an ` alone"), "an ` alone");
        assert_eq!(clean(" \n \u{202e}"), None);
        assert_eq!(clean("<p></p>"), None);
    }
}
