//! Every operation lists the scopes that may call it, and the root file declares them.

use std::collections::{BTreeMap, BTreeSet};

use super::shared::{SharedFact, SharedFacts};
use super::{LintReport, rule};
use crate::load::{Document, Node, Pointer};
use crate::openapi::{help_or, nearest};

rule!(DeclaredScopes, SCOPES, "Scopes are listed and declared.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    let schemes = Pointer::root(document.root_file()).child("components").child("securitySchemes");
    let declared = declared(document, &schemes);
    let mut listed: Vec<(&str, Pointer)> = Vec::new();
    for operation in document.operations() {
        let at = operation.at.child("security");
        let Some(security) = &operation.operation.security else {
            if let Some(scope) = declared.keys().next() {
                let message = format!("missing field `security` in `{}`", operation.id());
                let scopes = format!("`security: [{{ api_token: [] }}, {{ oauth2: ['{scope}'] }}]`");
                report.at_key(&operation.at, message, format!("add {scopes}, or `security: []` for a public operation"));
            }
            continue;
        };
        for (index, schemes) in security.iter().enumerate() {
            for (scheme, scopes) in schemes {
                let at = at.index(index).child(scheme);
                listed.extend(scopes.iter().enumerate().map(|(position, scope)| (scope.as_str(), at.index(position))));
            }
        }
    }
    // The declarations can be in a part with an error.
    if document.is_intact(&schemes) {
        undeclared(&declared, &listed, &schemes, report);
    }
}

fn undeclared(declared: &BTreeMap<&str, Pointer>, listed: &[(&str, Pointer)], schemes: &Pointer, report: &mut LintReport<'_>) {
    // A declared scope that no operation lists probably has the wrong name.
    let used: BTreeSet<&str> = listed.iter().map(|(scope, _)| *scope).collect();
    let unused: Vec<&str> = declared.keys().copied().filter(|scope| !used.contains(scope)).collect();
    let all = declared.values().next().and_then(Pointer::parent).unwrap_or_else(|| schemes.clone());
    let mut facts = SharedFacts::default();
    for (scope, at) in listed.iter().filter(|(scope, _)| !declared.contains_key(scope)) {
        let message = format!("undeclared scope `{scope}`");
        let declare = format!("add `'{scope}': …` to the `scopes` of the security scheme");
        let help = help_or(scope, declared.keys().copied(), declare.clone());
        let misnamed = nearest(scope, unused.iter().copied()).and_then(|other| declared.get_key_value(other));
        let (definition, fix) = match misnamed {
            Some((other, at)) => (at.clone(), format!("rename `{other}` to `{scope}`, or correct the operations")),
            None => (all.clone(), declare),
        };
        facts.add(SharedFact { definition, message: message.clone(), help: fix }, at, message, help);
    }
    facts.report("used at", None, report);
}

/// The scopes of all OAuth flows with their locations.
fn declared<'a>(document: &'a Document, at: &Pointer) -> BTreeMap<&'a str, Pointer> {
    let mut scopes = BTreeMap::new();
    for scheme in document.node(at).map(Node::entries).unwrap_or_default() {
        for flow in scheme.value.get("flows").map(Node::entries).unwrap_or_default() {
            let at = at.child(&scheme.key).child("flows").child(&flow.key).child("scopes");
            let entries = flow.value.get("scopes").map(Node::entries).unwrap_or_default();
            scopes.extend(entries.iter().map(|scope| (scope.key.as_str(), at.child(&scope.key))));
        }
    }
    scopes
}
