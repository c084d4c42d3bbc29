//! Reading the definitions of fields. The runtime cannot name the operations that are emitted, so it has these of its own.

use std::future::poll_fn;

use http::Method;
use serde_json::Value;

use super::FieldEntity;
use crate::call::Call;
use crate::call::context::ClientCore;
use crate::custom_fields::definition::FieldDefinition;
use crate::protocol::error::Result;
use crate::protocol::info::{ApiVersion, OperationInfo, PaginationStyle};
use crate::request::paging::{AnyPage, Pager};
use crate::response::page::Page;

/// The most that a page can hold.
const LIMIT: u32 = 500;

static DEALS: OperationInfo =
    list("v2.deal_fields.list", "deal_fields", "/api/v2/dealFields", &["admin", "deal-fields:full", "deals:full", "deals:read"]);
static PERSONS: OperationInfo = list("v2.person_fields.list", "person_fields", "/api/v2/personFields", CONTACTS);
static ORGANIZATIONS: OperationInfo =
    list("v2.organization_fields.list", "organization_fields", "/api/v2/organizationFields", CONTACTS);
static PRODUCTS: OperationInfo = list(
    "v2.product_fields.list",
    "product_fields",
    "/api/v2/productFields",
    &["product-fields:full", "products:full", "products:read"],
);
static ACTIVITIES: OperationInfo = list("v2.activity_fields.list", "activity_fields", "/api/v2/activityFields", &["admin"]);
static PROJECTS: OperationInfo = list(
    "v2.project_fields.list",
    "project_fields",
    "/api/v2/projectFields",
    &["project-fields:full", "projects:full", "projects:read"],
);
static LEADS: OperationInfo =
    OperationInfo::new("v1.lead_fields.list", ApiVersion::V1, "lead_fields", Method::GET, "/v1/leadFields")
        .token_cost(20)
        .scopes(&["admin", "leads:full", "leads:read"])
        .pages(PaginationStyle::Offset, "/data", Some(LIMIT));

const CONTACTS: &[&str] = &["admin", "contact-fields:full", "contacts:full", "contacts:read"];

const fn list(id: &'static str, resource: &'static str, path: &'static str, scopes: &'static [&'static str]) -> OperationInfo {
    OperationInfo::new(id, ApiVersion::V2, resource, Method::GET, path).token_cost(10).scopes(scopes).pages(
        PaginationStyle::Cursor,
        "/data",
        Some(LIMIT),
    )
}

/// Reads all definitions, however many pages they fill. They are read as plain JSON: whatever is odd about one, the others are
/// still there.
pub(super) async fn fetch(client: &ClientCore, of: FieldEntity) -> Result<Vec<FieldDefinition>> {
    let mut call = Call::new(client, list_of(of));
    call.query("limit", &i64::from(LIMIT));
    let mut pager = Pager::new(call, |response| response.page::<Vec<Value>>().map(AnyPage::of));
    let mut fields = Vec::new();
    while let Some(arrival) = poll_fn(|cx| pager.poll(cx)).await {
        let (_, page) = arrival?;
        let page: Page<Value> = page.known()?;
        fields.extend(page.iter().filter_map(FieldDefinition::of_json));
    }
    Ok(fields)
}

fn list_of(entity: FieldEntity) -> &'static OperationInfo {
    match entity {
        FieldEntity::Deal => &DEALS,
        FieldEntity::Person => &PERSONS,
        FieldEntity::Organization => &ORGANIZATIONS,
        FieldEntity::Product => &PRODUCTS,
        FieldEntity::Activity => &ACTIVITIES,
        FieldEntity::Project => &PROJECTS,
        FieldEntity::Lead => &LEADS,
    }
}
