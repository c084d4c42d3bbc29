//! Finds out which types travel in requests and which in replies.

use super::{closure, each_reply_type, each_request_type};
use crate::ir::Api;

pub(super) fn run(api: &mut Api) {
    let (mut requests, mut replies) = (Vec::new(), Vec::new());
    for operation in &api.operations {
        each_request_type(operation, &mut |id| requests.push(id));
        each_reply_type(operation, &mut |id| replies.push(id));
    }
    let (requests, replies) = (closure(api, requests), closure(api, replies));
    for (index, def) in api.types.iter_mut().enumerate() {
        def.usage.request = requests[index];
        def.usage.reply = replies[index];
    }
}
