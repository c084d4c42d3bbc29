//! Lists of ids that are not JSON lists: one id is a number, several are a string.

use serde_json::Value;

use super::output::{Leaf, Output, to_value};
use super::plain::Plain;
use super::scalar::Scalar;
use super::slot::{Form, Slot, Standing, Wire};
use super::source::{Read, Source};

/// Ids separated by commas, such as `"2,3"`. A single id is a number.
#[derive(Debug)]
pub struct IdList;

impl<T: From<i64>> Wire<Vec<T>> for IdList
where
    Plain: Wire<T>,
{
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Vec<T>>) -> Read<Form> {
        Ok(read(source.scalar()?).map(|ids| ids.into_iter().map(T::from).collect()).put(target))
    }

    fn write(value: &Vec<T>, out: &mut dyn Output) {
        let ids: Vec<_> = value.iter().filter_map(|id| to_value::<Plain, T>(id).ok()?.as_i64()).collect();
        write(&ids, out);
    }

    fn standing(original: &Value, value: Option<&Vec<T>>) -> Standing {
        Standing::of::<Self, Vec<T>>(original, value)
    }

    fn absent() -> Option<Vec<T>> {
        Some(Vec::new())
    }
}

/// Decodes ids: a number, or a string of numbers.
fn read(scalar: Scalar<'_>) -> Slot<Vec<i64>> {
    let ids = match &scalar {
        Scalar::Str(string) => parse(string),
        other => other.integer().map(|id| vec![id]),
    };
    let Some(ids) = ids else { return scalar.misfit_or_blank("an id, or ids separated by commas").into() };
    let is_standard = match &scalar {
        Scalar::Int(_) => true,
        Scalar::Str(string) => ids.len() > 1 && **string == *joined(&ids),
        _ => false,
    };
    scalar.read_as(ids, is_standard)
}

/// Parses ids that are separated by commas.
fn parse(string: &str) -> Option<Vec<i64>> {
    let mut ids = Vec::new();
    for id in string.split(',') {
        ids.push(id.trim().parse().ok()?);
    }
    Some(ids)
}

fn write(ids: &[i64], out: &mut dyn Output) {
    match ids {
        [id] => out.leaf(Leaf::Int(*id)),
        ids => out.leaf(Leaf::Str(&joined(ids))),
    }
}

fn joined(ids: &[i64]) -> String {
    let mut joined = String::new();
    for id in ids {
        if !joined.is_empty() {
            joined.push(',');
        }
        joined.push_str(&id.to_string());
    }
    joined
}
