//! The wording of messages about values.

use crate::load::{Node, NodeValue, Pointer};

/// A value by its key or its position in a list: `` `type` `` or ``item 2 of `tags` ``.
pub(super) fn subject(at: &Pointer) -> String {
    let Some(key) = at.key() else { return "file".to_owned() };
    match (key.parse::<usize>(), at.parent().and_then(|parent| parent.key())) {
        (Ok(index), Some(list)) if index < 100 => format!("item {} of `{list}`", index + 1),
        _ => format!("`{key}`"),
    }
}

/// The words as a choice: ``write one of `a`, `b` ``.
pub(super) fn one_of(words: &[&str]) -> String {
    let all: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match all.as_slice() {
        [only] => format!("write {only}"),
        _ => format!("write one of {}", all.join(", ")),
    }
}

/// What to write instead of a value of another type.
pub(super) fn type_help(at: &Pointer, node: &Node, wanted: &str) -> String {
    let key = at.key().filter(|key| key.parse::<usize>().is_err());
    // The key with a sample value, or for an item of a list the value alone.
    let write = |sample: &str| key.as_ref().map_or_else(|| format!("write `{sample}`"), |key| format!("write `{key}: {sample}`"));
    match (&node.value, wanted) {
        (NodeValue::Null, _) => match &key {
            Some(key) => format!("add a value, or remove `{key}`"),
            None => "add a value, or remove the item".to_owned(),
        },
        (NodeValue::Number(number), "a string") => write(&format!("'{number}'")),
        (NodeValue::Bool(value), "a string") => write(&format!("'{value}'")),
        (NodeValue::List(_), "the name of a type") => "write a single type, with `nullable: true` beside it for null".to_owned(),
        (NodeValue::String(item), "a list") => write(&format!("[{item}]")),
        (NodeValue::Number(item), "a list") => write(&format!("[{item}]")),
        (_, "a string") => write("text"),
        (_, "a boolean") => write("true").replacen("write", "remove it, or write", 1),
        (_, "a number" | "a non-negative integer") => write("1").replacen("write", "write a number, such as", 1),
        (_, "a reference to a schema") => write("'#/schemas/Name'"),
        (_, "the name of a type") => write("string").replacen("write", "write a type, such as", 1),
        (_, "a list of values") => write("[first, second]").replacen("write", "write the values, as in", 1),
        (_, "a list") => write("[…]"),
        (_, "a mapping") => write("{ … }").replacen("write", "indent the keys below it, or write", 1),
        _ => "replace the value".to_owned(),
    }
}

/// What to write for a required key that is missing.
pub(super) fn missing_help(key: &str) -> String {
    match key {
        "responses" => "add `responses:` with the success status and `default`".to_owned(),
        "openapi" => "add `openapi: 3.0.3`".to_owned(),
        "in" => "add `in: query`, `in: path` or `in: header`".to_owned(),
        "content" => "add `content: { application/json: { schema: … } }`".to_owned(),
        "scopes" => "add `scopes: { 'deals:read': … }`".to_owned(),
        "schema" => "add `schema: { type: … }`".to_owned(),
        "description" => "add `description: …`, a short sentence".to_owned(),
        "url" => "add `url: https://…`".to_owned(),
        _ => format!("add `{key}: …`"),
    }
}
