//! The rules of a fake: which requests receive which responses.

use std::fmt;
use std::sync::{Arc, Mutex};

use http::Method;

use super::{FakeResponse, lock};
use crate::call::preview::Preview;
use crate::protocol::info::OperationInfo;
use crate::testing::exercise::{PathMatch, match_path};

/// A registered rule of a fake: responses, and the requests that receive them.
#[derive(Clone)]
pub struct FakeRule(Arc<ResponseRule>);

impl FakeRule {
    pub(super) fn new(rule: Arc<ResponseRule>) -> Self {
        Self(rule)
    }

    /// Limits the rule to the next `count` requests. Afterwards, the rules that were registered before it apply again.
    #[expect(clippy::return_self_not_must_use, reason = "the rule is registered whether or not it is used further")]
    pub fn times(self, count: usize) -> Self {
        lock(&self.0.uses).left = Some(count);
        self
    }

    /// Returns the number of requests that have received a response of this rule.
    pub fn count(&self) -> usize {
        lock(&self.0.uses).count
    }
}

impl fmt::Debug for FakeRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FakeRule").field(&self.0.to_string()).finish()
    }
}

/// The requests that a rule applies to.
pub(super) enum RuleTarget {
    Operation(&'static OperationInfo),
    /// A method and a path or a template of paths.
    Path(Method, String),
    Any,
}

impl RuleTarget {
    fn matches(&self, call: &Preview) -> bool {
        match self {
            Self::Operation(info) => call.operation.is_some_and(|called| called.id == info.id),
            Self::Path(method, path) => *method == call.method && path_matches(path, call),
            Self::Any => true,
        }
    }
}

fn path_matches(path: &str, call: &Preview) -> bool {
    let is_template = |documented| matches!(match_path(documented, path), PathMatch::Template);
    match call.operation {
        Some(info) if is_template(info.path) || info.sent_to.is_some_and(is_template) => true,
        // `/deals/{id}` is not a template of `/deals/summary`, which is an operation of its own.
        Some(_) => path == call.path,
        None => !matches!(match_path(path, &call.path), PathMatch::None),
    }
}

impl fmt::Display for RuleTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation(info) => write!(f, "`{}`", info.id),
            Self::Path(method, path) => write!(f, "`{method} {path}`"),
            Self::Any => f.write_str("any request"),
        }
    }
}

type Respond = Box<dyn FnMut(&Preview) -> FakeResponse + Send>;

pub(super) struct ResponseRule {
    target: RuleTarget,
    respond: Mutex<Respond>,
    uses: Mutex<Uses>,
}

#[derive(Default)]
struct Uses {
    count: usize,
    /// The number of requests that the rule still applies to. `None` is unlimited.
    left: Option<usize>,
}

impl ResponseRule {
    pub(super) fn new(target: RuleTarget, respond: impl FnMut(&Preview) -> FakeResponse + Send + 'static) -> Self {
        Self { target, respond: Mutex::new(Box::new(respond)), uses: Mutex::default() }
    }

    /// Counts a request that the rule applies to. Returns false if it does not apply.
    pub(super) fn take(&self, call: &Preview) -> bool {
        let mut uses = lock(&self.uses);
        if !self.target.matches(call) || uses.left == Some(0) {
            return false;
        }
        uses.left = uses.left.map(|left| left - 1);
        uses.count += 1;
        true
    }

    pub(super) fn respond(&self, call: &Preview) -> FakeResponse {
        lock(&self.respond)(call)
    }
}

impl fmt::Display for ResponseRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let uses = lock(&self.uses);
        self.target.fmt(f)?;
        match uses.left {
            Some(0) if uses.count == 1 => f.write_str(" (used up after 1 request)"),
            Some(0) => write!(f, " (used up after {} requests)", uses.count),
            _ => Ok(()),
        }
    }
}
