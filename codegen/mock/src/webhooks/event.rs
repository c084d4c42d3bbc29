//! An event in the formats of both versions of webhooks.

use serde_json::{Map, Value, json};

use crate::store::{Row, RowChange, Store};
use crate::views::{CustomFieldForm, View};

/// The host of the account in events.
const HOST: &str = "mock.pipedrive.com";

/// A change that webhooks are called for.
pub(super) struct ChangeEvent<'a> {
    change: &'a RowChange,
    number: usize,
    entity: &'static str,
    action: EventAction,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum EventAction {
    Create,
    Change,
    Delete,
    /// Another item was merged into the item. Version 2.0 reports it as a change.
    Merge,
}

impl EventAction {
    fn v1(self) -> &'static str {
        match self {
            Self::Create => "added",
            Self::Change => "updated",
            Self::Delete => "deleted",
            Self::Merge => "merged",
        }
    }

    fn v2(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Change | Self::Merge => "change",
            Self::Delete => "delete",
        }
    }
}

impl<'a> ChangeEvent<'a> {
    /// `None` if webhooks are not called for items of this kind, or nothing has changed.
    pub(super) fn of(change: &'a RowChange, number: usize) -> Option<Self> {
        let entity = change.kind.event_object()?;
        if !crate::resources::has_effect(change) {
            return None;
        }
        let action = match &change.before {
            None => EventAction::Create,
            Some(_) if change.after.is_deleted() => EventAction::Delete,
            Some(_) if change.merged_with.is_some() => EventAction::Merge,
            Some(_) => EventAction::Change,
        };
        Some(Self { change, number, entity, action })
    }

    /// Whether a webhook is registered for the event.
    pub(super) fn is_wanted_by(&self, hook: &Row) -> bool {
        let matches = |name: &str, value: &str| hook.string(name).is_some_and(|wanted| wanted == "*" || wanted == value);
        matches("event_object", self.entity) && matches("event_action", self.action.v2())
    }

    /// The body in the format 2.0: `previous` of a change has only the values that have changed.
    pub(super) fn v2(&self, store: &Store, hook: &Row) -> Value {
        let (previous, data) = self.states(store, false);
        let previous = match (&previous, &data) {
            (Value::Object(before), Value::Object(after)) => changed(before, after).into(),
            _ => previous,
        };
        let change = self.change;
        let mut event = json!({
            "data": data,
            "previous": previous,
            "meta": {
                "action": self.action.v2(),
                "attempt": 1,
                "change_source": "api",
                "company_id": "1",
                "correlation_id": uuid(self.number, 0),
                "entity": self.entity,
                "entity_id": change.id.to_string(),
                "host": HOST,
                "id": uuid(self.number, hook.id.to_json().as_i64().unwrap_or_default()),
                "is_bulk_edit": false,
                "permitted_user_ids": [change.stamp.user.to_string()],
                "timestamp": change.stamp.time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
                "type": "general",
                "user_id": change.stamp.user.to_string(),
                "version": "2.0",
                "webhook_id": hook.id.to_string(),
                "webhook_owner_id": hook.get("owner_id").to_string(),
            },
        });
        if let Some(other) = &change.merged_with {
            let name = if self.action == EventAction::Delete { "merged_to_id" } else { "merged_from_id" };
            event["meta"][name] = other.to_string().into();
        }
        event
    }

    /// The body in the format 1.0.
    pub(super) fn v1(&self, store: &Store, hook: &Row) -> Value {
        let (previous, current) = self.states(store, true);
        let change = self.change;
        let matches_filters = json!({ "current": [], "previous": [] });
        json!({
            "v": 1,
            "matches_filters": matches_filters,
            "meta": {
                "v": 1,
                "action": self.action.v1(),
                "object": self.entity,
                "id": change.id.to_json(),
                "company_id": 1,
                "user_id": change.stamp.user,
                "host": HOST,
                "timestamp": change.stamp.time.as_second(),
                "timestamp_micro": change.stamp.time.as_microsecond(),
                "permitted_user_ids": [change.stamp.user],
                "trans_pending": false,
                "is_bulk_update": false,
                "pipedrive_service_name": false,
                "change_source": "api",
                "matches_filters": matches_filters,
                "webhook_id": hook.id.to_string(),
            },
            "retry": 0,
            "current": current,
            "previous": previous,
            "event": format!("{}.{}", self.action.v1(), self.entity),
        })
    }

    /// The item before and after the change. Null where it did not exist, or no longer does.
    fn states(&self, store: &Store, is_v1: bool) -> (Value, Value) {
        let Some(view) = View::of_kind(self.change.kind, is_v1) else { return (Value::Null, Value::Null) };
        let view = View { custom_field_form: CustomFieldForm::Typed, ..view };
        let state = |row: &Row| {
            let item = view.render(row, store);
            match (is_v1, self.entity) {
                (true, "user") => json!([with_ids(item)]),
                (true, _) => with_ids(item),
                (false, _) => item,
            }
        };
        let before = self.change.before.as_ref().map_or(Value::Null, state);
        let after = if self.action == EventAction::Delete { Value::Null } else { state(&self.change.after) };
        (before, after)
    }
}

/// Linked items are ids in webhooks of version 1.0, not objects.
fn with_ids(mut item: Value) -> Value {
    for value in item.as_object_mut().into_iter().flat_map(Map::values_mut) {
        if let Some(id) = value.get_mut("value") {
            *value = id.take();
        }
    }
    item
}

/// The values of `before` that differ from those of `after`. Custom fields are compared one by one.
fn changed(before: &Map<String, Value>, after: &Map<String, Value>) -> Map<String, Value> {
    let mut changed = Map::new();
    for (name, value) in before {
        match (name.as_str(), value, after.get(name)) {
            (_, value, Some(now)) if value == now => {}
            ("custom_fields", Value::Object(before), Some(Value::Object(after))) => {
                changed.insert(name.clone(), self::changed(before, after).into());
            }
            _ => drop(changed.insert(name.clone(), value.clone())),
        }
    }
    changed
}

/// Returns an id of an event, which is the same for all attempts to deliver it.
fn uuid(number: usize, part: i64) -> String {
    format!("{number:08x}-0000-4000-8000-{part:012x}")
}
