//! Makes a description that fails smaller.

use serde_json::Value;

/// The most attempts, each of which may compile a crate.
const ATTEMPTS: usize = 300;

/// Removes what can be removed as long as `fails`: entries of mappings and items of lists, the largest first.
pub(super) fn shrink(mut description: Value, fails: impl Fn(&Value) -> bool) -> Value {
    let mut attempts = 0;
    loop {
        let mut parts = Vec::new();
        collect(&description, &mut Vec::new(), &mut parts);
        parts.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
        let found = parts.into_iter().find_map(|(_, path)| {
            let mut candidate = description.clone();
            attempts += 1;
            (attempts <= ATTEMPTS && remove(&mut candidate, &path) && fails(&candidate)).then_some(candidate)
        });
        match found {
            Some(smaller) => description = smaller,
            None => return description,
        }
    }
}

/// A key of a mapping or an index of a list.
#[derive(Clone)]
enum Step {
    Key(String),
    Index(usize),
}

fn collect(value: &Value, path: &mut Vec<Step>, into: &mut Vec<(usize, Vec<Step>)>) {
    let inner: Vec<(Step, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (Step::Key(key.clone()), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, value)| (Step::Index(index), value)).collect(),
        _ => Vec::new(),
    };
    for (step, value) in inner {
        path.push(step);
        into.push((value.to_string().len(), path.clone()));
        collect(value, path, into);
        path.pop();
    }
}

fn remove(value: &mut Value, path: &[Step]) -> bool {
    let Some((step, rest)) = path.split_first() else { return false };
    match (step, value) {
        (Step::Key(key), Value::Object(map)) if rest.is_empty() => map.shift_remove(key).is_some(),
        (Step::Index(index), Value::Array(items)) if rest.is_empty() && *index < items.len() => {
            items.remove(*index);
            true
        }
        (Step::Key(key), Value::Object(map)) => map.get_mut(key).is_some_and(|inner| remove(inner, rest)),
        (Step::Index(index), Value::Array(items)) => items.get_mut(*index).is_some_and(|inner| remove(inner, rest)),
        _ => false,
    }
}
