//! Every operation says who may call it, with scopes that exist.

use std::collections::BTreeSet;

use openapiv3::{ReferenceOr, SecurityScheme};

use super::{LintReport, rule};
use crate::load::{Document, did_you_mean};

rule!(DeclaredScopes, SCOPES, "Scopes are given, and exist.", |document, report| check(document, report));

fn check(document: &Document, report: &mut LintReport<'_>) {
    let known = declared(document);
    for operation in document.operations() {
        let at = operation.at.child("security");
        let Some(security) = &operation.operation.security else {
            // A description without scopes has nothing to say.
            if !known.is_empty() {
                let message = format!("`{}` does not say which scopes it needs", operation.id());
                let help = "add `security: [{ api_token: [] }, { oauth2: ['deals:full'] }]`, or `security: []` for everybody";
                report.at_key(&operation.at, message, help);
            }
            continue;
        };
        for (index, schemes) in security.iter().enumerate() {
            for (scheme, scopes) in schemes {
                for (place, scope) in scopes.iter().enumerate().filter(|(_, scope)| !known.contains(scope.as_str())) {
                    let hint = did_you_mean(scope, known.iter().copied());
                    let message = format!("there is no scope `{scope}`{hint}");
                    let help = "correct the name, or add it to the `scopes` of the security scheme";
                    report.at(&at.index(index).child(scheme).index(place), message, help);
                }
            }
        }
    }
}

/// Every scope of every OAuth flow.
fn declared(document: &Document) -> BTreeSet<&str> {
    let schemes = document.root().components.iter().flat_map(|components| components.security_schemes.values());
    let flows = schemes.filter_map(|scheme| match scheme {
        ReferenceOr::Item(SecurityScheme::OAuth2 { flows, .. }) => Some(flows),
        _ => None,
    });
    let mut scopes = BTreeSet::new();
    for flow in flows {
        let all = [
            flow.authorization_code.as_ref().map(|flow| &flow.scopes),
            flow.client_credentials.as_ref().map(|flow| &flow.scopes),
            flow.implicit.as_ref().map(|flow| &flow.scopes),
            flow.password.as_ref().map(|flow| &flow.scopes),
        ];
        scopes.extend(all.into_iter().flatten().flat_map(|scopes| scopes.keys().map(String::as_str)));
    }
    scopes
}
