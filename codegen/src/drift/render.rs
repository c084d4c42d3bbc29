//! The text and JSON formats of a comparison.

use std::fmt::Write as _;

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::{Class, Drift, Finding};
use crate::diag::Location;
use crate::inert::{json, terminal::line};

/// Renders the open findings by operation, or all findings if `all` is set, followed by a summary.
pub fn text(drift: &Drift, our_prefix: &str, all: bool) -> String {
    let mut by_operation: IndexMap<&str, Vec<&Finding>> = IndexMap::new();
    for finding in drift.findings.iter().filter(|finding| all || finding.is_open()) {
        by_operation.entry(&finding.operation).or_default().push(finding);
    }
    let mut out = String::new();
    for (operation, findings) in by_operation {
        let _ = writeln!(out, "{}", line(operation));
        for finding in findings {
            write_finding(&mut out, finding, our_prefix);
        }
        out.push('\n');
    }
    out.push_str(&summary(drift, all));
    out
}

fn write_finding(out: &mut String, finding: &Finding, our_prefix: &str) {
    let _ = write!(out, "  {}: {}", finding.class.name(), line(&finding.subject));
    let _ = match finding.class {
        Class::Missing if finding.vendor == Finding::PRESENT => match &finding.vendor_type {
            Some(vendor_type) => write!(out, ": {}", line(vendor_type)),
            None => Ok(()),
        },
        Class::Missing => write!(out, ": {}", line(&finding.vendor)),
        Class::Contradicts => write!(out, ": vendor has {}, this description has {}", line(&finding.vendor), line(&finding.ours)),
        Class::OnlyHere | Class::Removed if finding.ours == Finding::PRESENT => Ok(()),
        Class::OnlyHere | Class::Removed | Class::Unneeded => write!(out, ": {}", line(&finding.ours)),
    };
    match finding.also.len() {
        0 => {}
        1 => out.push_str(" (and 1 more operation)"),
        more => drop(write!(out, " (and {more} more operations)")),
    }
    let locations = [(finding.our_location.as_ref(), our_prefix), (finding.vendor_location.as_ref(), "")];
    let locations: Vec<String> = locations.into_iter().filter_map(|(at, prefix)| Some(format_location(at?, prefix))).collect();
    let _ = writeln!(out, "\n    {}", locations.join("  "));
    if let Some(source) = &finding.source {
        let _ = writeln!(out, "    x-source: {}", line(source));
    }
}

fn format_location(at: &Location, prefix: &str) -> String {
    line(&format!("{prefix}{}:{}", at.file, at.line))
}

fn summary(drift: &Drift, all: bool) -> String {
    let count = |keep: &dyn Fn(&Finding) -> bool| drift.findings.iter().filter(|finding| keep(finding)).count();
    let open = |class: Class| count(&|finding: &Finding| finding.class == class && finding.is_open());
    let explained = count(&|finding: &Finding| finding.class != Class::OnlyHere && !finding.is_open());
    let removed = match open(Class::Removed) {
        0 => String::new(),
        removed => format!(", {removed} removed by the vendor"),
    };
    let hidden = if all { "" } else { "; use `--all` to show them" };
    format!(
        "{} operations compared: {} missing here, {} contradicted{removed}, {} explained without need; {explained} explained by `x-source`, {} only here{hidden}\n",
        drift.compared,
        open(Class::Missing),
        open(Class::Contradicts),
        open(Class::Unneeded),
        count(&|finding: &Finding| finding.class == Class::OnlyHere),
    )
}

/// The version of the JSON format; it does not change when keys are added.
const VERSION: u32 = 1;

/// Renders all findings as JSON.
pub fn json(drift: &Drift, our_prefix: &str) -> String {
    let format_location = |at: &Option<Location>, prefix: &str| {
        at.as_ref().map(|at| json!({ "file": format!("{prefix}{}", at.file), "line": at.line, "column": at.column }))
    };
    let list: Vec<Value> = drift
        .findings
        .iter()
        .map(|finding| {
            json!({
                "class": finding.class.name(),
                "open": finding.is_open(),
                "operation": finding.operation,
                "also": finding.also,
                "subject": finding.subject,
                "vendor": finding.vendor,
                "vendor_type": finding.vendor_type,
                "ours": finding.ours,
                "our_place": format_location(&finding.our_location, our_prefix),
                "vendor_place": format_location(&finding.vendor_location, ""),
                "source": finding.source,
            })
        })
        .collect();
    json::document(&json!({ "version": VERSION, "compared": drift.compared, "findings": list }))
}
