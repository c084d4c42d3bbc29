//! Removes the types that neither an operation nor a webhook event refers to, such as schemas that are only part of an `allOf`.

use super::{closure, for_each_request_type, for_each_response_type, for_each_type_id_mut};
use crate::ir::{Api, TypeId, TypeKind};

pub(super) fn run(api: &mut Api) {
    let mut start = Vec::new();
    for operation in &api.operations {
        for_each_request_type(operation, &mut |id| start.push(id));
        for_each_response_type(operation, &mut |id| start.push(id));
    }
    start.extend(api.webhook_items.iter().map(|item| item.ty));
    let mut reached = closure(api, start);
    for (index, def) in api.types.iter().enumerate() {
        // All id types are kept: they are few, and users need them for operations that the crate does not generate.
        reached[index] |= matches!(def.kind, TypeKind::Id(_));
    }
    let mut renumbered = Vec::with_capacity(reached.len());
    let mut next = 0;
    for kept in &reached {
        renumbered.push(TypeId::new(next));
        next += usize::from(*kept);
    }
    let mut kept = reached.iter();
    api.types.retain(|_| kept.next().is_some_and(|kept| *kept));
    for_each_type_id_mut(api, &mut |id| *id = renumbered[id.index()]);
}
