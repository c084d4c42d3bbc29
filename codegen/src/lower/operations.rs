//! Operations: parameters, bodies and replies.

use heck::ToUpperCamelCase;
use openapiv3::{MediaType, Parameter as Raw, ParameterSchemaOrContent, ReferenceOr, Response};

use super::Lowering;
use super::shape::{Child, Shape};
use super::types::Context;
use crate::diag::codes;
use crate::ir::{
    Auth, Beside, Body, BodyKind, Deprecation, Home, Object, Operation, Pagination, PagingStyle, Parameter, Place, Property,
    Reply, Type, TypeId, TypeKind, Version, Wait, WireValue,
};
use crate::load::extensions::{self, OperationExtensions};
use crate::load::{LoadedOperation, Pointer};

impl<'a> Lowering<'a> {
    pub(super) fn operations(&mut self) -> Vec<Operation> {
        let document = self.document;
        document.operations().iter().filter_map(|loaded| self.operation(loaded)).collect()
    }

    fn operation(&mut self, loaded: &'a LoadedOperation) -> Option<Operation> {
        let raw = &loaded.operation;
        let id = raw.operation_id.clone()?;
        let (version, resource, action) = parts_of_id(&id)?;
        let extensions = OperationExtensions::of(&raw.extensions);
        let context =
            Context { home: Home::Resource { version, resource: resource.clone() }, name: action.to_upper_camel_case() };
        let parameters = self.parameters(loaded, &context);
        let body = self.body(loaded, &context);
        let reply = self.reply(loaded, &context);
        let pagination = extensions.pagination.as_ref().and_then(|paging| self.pagination(paging, &reply));
        let wait = extensions.wait.and_then(|wait| self.wait(wait, &reply));
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
            token_cost: extensions.token_cost,
            scopes: scopes(raw),
            auth: auth(raw),
            deprecated: raw.deprecated.then(|| Deprecation { replaced_by: extensions.replaced_by.clone() }),
            pagination,
            wait,
            parameters,
            body,
            reply,
            beside: self.beside(loaded),
            at: loaded.at.clone(),
        })
    }

    fn parameters(&mut self, loaded: &'a LoadedOperation, context: &Context) -> Vec<Parameter> {
        let own = self.parameter_list(&loaded.at, &loaded.operation.parameters, context);
        let mut parameters = self.parameter_list(&loaded.item_at, &loaded.item.parameters, context);
        // An operation's own parameter replaces the one that its path shares.
        parameters.retain(|shared| !own.iter().any(|own| own.place == shared.place && own.property.wire == shared.property.wire));
        parameters.extend(own);
        let in_path = path_names(&loaded.path);
        parameters.sort_by_key(|parameter| match parameter.place {
            Place::Path => in_path.iter().position(|name| *name == parameter.property.wire).unwrap_or(usize::MAX),
            Place::Query => usize::MAX,
        });
        parameters
    }

    fn parameter_list(&mut self, at: &Pointer, list: &'a [ReferenceOr<Raw>], context: &Context) -> Vec<Parameter> {
        let at = at.child("parameters");
        let parameters = list.iter().enumerate();
        parameters.filter_map(|(index, parameter)| self.parameter(&at.index(index), parameter, context)).collect()
    }

    fn parameter(&mut self, at: &Pointer, parameter: &'a ReferenceOr<Raw>, context: &Context) -> Option<Parameter> {
        let (at, raw) = self.document.parameter(at, parameter)?;
        let data = raw.parameter_data_ref();
        let place = match raw {
            Raw::Path { .. } => Place::Path,
            Raw::Query { .. } => Place::Query,
            Raw::Header { .. } | Raw::Cookie { .. } => {
                self.error(
                    codes::UNSUPPORTED,
                    &at,
                    "parameters in headers and cookies are not generated",
                    "credentials belong in `security`; leave anything else out and send it with `.header(..)`",
                );
                return None;
            }
        };
        let ParameterSchemaOrContent::Schema(schema) = &data.format else {
            self.error(codes::UNSUPPORTED, &at, "a parameter with `content` is not generated", "give it a `schema`");
            return None;
        };
        let required = data.required || place == Place::Path;
        let mut property = self.property(&at.child("schema"), &data.name, Child::from(schema), required, context)?;
        property.docs = data.description.clone().or(property.docs);
        property.sample = data.example.clone().or(property.sample);
        if data.deprecated == Some(true) && property.deprecated.is_none() {
            let replaced_by = extensions::SchemaExtensions::of(&data.extensions).replaced_by;
            property.deprecated = Some(Deprecation { replaced_by });
        }
        property.at = at;
        Some(Parameter { place, property })
    }

    fn body(&mut self, loaded: &'a LoadedOperation, context: &Context) -> Option<Body> {
        let body = loaded.operation.request_body.as_ref()?;
        let (at, body) = self.document.request_body(&loaded.at.child("requestBody"), body)?;
        let found = body.content.iter().find_map(|(name, media)| Some((body_kind(name)?, name, media)));
        let Some((kind, name, media)) = found else {
            self.error(
                codes::CONTENT_TYPE,
                &at.child("content"),
                "no known way to write this body",
                "use application/json, application/x-www-form-urlencoded or multipart/form-data",
            );
            return None;
        };
        let (at, schema) = self.schema_of(&at, name, media)?;
        if !self.members(&at, schema).properties.is_empty()
            || extensions::SchemaExtensions::of(&schema.schema_data.extensions).custom_fields.is_some()
        {
            let object = self.object(&at, schema, context);
            return Some(Body { kind, object, is_whole: false });
        }
        if let (Some(usual), BodyKind::Json) = (whole_body(&Shape::of(schema)), kind) {
            let name = schema.schema_data.title.as_deref().unwrap_or(usual);
            let properties = self.property(&at, name, Child::Inline(schema), true, context).into_iter().collect();
            return Some(Body { kind, object: Object { properties, custom_fields: None }, is_whole: true });
        }
        self.error(
            codes::UNSUPPORTED,
            &at,
            "a body must be an object with properties, or in JSON a list, a map or anything",
            "describe its properties under `properties`",
        );
        None
    }

    /// The schema of a media type and where it stands.
    fn schema_of(&mut self, at: &Pointer, name: &str, media: &'a MediaType) -> Option<(Pointer, &'a openapiv3::Schema)> {
        let at = at.child("content").child(name);
        let Some(schema) = &media.schema else {
            self.error(codes::CONTENT_TYPE, &at, "this content has no schema", "add `schema`");
            return None;
        };
        self.resolve(&at.child("schema"), Child::from(schema))
    }

    fn reply(&mut self, loaded: &'a LoadedOperation, context: &Context) -> Reply {
        let Some((at, response)) = self.success(loaded) else { return Reply::Empty };
        let Some((name, media)) = response.content.first() else { return Reply::Empty };
        if name.starts_with("text/") {
            return Reply::Text;
        }
        if essence(name) != "application/json" {
            return Reply::Binary;
        }
        let Some((at, schema)) = self.schema_of(&at, name, media) else { return Reply::Empty };
        let members = self.members(&at, schema);
        if let Some((data_at, data)) = members.properties.get("data") {
            return match self.ty(data_at, *data, &context.child("Data")) {
                Some(ty) => Reply::Data(ty),
                None => Reply::Done,
            };
        }
        if members.properties.keys().all(|name| matches!(*name, "success" | "additional_data")) && !members.properties.is_empty()
        {
            return Reply::Done;
        }
        match self.ty(&at, Child::Inline(schema), &context.child("Reply")) {
            Some(ty) => Reply::Root(ty),
            None => Reply::Empty,
        }
    }

    /// The types of the envelope's other parts. Paging is the same everywhere and needs none.
    fn beside(&mut self, loaded: &'a LoadedOperation) -> Beside {
        let envelope = self.success(loaded).and_then(|(at, response)| {
            let (name, media) = response.content.iter().find(|(name, _)| essence(name) == "application/json")?;
            self.resolve(&at.child("content").child(name).child("schema"), Child::from(media.schema.as_ref()?))
        });
        let Some((at, schema)) = envelope else { return Beside::default() };
        let members = self.members(&at, schema);
        let part = |name: &str| members.properties.get(name).and_then(|(at, child)| self.known_type(at, *child));
        Beside { additional_data: part("additional_data"), related_objects: part("related_objects") }
    }

    /// The reply to a call that succeeded.
    fn success(&mut self, loaded: &'a LoadedOperation) -> Option<(Pointer, &'a Response)> {
        let responses = &loaded.operation.responses;
        for (status, response) in &responses.responses {
            let status = status.to_string();
            if status.starts_with('2') {
                return self.document.response(&loaded.at.child("responses").child(&status), response);
            }
        }
        None
    }

    fn pagination(&self, paging: &extensions::PaginationExtension, reply: &Reply) -> Option<Pagination> {
        let item = match (reply, paging.items.as_str()) {
            (Reply::Data(Type::List(item)), "/data") => Some((**item).clone()),
            (Reply::Data(Type::Named(data)), items) => self.list_in(*data, items.strip_prefix("/data/").unwrap_or("")),
            _ => None,
        };
        let item = item?;
        let style = match paging.style {
            extensions::PaginationKind::Cursor => PagingStyle::Cursor,
            extensions::PaginationKind::Offset => PagingStyle::Offset,
            extensions::PaginationKind::Recents => PagingStyle::Recents,
        };
        Some(Pagination { style, items: paging.items.clone(), max: paging.max, item })
    }

    fn list_in(&self, data: TypeId, name: &str) -> Option<Type> {
        match &self.property_of(data, name)?.ty {
            Type::List(item) => Some((**item).clone()),
            _ => None,
        }
    }

    /// Nothing where the status is not what lint wants it to be.
    fn wait(&self, wait: extensions::WaitExtension, reply: &Reply) -> Option<Wait> {
        let Reply::Data(Type::Named(data)) = reply else { return None };
        let status = wait.status.strip_prefix("/data/")?;
        let Type::Named(ty) = self.property_of(*data, status)?.ty else { return None };
        let TypeKind::Enum(set) = &self.types[ty.index()].kind else { return None };
        let is_value = |value: &String| set.values.iter().any(|known| known.wire == WireValue::Text(value.clone()));
        let all_known = wait.done.iter().chain(&wait.failed).all(is_value);
        all_known.then(|| Wait { status: status.to_owned(), done: wait.done, failed: wait.failed })
    }

    fn property_of(&self, object: TypeId, name: &str) -> Option<&Property> {
        let TypeKind::Object(object) = &self.types[object.index()].kind else { return None };
        object.properties.iter().find(|property| property.wire == name)
    }
}

