//! Lowers operations: parameters, request bodies and responses.

use std::collections::{BTreeSet, HashMap};

use heck::ToUpperCamelCase;
use openapiv3::{MediaType, Parameter as Raw, ParameterSchemaOrContent, ReferenceOr, Response};

use super::Lowering;
use super::access;
use super::keywords::{SchemaKeywords, SchemaRef};
use super::types::NamingContext;
use crate::diag::codes;
use crate::ir::{
    BodyEncoding, Deprecation, EnvelopeTypes, ObjectType, Operation, OperationBody, OperationPagination, OperationResponse,
    PagingStyle, Parameter, ParameterLocation, Property, Type, TypeId, TypeKind, TypeModule, Version, WaitCondition, WireValue,
};
use crate::load::extensions::{self, OperationExtensions};
use crate::load::{Flavour, LoadedOperation, Pointer};

/// The properties of an envelope that the runtime reads.
const ENVELOPE: [&str; 4] = ["success", "data", "additional_data", "related_objects"];

impl<'a> Lowering<'a> {
    pub(super) fn operations(&mut self) -> Vec<Operation> {
        let document = self.document;
        document.operations().iter().filter_map(|loaded| self.operation(loaded)).collect()
    }

    fn operation(&mut self, loaded: &'a LoadedOperation) -> Option<Operation> {
        let raw = &loaded.operation;
        let id = raw.operation_id.clone()?;
        let (version, resource, action) = parse_operation_id(&id)?;
        let extensions = OperationExtensions::of(&raw.extensions);
        let context = NamingContext {
            module: TypeModule::Resource { version, resource: resource.clone() },
            name: action.to_upper_camel_case(),
        };
        let parameters = self.parameters(loaded, &context);
        let body = self.body(loaded, &context);
        let response = self.response(loaded, &context);
        let pagination = extensions.pagination.as_ref().and_then(|paging| self.pagination(paging, &response));
        let wait = extensions.wait.and_then(|wait| self.wait(wait, &response));
        let (envelope, mut envelope_fields, reports_success) = self.envelope(loaded);
        if !matches!(response, OperationResponse::Data(_) | OperationResponse::Done) {
            envelope_fields.clear();
        }
        let is_json = !matches!(response, OperationResponse::Text | OperationResponse::Binary);
        let ignores_success = is_json && !reports_success && self.document.flavour() == Flavour::Foreign;
        Some(Operation {
            id,
            version,
            resource,
            action,
            method: loaded.method,
            path: loaded.path.clone(),
            sent_to: extensions.sent_to.clone(),
            server: raw.servers.first().or(loaded.item.servers.first()).map(|server| server.url.clone()),
            summary: raw.summary.clone().unwrap_or_default(),
            description: raw.description.clone(),
            docs_url: raw.external_docs.as_ref().map(|docs| docs.url.clone()),
            aliases: extensions.aliases.clone(),
            token_cost: extensions.token_cost,
            scopes: scopes(raw),
            auth: access::auth(raw, &self.access),
            deprecated: raw
                .deprecated
                .then(|| Deprecation { replaced_by: extensions.replaced_by.clone(), retired: extensions.retired }),
            pagination,
            wait,
            parameters,
            body,
            response,
            envelope,
            envelope_fields,
            accept: self.accept(loaded),
            ignores_success,
            at: loaded.at.clone(),
        })
    }

    fn parameters(&mut self, loaded: &'a LoadedOperation, context: &NamingContext) -> Vec<Parameter> {
        let own = self.parameter_list(&loaded.at, &loaded.operation.parameters, context);
        let mut parameters = self.parameter_list(&loaded.item_at, &loaded.item.parameters, context);
        // A parameter of the operation overrides the one that the path item declares.
        let overridden: BTreeSet<_> = own.iter().map(|own| (own.location, own.property.wire.as_str())).collect();
        parameters.retain(|shared| !overridden.contains(&(shared.location, shared.property.wire.as_str())));
        parameters.extend(own);
        let names = path_names(&loaded.path).into_iter().enumerate().rev();
        let in_path: HashMap<&str, usize> = names.map(|(position, name)| (name, position)).collect();
        parameters.sort_by_key(|parameter| match parameter.location {
            ParameterLocation::Path => in_path.get(parameter.property.wire.as_str()).copied().unwrap_or(usize::MAX),
            ParameterLocation::Query | ParameterLocation::Header | ParameterLocation::Cookie => usize::MAX,
        });
        parameters
    }

