//! Determines which types requests and responses contain.

use super::{closure, for_each_request_type, for_each_response_type};
use crate::ir::Api;

pub(super) fn run(api: &mut Api) {
    let (mut requests, mut responses) = (Vec::new(), Vec::new());
    for operation in &api.operations {
        for_each_request_type(operation, &mut |id| requests.push(id));
        for_each_response_type(operation, &mut |id| responses.push(id));
    }
    // Events are only received, like responses.
    responses.extend(api.webhook_items.iter().map(|item| item.ty));
    let (requests, responses) = (closure(api, requests), closure(api, responses));
    for (index, def) in api.types.iter_mut().enumerate() {
        def.usage.request = requests[index];
        def.usage.response = responses[index];
    }
}