/// What the argument of a body that is sent as a whole is usually called: a list, a map, or any JSON.
fn whole_body(shape: &Shape<'_>) -> Option<&'static str> {
    let is_composed = !shape.one_of.is_empty() || !shape.any_of.is_empty() || !shape.all_of.is_empty() || shape.not;
    match shape.ty {
        Some("array") => Some("items"),
        Some("object") | None if !is_composed && shape.enumeration.is_empty() => Some("body"),
        _ => None,
    }
}

fn body_kind(content_type: &str) -> Option<BodyKind> {
    match essence(content_type) {
        "application/json" => Some(BodyKind::Json),
        "application/x-www-form-urlencoded" => Some(BodyKind::Form),
        "multipart/form-data" => Some(BodyKind::Multipart),
        _ => None,
    }
}

/// A content type without its parameters.
fn essence(content_type: &str) -> &str {
    content_type.split(';').next().unwrap_or_default().trim()
}

fn auth(operation: &openapiv3::Operation) -> Auth {
    match &operation.security {
        Some(schemes) if schemes.is_empty() => Auth::None,
        Some(schemes) if schemes.iter().any(|scheme| scheme.contains_key("oauth_client")) => Auth::OAuthClient,
        _ => Auth::Api,
    }
}

fn scopes(operation: &openapiv3::Operation) -> Vec<String> {
    let schemes = operation.security.iter().flatten();
    schemes.filter_map(|scheme| scheme.get("oauth2")).flatten().cloned().collect()
}

/// The names between braces, in order.
fn path_names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// Version, resource and method; lint has reported an id that is made in another way.
fn parts_of_id(id: &str) -> Option<(Version, String, String)> {
    let (version, rest) = id.split_once('.')?;
    let (resource, action) = rest.split_once('.')?;
    Some((Version::from_name(version)?, resource.to_owned(), action.to_owned()))
}
