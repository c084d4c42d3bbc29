//! The items of events: which type an item has, and the item before and after a change.

use std::borrow::Cow;
use std::fmt::Debug;
use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::enums::Action;
use super::event::EventCore;
use crate::json::log::{self, Mismatch, Path};
use crate::json::slot::{Form, Wire};
use crate::json::source;
use crate::json::target::{Target, TypedTarget, WholeTarget};
use crate::json::wire::Plain;
use crate::protocol::error::Result;
use crate::protocol::info::ApiVersion;

/// A type of the items that events are about, such as `pipedrive::v2::deals::Deal`.
///
/// The crate implements it for the types of `Item`. A type of your
/// own can implement it to be read with `Event::data_as`, which then checks that the event is about such an item:
///
/// ```
/// use pipedrive::ApiVersion;
/// use pipedrive::ids::DealId;
/// use pipedrive::webhooks::{Event, WebhookItem};
///
/// #[derive(Clone, Debug, PartialEq, serde::Deserialize)]
/// struct MyDeal {
///     title: String,
/// }
///
/// impl WebhookItem for MyDeal {
///     type Id = DealId;
///     const KINDS: &'static [(ApiVersion, &'static str)] = &[(ApiVersion::V2, "deal")];
/// }
///
/// let body = br#"{ "meta": { "version": "2.0", "entity": "deal" }, "data": { "title": "Lamps" } }"#;
/// let deal = Event::parse(body)?.data_as::<MyDeal>()?;
/// assert_eq!(deal, Some(MyDeal { title: "Lamps".to_owned() }));
/// # Ok::<(), pipedrive::Error>(())
/// ```
pub trait WebhookItem: DeserializeOwned {
    /// The type of the id.
    type Id: Clone + Debug + PartialEq + FromStr;

    /// The events that contain this type: their version, and their [`Entity`](super::Entity) as a string. Empty for a type that reads any item.
    const KINDS: &'static [(ApiVersion, &'static str)];
}

/// Any item, as JSON.
impl WebhookItem for Value {
    type Id = String;
    const KINDS: &'static [(ApiVersion, &'static str)] = &[];
}

/// A change of an item.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Change<T: WebhookItem> {
    /// The action. `None` if the event does not state it.
    pub action: Option<Action>,
    /// The id of the item. `None` if the event does not state it, or not in the expected format.
    pub id: Option<T::Id>,
    /// The item after the change, or `None` if it was deleted.
    pub now: Option<Box<T>>,
    /// The item before the change, or `None` if it was created.
    ///
    /// Events of version 2 contain only the previous values of the changed fields; all other values are those after the change.
    pub before: Option<Box<T>>,
    mismatches: Vec<Mismatch>,
}

impl<T: WebhookItem> Change<T> {
    /// Returns the values of an unexpected type in the item, with their paths in the event. They are kept in the `extra` of their objects,
    /// and are also in [`EventCore::mismatches`].
    pub fn mismatches(&self) -> &[Mismatch] {
        &self.mismatches
    }

    pub(super) fn of(event: &EventCore) -> Result<Self>
    where
        Plain: Wire<T>,
    {
        let mut now = WholeTarget(TypedTarget::<Plain, T>::new());
        let mut before = WholeTarget(TypedTarget::<Plain, T>::new());
        let mismatches = read_change(event, &mut now, &mut before)?;
        let (now, before) = (now.0.value.map(Box::new), before.0.value.map(Box::new));
        Ok(Self { action: event.action().cloned(), id: event.entity_id_as(), now, before, mismatches })
    }
}

/// Reads the item after and before the change, and returns the mismatches in both. Compiled once for all types.
fn read_change(event: &EventCore, now: &mut dyn Target, before: &mut dyn Target) -> Result<Vec<Mismatch>> {
    let (results, found) = log::collect(|| (read_item(event.now(), now), read_before(event, before)));
    let mismatches = log::put_back_unknown(found);
    // For the caller, who may report the mismatches of the whole event.
    mismatches.iter().cloned().for_each(log::record);
    let (now, before) = results;
    now.and(before).map(|()| mismatches)
}

/// Reads the item before the change. Mismatches in values that it shares with the item after the change are those of the latter.
fn read_before(event: &EventCore, target: &mut dyn Target) -> Result<()> {
    let (result, found) = log::collect(|| read_item(event.before(), target));
    found.into_iter().filter(|mismatch| event.is_before(mismatch)).for_each(log::record);
    result
}

/// An item in an event.
pub(super) struct RawChangeItem<'a> {
    pub(super) value: Cow<'a, Value>,
    /// Its path in the event, innermost segment first.
    pub(super) path: Path,
}

/// Reads an item into a target. If that is impossible, this is both recorded and returned as an error.
fn read_item(item: Option<RawChangeItem<'_>>, target: &mut dyn Target) -> Result<()> {
    let Some(item) = item else { return Ok(()) };
    let mark = log::mark();
    let read = source::read_value(&item.value, target);
    item.path.iter().for_each(|segment| log::step_out(mark, &|| segment.clone()));
    let Some((Form::Mismatch(misfit), _)) = read else { return Ok(()) };
    let problem = item.path.into_iter().fold(misfit.to_mismatch(), Mismatch::within);
    log::record(problem.clone());
    Err(super::invalid(problem.with_value()))
}

/// Returns an error unless the event is about an item of type `T`.
pub(super) fn check<T: WebhookItem>(event: &EventCore) -> Result<()> {
    // Types are defined in a private module `models` and exported by its parent.
    check_kind(event, T::KINDS, &std::any::type_name::<T>().replace("::models::", "::"))
}

fn check_kind(event: &EventCore, kinds: &[(ApiVersion, &str)], ty: &str) -> Result<()> {
    let (version, entity) = event.kind();
    if kinds.is_empty() || kinds.contains(&(version, entity)) {
        return Ok(());
    }
    let number = |version: ApiVersion| if version == ApiVersion::V1 { 1 } else { 2 };
    let found = if entity.is_empty() { "an item of unknown type".to_owned() } else { format!("`{entity}`") };
    let expected: Vec<String> =
        kinds.iter().map(|(version, entity)| format!("`{entity}` in version {}", number(*version))).collect();
    Err(super::invalid(format!(
        "the event of version {} is about {found}, but `{ty}` is the type of {}: match on `item()`, or check `entity()` first",
        number(version),
        expected.join(" and ")
    )))
}
