//! Reading the definitions of fields. The runtime cannot name the operations that are emitted, so it has these of its own.

use http::Method;
use serde_json::Value;

use super::FieldEntity;
use crate::runtime::call::Call;
use crate::runtime::client::Client;
use crate::runtime::custom_fields::definition::FieldDefinition;
use crate::runtime::error::Result;
use crate::runtime::info::{ApiVersion, OperationInfo, PaginationStyle};
use crate::runtime::operation::Operation;
use crate::runtime::page::Page;
use crate::runtime::paging::{Items, Paged};
use crate::runtime::reply::{RawReply, Reply};
use crate::runtime::transport::BoxFuture;

/// The most that a page can hold.
const LIMIT: u32 = 500;

/// In the order of [`fetch`].
static LISTS: [OperationInfo; 7] = [
    list("v2.deal_fields.list", "deal_fields", "/api/v2/dealFields", &["admin", "deal-fields:full", "deals:full", "deals:read"]),
    list(
        "v2.person_fields.list",
        "person_fields",
        "/api/v2/personFields",
        &["admin", "contact-fields:full", "contacts:full", "contacts:read"],
    ),
    list(
        "v2.organization_fields.list",
        "organization_fields",
        "/api/v2/organizationFields",
        &["admin", "contact-fields:full", "contacts:full", "contacts:read"],
    ),
    list(
        "v2.product_fields.list",
        "product_fields",
        "/api/v2/productFields",
        &["product-fields:full", "products:full", "products:read"],
    ),
    list("v2.activity_fields.list", "activity_fields", "/api/v2/activityFields", &["admin"]),
    list(
        "v2.project_fields.list",
        "project_fields",
        "/api/v2/projectFields",
        &["project-fields:full", "projects:full", "projects:read"],
    ),
    OperationInfo::new("v1.lead_fields.list", ApiVersion::V1, "lead_fields", Method::GET, "/v1/leadFields")
        .token_cost(20)
        .scopes(&["admin", "leads:full", "leads:read"])
        .pages(PaginationStyle::Offset, "/data", Some(LIMIT)),
];

const fn list(id: &'static str, resource: &'static str, path: &'static str, scopes: &'static [&'static str]) -> OperationInfo {
    OperationInfo::new(id, ApiVersion::V2, resource, Method::GET, path).token_cost(10).scopes(scopes).pages(
        PaginationStyle::Cursor,
        "/data",
        Some(LIMIT),
    )
}

/// Reads all definitions, however many pages they fill.
pub(super) fn fetch(client: &Client, of: FieldEntity) -> BoxFuture<'static, Result<Vec<FieldDefinition>>> {
    match of {
        FieldEntity::Deal => all::<0>(client),
        FieldEntity::Person => all::<1>(client),
        FieldEntity::Organization => all::<2>(client),
        FieldEntity::Product => all::<3>(client),
        FieldEntity::Activity => all::<4>(client),
        FieldEntity::Project => all::<5>(client),
        FieldEntity::Lead => all::<6>(client),
    }
}

fn all<const PLACE: usize>(client: &Client) -> BoxFuture<'static, Result<Vec<FieldDefinition>>> {
    let mut call = Call::new(client, &LISTS[PLACE]);
    call.query("limit", &i64::from(LIMIT));
    let mut items = Items::new(ListFields::<PLACE>(call));
    Box::pin(async move {
        let mut fields = Vec::new();
        while let Some(item) = items.try_next().await? {
            fields.extend(FieldDefinition::of_json(&item));
        }
        Ok(fields)
    })
}

/// The call of one of the lists. Definitions are read as plain JSON: whatever is odd about one, the others are still there.
#[derive(Clone)]
struct ListFields<const PLACE: usize>(Call);

impl<const PLACE: usize> Operation for ListFields<PLACE> {
    type Output = Page<Value>;

    const INFO: &'static OperationInfo = &LISTS[PLACE];

    fn call_mut(&mut self) -> &mut Call {
        &mut self.0
    }

    fn into_call(self) -> Call {
        self.0
    }

    fn decode(reply: RawReply) -> Result<Reply<Self::Output>> {
        reply.page::<Vec<Value>>()
    }
}

impl<const PLACE: usize> Paged for ListFields<PLACE> {
    type Item = Value;
    type Data = Vec<Value>;
}
