//! The example replies of the description, and what the client makes of them. What is missing fails the test that asks for it.

#![allow(clippy::missing_panics_doc, reason = "tests are what panics here")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use pipedrive::{Error, Mismatch, OperationInfo, ResponseKind, test_util};
use pipedrive_codegen::diag::Diagnostics;
use pipedrive_codegen::ir::{Api, Operation, OperationResponse, Type, TypeKind};
use pipedrive_codegen::load::Document;
use pipedrive_codegen::pipeline;
use serde_json::Value;

use crate::recorder::name;

/// The folder of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ is in the workspace").to_owned()
}

/// The example reply of an operation, where its replies are JSON. Every such operation has one.
pub fn example(info: &OperationInfo) -> Option<Value> {
    if info.response != ResponseKind::Json {
        return None;
    }
    let (version, rest) = info.id.split_once('.').expect("an id begins with the version");
    let path = root().join(format!("spec/examples/{version}/{rest}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Some(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// Decodes a body as the reply to an operation, and encodes what came out.
pub fn round_trip(info: &OperationInfo, body: &Value) -> Result<(Value, Vec<Mismatch>), Error> {
    let result = test_util::round_trip(info.method.as_str(), info.path, 200, body.to_string().as_bytes());
    result.unwrap_or_else(|| panic!("{} has no round trip", name(info)))
}

/// The operations whose data cannot be nothing, with the properties that the description promises of it. A union or an enum has
/// no value that stands for nothing either.
pub fn promising() -> BTreeMap<String, BTreeSet<String>> {
    let api = api();
    let promises = |operation: &Operation| match &operation.response {
        OperationResponse::Data(Type::Named(id)) => match &api.type_def(*id).kind {
            TypeKind::Object(object) => {
                let proven = object.properties.iter().filter(|property| property.proven);
                Some(proven.map(|property| property.wire.clone()).collect()).filter(|names: &BTreeSet<_>| !names.is_empty())
            }
            TypeKind::Union(_) | TypeKind::Enum(_) | TypeKind::Id(_) => Some(BTreeSet::new()),
        },
        _ => None,
    };
    api.operations.iter().filter_map(|operation| Some((operation.id.clone(), promises(operation)?))).collect()
}

/// The operations whose data may be `true` in place of an object.
pub fn confirming() -> BTreeSet<String> {
    let api = api();
    let may_be_true = |operation: &Operation| match &operation.response {
        OperationResponse::Data(Type::Named(id)) => {
            matches!(&api.type_def(*id).kind, TypeKind::Object(object) if object.or_true)
        }
        _ => false,
    };
    api.operations.iter().filter(|operation| may_be_true(operation)).map(|operation| operation.id.clone()).collect()
}

fn api() -> Api {
    let mut diagnostics = Diagnostics::with_prefix("spec/");
    let document = Document::load(&root().join("spec/openapi.yaml"), &mut diagnostics).expect("a description");
    pipeline::model(&document, &mut diagnostics).api
}

/// What the fields alone hold of a body, without what is kept beside them.
pub fn typed(info: &OperationInfo, body: &Value) -> Result<Value, Error> {
    let result = test_util::typed_round_trip(info.method.as_str(), info.path, 200, body.to_string().as_bytes());
    result.unwrap_or_else(|| panic!("{} has no round trip", name(info)))
}

/// The names of the properties that the description promises somewhere.
pub fn proven() -> BTreeSet<String> {
    let objects = api().types.into_iter().filter_map(|def| match def.kind {
        TypeKind::Object(object) => Some(object.properties),
        _ => None,
    });
    objects.flatten().filter(|property| property.proven).map(|property| property.wire).collect()
}
