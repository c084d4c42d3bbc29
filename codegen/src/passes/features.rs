//! Determines the Cargo features that need each type. Every resource is a feature and needs the types of its operations.

use std::collections::BTreeMap;

use super::{closure, for_each_request_type, for_each_response_type};
use crate::ir::{Api, TypeId};

/// The feature that receives webhook events, which needs the types of their items.
const WEBHOOKS: &str = "webhooks";

pub(super) fn run(api: &mut Api) {
    let mut roots: BTreeMap<String, Vec<TypeId>> = BTreeMap::new();
    for operation in &api.operations {
        let roots = roots.entry(operation.resource.clone()).or_default();
        for_each_request_type(operation, &mut |id| roots.push(id));
        for_each_response_type(operation, &mut |id| roots.push(id));
    }
    if !api.webhook_items.is_empty() {
        roots.entry(WEBHOOKS.to_owned()).or_default().extend(api.webhook_items.iter().map(|item| item.ty));
    }
    for (feature, roots) in roots {
        let needed = closure(api, roots);
        for (def, _) in api.types.iter_mut().zip(needed).filter(|(_, needed)| *needed) {
            def.features.insert(feature.clone());
        }
    }
}
