//! The users who may see an item.

use serde_json::Value;

use crate::json::output::Output;
use crate::json::slot::{Form, Standing, Wire};
use crate::json::source::{self, Read, Source};
use crate::json::target::TypedTarget;
use crate::json::wire::{List, Plain};

/// The element that stands for all users.
const EVERYONE: &str = "*";

/// The users who may see an item.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PermittedUsers {
    /// All users of the company: `["*"]` in JSON.
    Everyone,
    /// The users with these ids.
    Users(Vec<i64>),
}

impl PermittedUsers {
    /// Returns whether a user may see the item.
    pub fn contains(&self, user_id: i64) -> bool {
        match self {
            Self::Everyone => true,
            Self::Users(ids) => ids.contains(&user_id),
        }
    }

    /// Returns the ids of the users, or `None` for [`Everyone`](Self::Everyone).
    pub fn ids(&self) -> Option<&[i64]> {
        match self {
            Self::Everyone => None,
            Self::Users(ids) => Some(ids),
        }
    }
}

fn is_everyone(value: &Value) -> bool {
    value.as_str() == Some(EVERYONE)
}

impl Wire<PermittedUsers> for Plain {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<PermittedUsers>) -> Read<Form> {
        let value = source.value()?;
        if is_everyone(&value) {
            *target = Some(PermittedUsers::Everyone);
            return Ok(Form::Loose(Box::new(value)));
        }
        if let Value::Array(items) = &value
            && items.iter().any(is_everyone)
        {
            *target = Some(PermittedUsers::Everyone);
            return Ok(if items.len() == 1 { Form::Standard } else { Form::Loose(Box::new(value)) });
        }
        let mut ids = TypedTarget::<List<Self>, Vec<i64>>::new();
        Ok(match source::read_value(&value, &mut ids) {
            Some((Form::Standard, kept)) => {
                *target = Some(PermittedUsers::Users(ids.value.unwrap_or_default()));
                if kept.is_empty() { Form::Standard } else { Form::Loose(Box::new(value)) }
            }
            Some((form, _)) => form,
            None => Form::mismatch(value, "a list"),
        })
    }

    fn write(value: &PermittedUsers, out: &mut dyn Output) {
        match value {
            PermittedUsers::Everyone => out.value(&Value::from([EVERYONE].as_slice())),
            PermittedUsers::Users(ids) => <List<Self> as Wire<Vec<i64>>>::write(ids, out),
        }
    }

    fn standing(original: &Value, value: Option<&PermittedUsers>) -> Standing {
        Standing::of::<Self, PermittedUsers>(original, value)
    }
}
