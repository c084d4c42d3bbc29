//! Reduces formatted code to what its public API depends on, because parsing all of it takes nearly half of the generator's time.

/// Returns the code without documentation, bodies of functions and values of private statics. The code must be formatted: what it contains is found by
/// the indentation of lines.
pub(super) fn outline(code: &str) -> String {
    let mut out = String::with_capacity(code.len() / 2);
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        let item = line.trim_start();
        if item.starts_with("//") {
            continue;
        }
        let item = item.strip_prefix("pub ").or_else(|| item.strip_prefix("pub(crate) ")).unwrap_or(item);
        if item.starts_with("static ") && !line.trim_start().starts_with("pub ") {
            let mut last = line;
            while !last.ends_with(';') {
                let Some(next) = lines.next() else { break };
                last = next;
            }
            continue;
        }
        out.push_str(line);
        let is_function = ["fn ", "async fn ", "const fn "].iter().any(|start| item.starts_with(start));
        if is_function {
            let indent = &line[..line.len() - line.trim_start().len()];
            let mut last = line;
            while !last.ends_with(['{', ';', '}']) {
                let Some(next) = lines.next() else { break };
                out.push('\n');
                out.push_str(next);
                last = next;
            }
            if last.ends_with('{') {
                let end = format!("{indent}}}");
                lines.by_ref().find(|line| *line == end);
                out.push('}');
            }
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_signatures_remain() {
        let code = "\
/// About.
pub struct A {
    /// One.
    pub b: u8,
}

static LIST: Info = Info::new(
        \"a;\",
    )
    .docs();

impl A {
    pub fn a(&self) -> u8 {
        if true {
            1
        } else {
            2
        }
    }

    pub async fn b(
        self,
    ) -> u8 {
        2
    }
}

pub trait T {
    fn a();
    fn b() {}
}
";
        let expected = "\
pub struct A {
    pub b: u8,
}


impl A {
    pub fn a(&self) -> u8 {}

    pub async fn b(
        self,
    ) -> u8 {}
}

pub trait T {
    fn a();
    fn b() {}
}
";
        assert_eq!(super::outline(code), expected);
    }
}
