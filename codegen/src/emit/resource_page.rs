//! The documentation of a resource's module: a table of its calls, and one of them as an example.

use serde_json::Value;

use super::Package;
use super::docs::cell;
use super::operations::describe::{self, TypeLinks};
use super::operations::{inputs, of_resource};
use super::rust_types::EmitContext;
use crate::ir::{IdKind, Method, Operation, Property, Type, TypeKind};
use crate::names::{OperationNames, ResourceNames};

/// Returns the paragraphs after the line about the resource.
pub(super) fn paragraphs(context: EmitContext<'_>, resource: &ResourceNames) -> Vec<String> {
    let operations = of_resource(context, resource);
    let links = TypeLinks { context, module: &resource.module, own: "self" };
    let mut table = vec!["| method | | returns |".to_owned(), "|---|---|---|".to_owned()];
    for (operation, names) in &operations {
        let method = names.method.trim_start_matches("r#");
        let deprecated = if operation.deprecated.is_some() { " Deprecated." } else { "" };
        let (summary, output) = (cell(&operation.summary), describe::output(&links, operation));
        table.push(format!("| [`{method}`]({}::{method}) | {summary}{deprecated} | {output} |", resource.accessor));
    }
    let accessor = format!("[`{}`] has these methods. Their requests are in [`requests`].", resource.accessor);
    let example = context.options.whole_crate.then(|| example(context, resource, &operations)).flatten();
    vec![accessor, table.join("\n"), example.unwrap_or_default()]
}

/// Returns a program that makes the call that is the easiest to understand.
fn example(context: EmitContext<'_>, resource: &ResourceNames, operations: &[(&Operation, &OperationNames)]) -> Option<String> {
    let calls = operations.iter().filter_map(|(operation, names)| Some((*operation, *names, arguments(context, operation)?)));
    let (operation, names, arguments) = calls.min_by_key(|(operation, _, arguments)| {
        (
            operation.deprecated.is_some(),
            operation.method == Method::Delete,
            operation.method != Method::Get,
            operation.action != "list",
            arguments.len(),
        )
    })?;
    let krate = krate(context);
    let call = format!("client.{}().{}().{}({})", resource.version.name(), resource.method, names.method, arguments.join(", "));
    let body = if operation.pagination.is_some() {
        format!(
            "let mut items = {call}.items();\nwhile let Some(item) = items.try_next().await? {{\n    println!(\"{{item:?}}\");\n}}"
        )
    } else {
        format!("let output = {call}.await?;\nprintln!(\"{{output:?}}\");")
    };
    let run = format!("# async fn run(client: {krate}::Client) -> Result<(), {krate}::Error> {{");
    Some(format!("```no_run\n{run}\n{body}\n# Ok(()) }}\n```"))
}

/// Returns the name of the crate as code writes it.
fn krate(context: EmitContext<'_>) -> String {
    context.options.package.as_ref().map_or_else(|| "pipedrive".to_owned(), Package::ident)
}

/// Returns the required arguments as code, or `None` if one of them cannot be written as a literal.
fn arguments(context: EmitContext<'_>, operation: &Operation) -> Option<Vec<String>> {
    let required = inputs(operation).map(|(_, input)| input).filter(|input| input.required && input.constant.is_none());
    required.map(|input| literal(context, input)).collect()
}

fn literal(context: EmitContext<'_>, input: &Property) -> Option<String> {
    let sample = input.sample.as_ref();
    let string = |default: &str| format!("{:?}", sample.and_then(Value::as_str).unwrap_or(default));
    match input.ty {
        Type::Integer => Some(sample.and_then(Value::as_i64).unwrap_or(42).to_string()),
        Type::String if !input.sensitive => Some(string("lamp")),
        Type::DateTime(_) => Some(format!("{}::Timestamp::UNIX_EPOCH", krate(context))),
        Type::Named(id) => match &context.api.type_def(id).kind {
            TypeKind::Id(IdKind::Integer) => Some("42".to_owned()),
            TypeKind::Id(IdKind::String) => Some(string("7d0c9a52-3f4e-4b8e-9c11-5a1e0b6f2d83")),
            _ => None,
        },
        _ => None,
    }
}