    fn parameter_list(&mut self, at: &Pointer, list: &'a [ReferenceOr<Raw>], context: &NamingContext) -> Vec<Parameter> {
        let at = at.child("parameters");
        let parameters = list.iter().enumerate();
        parameters.filter_map(|(index, parameter)| self.parameter(&at.index(index), parameter, context)).collect()
    }

    fn parameter(&mut self, at: &Pointer, parameter: &'a ReferenceOr<Raw>, context: &NamingContext) -> Option<Parameter> {
        let (at, raw) = self.document.parameter(at, parameter)?;
        let data = raw.parameter_data_ref();
        let location = match raw {
            Raw::Path { .. } => ParameterLocation::Path,
            Raw::Query { .. } => ParameterLocation::Query,
            Raw::Header { .. } if self.document.flavour() == Flavour::Foreign => ParameterLocation::Header,
            Raw::Cookie { .. } if self.document.flavour() == Flavour::Foreign => ParameterLocation::Cookie,
            Raw::Header { .. } | Raw::Cookie { .. } => {
                let location = if matches!(raw, Raw::Header { .. }) { "header" } else { "cookie" };
                self.error(
                    codes::UNSUPPORTED,
                    &at,
                    format!("{location} parameter `{}` is not supported", data.name),
                    "declare credentials in `security`; remove other parameters, which callers can send with `.header(..)`",
                );
                return None;
            }
        };
        let (schema_at, schema, is_json) = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => (at.child("schema"), schema, false),
            ParameterSchemaOrContent::Content(media_types) => match media_types.first() {
                Some((name, MediaType { schema: Some(schema), .. })) if location == ParameterLocation::Query && is_json(name) => {
                    (at.child("content").child(name).child("schema"), schema, true)
                }
                _ => {
                    let message = format!("unsupported `content` of the parameter `{}`", data.name);
                    let help = "replace `content` with `schema`; a parameter in the query can have JSON with a `schema`";
                    self.error(codes::UNSUPPORTED, &at, message, help);
                    return None;
                }
            },
        };
        let required = data.required || location == ParameterLocation::Path;
        let mut property = self.property(&schema_at, &data.name, SchemaRef::from(schema), required, context)?;
        property.docs = data.description.clone().or(property.docs);
        property.sample = data.example.clone().or(property.sample);
        if data.deprecated == Some(true) && property.deprecated.is_none() {
            let replaced_by = extensions::SchemaExtensions::of(&data.extensions).replaced_by;
            property.deprecated = Some(Deprecation { replaced_by, retired: false });
        }
        property.at = at;
        self.style_parameter(raw, is_json, &mut property);
        // A URL has no null.
        property.takes_null = false;
        Some(Parameter { location, property })
    }

    fn body(&mut self, loaded: &'a LoadedOperation, context: &NamingContext) -> Option<OperationBody> {
        let body = loaded.operation.request_body.as_ref()?;
        let (at, body) = self.document.request_body(&loaded.at.child("requestBody"), body)?;
        let found = body.content.iter().find_map(|(name, media)| Some((body_kind(name)?, name, media)));
        let found = found.or_else(|| {
            let (name, media) = body.content.first().filter(|_| self.document.flavour() == Flavour::Foreign)?;
            Some((BodyEncoding::Content, name, media))
        });
        let Some((kind, name, media)) = found else {
            let content_types: Vec<String> = body.content.keys().map(|name| format!("`{name}`")).collect();
            self.error(
                codes::CONTENT_TYPE,
                &at.child("content"),
                format!("unsupported content type of a request body: {}", content_types.join(", ")),
                "use `application/json`, `application/x-www-form-urlencoded` or `multipart/form-data`",
            );
            return None;
        };
        let declared =
            (kind == BodyEncoding::Content || (kind == BodyEncoding::Json && name != "application/json")).then(|| name.clone());
        let is_optional = self.document.flavour() == Flavour::Foreign && !body.required;
        let (at, schema) = self.schema_of(&at, name, media)?;
        let describe = |object, is_whole| OperationBody { kind, content_type: declared, object, is_whole, is_optional };
        if !self.object_members(&at, schema).properties.is_empty()
            || extensions::SchemaExtensions::of(&schema.schema_data.extensions).custom_fields.is_some()
        {
            let mut object = self.object(&at, schema, context);
            for property in &mut object.properties {
                if let Some(encoding) = media.encoding.get(&property.wire) {
                    self.style_field(encoding, property);
                }
            }
            return Some(describe(object, false));
        }
        let name = match kind {
            BodyEncoding::Json => whole_body_name(&SchemaKeywords::of(schema)),
            BodyEncoding::Content => Some("body"),
            BodyEncoding::Form | BodyEncoding::Multipart => None,
        };
        if let Some(default) = name {
            let name = schema.schema_data.title.as_deref().unwrap_or(default);
            let property = self.property(&at, name, SchemaRef::Inline(schema), true, context);
            let properties = property.map(|property| Property { takes_null: false, ..property }).into_iter().collect();
            return Some(describe(ObjectType { properties, ..ObjectType::default() }, true));
        }
        self.error(
            codes::UNSUPPORTED,
            &at,
            "unsupported type of a request body",
            "use an object with `properties`; JSON bodies can also be a list, a map or any JSON (`{}`)",
        );
        None
    }

    /// Returns the schema of a media type and its location.
    fn schema_of(&mut self, at: &Pointer, name: &str, media: &'a MediaType) -> Option<(Pointer, &'a openapiv3::Schema)> {
        let at = at.child("content").child(name);
        let Some(schema) = &media.schema else {
            self.error(
                codes::CONTENT_TYPE,
                &at,
                format!("missing field `schema` for `{name}`"),
                "add `schema` with the type of the content",
            );
            return None;
        };
        self.resolve(&at.child("schema"), SchemaRef::from(schema))
    }

    fn response(&mut self, loaded: &'a LoadedOperation, context: &NamingContext) -> OperationResponse {
        let Some((at, response)) = self.success_response(loaded) else { return OperationResponse::Empty };
        let Some((name, media)) = response.content.first() else { return OperationResponse::Empty };
        if name.starts_with("text/") {
            return OperationResponse::Text;
        }
        if !is_json(name) {
            return OperationResponse::Binary;
        }
        let Some((at, schema)) = self.schema_of(&at, name, media) else { return OperationResponse::Empty };
        if !self.can_be_envelope(media) {
            return match self.lower_type(&at, SchemaRef::Inline(schema), &context.child("Response")) {
                Some(ty) => OperationResponse::Root(ty),
                None => OperationResponse::Empty,
            };
        }
        let members = self.object_members(&at, schema);
        if let Some((data_at, data)) = members.properties.get("data") {
            return match self.lower_type(data_at, *data, &context.child("Data")) {
                Some(ty) => OperationResponse::Data(ty),
                None => OperationResponse::Done,
            };
        }
        if members.properties.keys().all(|name| matches!(*name, "success" | "additional_data")) && !members.properties.is_empty()
        {
            return OperationResponse::Done;
        }
        match self.lower_type(&at, SchemaRef::Inline(schema), &context.child("Response")) {
            Some(ty) => OperationResponse::Root(ty),
            None => OperationResponse::Empty,
        }
    }

    /// Returns the media type of the response, if it is a form of JSON that must be asked for.
    fn accept(&self, loaded: &'a LoadedOperation) -> Option<String> {
        let (_, response) = self.success_response(loaded)?;
        let (name, _) = response.content.first()?;
        (is_json(name) && !media_type(name).eq_ignore_ascii_case("application/json")).then(|| media_type(name).to_owned())
    }

    /// Returns whether a schema with `data` is an envelope. In an external description, envelopes are the only objects without a name.
    fn can_be_envelope(&self, media: &MediaType) -> bool {
        self.document.flavour() == Flavour::Curated
            || matches!(&media.schema, Some(ReferenceOr::Item(schema)) if SchemaKeywords::of(schema).properties.is_some())
    }

    /// Returns the types of the envelope's other parts, its other properties, and whether it has `success`. Pagination has the same structure everywhere and needs no type.
    fn envelope(&mut self, loaded: &'a LoadedOperation) -> (EnvelopeTypes, Vec<String>, bool) {
        let envelope = self.success_response(loaded).and_then(|(at, response)| {
            let mut json = response.content.iter().filter(|(name, _)| is_json(name));
            let (name, media) = json.next().filter(|(_, media)| self.can_be_envelope(media))?;
            self.resolve(&at.child("content").child(name).child("schema"), SchemaRef::from(media.schema.as_ref()?))
        });
        let Some((at, schema)) = envelope else { return Default::default() };
        let members = self.object_members(&at, schema);
        let part = |name: &str| members.properties.get(name).and_then(|(at, child)| self.named_type(at, *child));
        let types = EnvelopeTypes { additional_data: part("additional_data"), related_objects: part("related_objects") };
        let others = members.properties.keys().filter(|name| !ENVELOPE.contains(name)).map(|&name| name.to_owned());
        (types, others.collect(), members.properties.contains_key("success"))
    }

    /// Returns the response with the first `2xx` status.
    fn success_response(&self, loaded: &'a LoadedOperation) -> Option<(Pointer, &'a Response)> {
        let responses = &loaded.operation.responses;
        for (status, response) in &responses.responses {
            let status = status.to_string();
            if status.starts_with('2') {
                return self.document.response(&loaded.at.child("responses").child(&status), response);
            }
        }
        None
    }

    fn pagination(&self, paging: &extensions::PaginationExtension, response: &OperationResponse) -> Option<OperationPagination> {
        let item = match (response, paging.items.as_str()) {
            (OperationResponse::Data(Type::List(item)), "/data") => Some((**item).clone()),
            (OperationResponse::Data(Type::Named(data)), items) => {
                self.list_in(*data, items.strip_prefix("/data/").unwrap_or(""))
            }
            _ => None,
        };
        let item = item?;
        let style = match paging.style {
            extensions::PaginationKind::Cursor => PagingStyle::Cursor,
            extensions::PaginationKind::Offset => PagingStyle::Offset,
            extensions::PaginationKind::Recents => PagingStyle::Recents,
        };
        Some(OperationPagination { style, items: paging.items.clone(), max: paging.max, item })
    }

    fn list_in(&self, data: TypeId, name: &str) -> Option<Type> {
        match &self.property_of(data, name)?.ty {
            Type::List(item) => Some((**item).clone()),
            _ => None,
        }
    }

    /// Returns `None` if the status does not satisfy the lint rule for `x-wait`, which reports it.
    fn wait(&self, wait: extensions::WaitExtension, response: &OperationResponse) -> Option<WaitCondition> {
        let OperationResponse::Data(Type::Named(data)) = response else { return None };
        let status = wait.status.strip_prefix("/data/")?;
        let Type::Named(ty) = self.property_of(*data, status)?.ty else { return None };
        let TypeKind::Enum(set) = &self.types[ty.index()].kind else { return None };
        let is_value = |value: &String| set.values.iter().any(|known| known.wire == WireValue::String(value.clone()));
        let all_known = wait.done.iter().chain(&wait.failed).all(is_value);
        all_known.then(|| WaitCondition { status: status.to_owned(), done: wait.done, failed: wait.failed })
    }

    fn property_of(&self, object: TypeId, name: &str) -> Option<&Property> {
        let TypeKind::Object(object) = &self.types[object.index()].kind else { return None };
        object.properties.iter().find(|property| property.wire == name)
    }
}

