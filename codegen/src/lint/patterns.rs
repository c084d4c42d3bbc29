//! A `pattern` is a regular expression of ECMA-262, as OpenAPI requires.

use regress::Regex;

use super::{LintReport, rule};
use crate::load::{Document, Node};

rule!(ValidPatterns, PATTERN, "Patterns are regular expressions.", |document, report| check(document, report));

/// With the flag `u` more escapes are allowed, such as `\p{L}`; without it, more characters need no escape. OpenAPI does not specify the flags.
const FLAGS: [&str; 2] = ["u", ""];

fn check(document: &Document, report: &mut LintReport<'_>) {
    document.visit_schemas(&mut |visited| {
        let pattern = document.node(&visited.at).and_then(|schema| schema.get("pattern")).and_then(Node::as_str);
        let Some(pattern) = pattern else { return };
        if let [Err(error), Err(_)] = FLAGS.map(|flags| Regex::with_flags(pattern, flags)) {
            let mut reason = error.text;
            if let Some(first) = reason.get_mut(..1) {
                first.make_ascii_lowercase();
            }
            let help = "write a regular expression of ECMA-262, and escape the characters `( ) [ ] { } * + ? . ^ $ | \\` that stand for themselves";
            report.at(&visited.at.child("pattern"), format!("pattern `{pattern}` is not a regular expression: {reason}"), help);
        }
    });
}
