//! Workflow commands of GitHub, such as `::error file=a.yaml,line=3::message`.

use super::{OLD_COMMAND, is_hidden};

/// Returns a command on one line. `lines` are the lines of its message.
pub fn command<'a>(name: &str, properties: &[(&str, String)], lines: impl IntoIterator<Item = &'a str>) -> String {
    let properties: Vec<String> = properties.iter().map(|(key, value)| format!("{key}={}", property(value))).collect();
    let lines: Vec<String> = lines.into_iter().map(data).collect();
    format!("::{name} {}::{}\n", properties.join(","), lines.join("%0A"))
}

/// Escapes the message of a command. Tabs, which are hidden too, are spaces.
fn data(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    for c in content.replace(OLD_COMMAND, "# #[").chars() {
        match c {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            '\t' => out.push(' '),
            c if is_hidden(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

/// Escapes the value of a property of a command.
fn property(value: &str) -> String {
    data(value).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn delimiters_are_escaped() {
        let properties = [("title", "100 %: a, b\r\nc".to_owned()), ("line", "3".to_owned())];
        assert_eq!(
            command("error", &properties, ["100 %: a, b\nc", "\u{1b}[31m\u{202e}\t::error::x", "##[a]"]),
            "::error title=100 %25%3A a%2C b%0D%0Ac,line=3::100 %25: a, b%0Ac%0A\\u{1b}[31m\\u{202e} ::error::x%0A# #[a]\n"
        );
    }
}