/// Returns the default argument name of a body that is sent as a whole: a list, a map, one of several objects, or any JSON.
fn whole_body_name(keywords: &SchemaKeywords<'_>) -> Option<&'static str> {
    let is_composed = !keywords.one_of.is_empty() || !keywords.any_of.is_empty() || !keywords.all_of.is_empty() || keywords.not;
    match keywords.ty {
        None if !keywords.one_of.is_empty() && keywords.any_of.is_empty() && keywords.all_of.is_empty() => Some("body"),
        Some("array") => Some("items"),
        Some("object") | None if !is_composed && keywords.enumeration.is_empty() => Some("body"),
        _ => None,
    }
}

fn body_kind(content_type: &str) -> Option<BodyEncoding> {
    match media_type(content_type) {
        _ if is_json(content_type) => Some(BodyEncoding::Json),
        "application/x-www-form-urlencoded" => Some(BodyEncoding::Form),
        "multipart/form-data" => Some(BodyEncoding::Multipart),
        _ => None,
    }
}

fn is_json(content_type: &str) -> bool {
    let essence = media_type(content_type).to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

/// Returns a content type without its parameters.
fn media_type(content_type: &str) -> &str {
    content_type.split(';').next().unwrap_or_default().trim()
}

fn scopes(operation: &openapiv3::Operation) -> Vec<String> {
    let schemes = operation.security.iter().flatten();
    schemes.flat_map(|scheme| scheme.values().flatten()).cloned().collect()
}

/// Returns the parameter names of a path template, in order.
fn path_names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// Splits an operation id into version, resource and action. Returns `None` for a malformed id, which lint reports.
fn parse_operation_id(id: &str) -> Option<(Version, String, String)> {
    let (version, rest) = id.split_once('.')?;
    let (resource, action) = rest.split_once('.')?;
    Some((Version::from_name(version)?, resource.to_owned(), action.to_owned()))
}
