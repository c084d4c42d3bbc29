//! Inspection of captured responses and events: what the API description does not know about them.

#[cfg(feature = "webhooks")]
use std::ops::Deref;

#[cfg(feature = "webhooks")]
use serde::Serialize;
use serde_json::Value;

use crate::json::log::{self, Mismatch, Segment, split_unknown};
use crate::json::slot::Wire;
use crate::json::target::TypedTarget;
use crate::json::wire::Plain;
use crate::json::{Form, source};
use crate::protocol::error::Result;
#[cfg(feature = "webhooks")]
use crate::protocol::error::{Error, ErrorKind};
use crate::testing::exercise::OperationEntry;
#[cfg(feature = "webhooks")]
use crate::webhooks::EventCore;

/// The name of a part of an envelope, and the function that decodes it.
pub type EnvelopePart = (&'static str, fn(&Value));

/// The result of decoding a response or an event, and of encoding it again.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Inspection {
    /// The encoded JSON.
    pub value: Value,
    /// The values of an unexpected type.
    pub mismatches: Vec<Mismatch>,
    /// JSON pointers of the keys that no field names. Custom fields are not among them.
    pub unknown: Vec<String>,
}

/// Decodes a part of an envelope. The findings are recorded in the log.
pub fn inspect_part<T>(part: &Value)
where
    Plain: Wire<T>,
{
    let mut target = TypedTarget::<Plain, T>::new();
    if let Some((Form::Mismatch(misfit), _)) = source::read_value(part, &mut target) {
        log::record(misfit.to_mismatch());
    }
}

/// Inspects a response. Returns `None` if the responses of the operation are not JSON.
pub fn response(entry: &OperationEntry, status: u16, body: &[u8]) -> Option<Result<Inspection>> {
    let round_trip = entry.round_trip?;
    let result = log::with_unknown_keys(|| round_trip(entry.info, status, body));
    Some(result.map(|(value, found)| {
        let (mismatches, unknown) = split_unknown(found);
        let mut inspection = Inspection { value, mismatches, unknown: pointers(&unknown) };
        // A repaired body is not inspected further.
        if let Ok(Value::Object(body)) = serde_json::from_slice(body) {
            for (name, inspect) in entry.envelope {
                inspection.refine(name, body.get(*name), *inspect);
            }
        }
        inspection.unknown.retain(|pointer| !PAGING.contains(&pointer.as_str()));
        inspection
    }))
}

/// Fields that some lists have in `additional_data` instead of in `pagination`, where they are read as well.
const PAGING: [&str; 4] = [
    "/additional_data/start",
    "/additional_data/limit",
    "/additional_data/more_items_in_collection",
    "/additional_data/next_start",
];

impl Inspection {
    /// Creates the inspection of JSON that is returned as received.
    pub fn unchanged(value: Value) -> Self {
        Self { value, mismatches: Vec::new(), unknown: Vec::new() }
    }

    /// Replaces the findings in a part of the envelope, which was decoded without its own type, by those of the function.
    fn refine(&mut self, name: &'static str, part: Option<&Value>, inspect: fn(&Value)) {
        let Some(part) = part else { return };
        let ((), found) = log::with_unknown_keys(|| log::collect(|| inspect(part)));
        let found = found.into_iter().map(|mismatch| mismatch.within(Segment::Name(name))).collect();
        let (mismatches, unknown) = split_unknown(found);
        let (path, unknown) = (format!("/{name}"), pointers(&unknown));
        // `additional_data` was also decoded for its position in the list.
        let is_read = |pointer: &String| !self.unknown.contains(pointer) && name == "additional_data";
        let unknown: Vec<String> = unknown.into_iter().filter(|pointer| !is_read(pointer)).collect();
        self.unknown.retain(|pointer| pointer.strip_prefix(&path).is_none_or(|rest| !rest.is_empty() && !rest.starts_with('/')));
        self.unknown.extend(unknown);
        let known: Vec<String> = pointers(&self.mismatches);
        self.mismatches.extend(mismatches.into_iter().filter(|mismatch| !known.contains(&mismatch.pointer())));
    }
}

/// Inspects an event, which `parse` returns.
#[cfg(feature = "webhooks")]
pub fn event<E>(parse: impl FnOnce() -> Result<E>) -> Result<Inspection>
where
    E: Deref<Target = EventCore> + Serialize,
{
    let (event, found) = log::with_unknown_keys(|| log::collect(parse));
    let (event, (_, unknown)) = (event?, split_unknown(found));
    let value =
        serde_json::to_value(&event).map_err(|error| Error::new(ErrorKind::Event, error.to_string()).with_source(error))?;
    Ok(Inspection { value, mismatches: event.mismatches().to_vec(), unknown: pointers(&unknown) })
}

fn pointers(found: &[Mismatch]) -> Vec<String> {
    found.iter().map(Mismatch::pointer).collect()
}
