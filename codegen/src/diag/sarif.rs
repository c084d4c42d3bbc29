//! Diagnostics as SARIF 2.1.0, the format of code scanning and of several editors.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::shown::ShownDiagnostic;
use super::{DiagnosticCode, Diagnostics, codes};
use crate::inert::json;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");
/// The base of the relative paths. The consumer of the file sets it to the root of its checkout.
const ROOT: &str = "%SRCROOT%";

impl Diagnostics {
    pub(super) fn sarif(&self) -> String {
        let results: Vec<Value> = self.shown(usize::MAX).into_iter().map(|shown| self.result(&shown)).collect();
        let document = json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "cargo xtask lint",
                    "version": env!("CARGO_PKG_VERSION"),
                    "informationUri": REPOSITORY,
                    "rules": codes::ALL.iter().map(rule).collect::<Vec<_>>(),
                } },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        });
        json::document(&document)
    }

    fn result(&self, ShownDiagnostic { item, notes }: &ShownDiagnostic<'_>) -> Value {
        let mut text = item.message.clone();
        for more in std::iter::once(&item.help).chain(notes).filter(|more| !more.is_empty()) {
            text = format!("{text}\n{more}");
        }
        let location = item.at.as_ref().map(|at| {
            json!({ "physicalLocation": {
                "artifactLocation": { "uri": uri(&self.path(at)), "uriBaseId": ROOT },
                "region": {
                    "startLine": at.line,
                    "startColumn": at.column,
                    "endLine": at.end_line,
                    "endColumn": at.end_column,
                },
            } })
        });
        json!({
            "ruleId": item.code.id,
            "ruleIndex": codes::ALL.iter().position(|code| *code == item.code),
            "level": item.severity.name(),
            // Viewers of SARIF show `[text](target)` as a link in plain text, too.
            "message": { "text": text.replace("](", "] (") },
            "locations": location.into_iter().collect::<Vec<_>>(),
        })
    }
}

fn rule(code: &DiagnosticCode) -> Value {
    json!({
        "id": code.id,
        "shortDescription": { "text": code.title },
        "fullDescription": { "text": code.why },
        "helpUri": format!("{REPOSITORY}/blob/main/docs/lint-rules.md#{}", code.id.to_lowercase()),
        "defaultConfiguration": { "level": code.severity.name() },
    })
}

/// Converts a path into a relative URI.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("spec/v2/deals.yaml"), "spec/v2/deals.yaml");
        assert_eq!(uri("spec/lampe schön.yaml"), "spec/lampe%20sch%C3%B6n.yaml");
    }
}
