//! What is documented, as a table to compare the description with.

use std::collections::BTreeSet;

use pipedrive::{BodyKind, OperationInfo, PaginationStyle, test_util};

use crate::examples::retired;

/// A documented operation, or one of the description in the same words. `None` stands for what the documentation is silent about.
#[derive(Debug, PartialEq, Eq)]
pub struct InventoryRow {
    /// Method and path; the names of the parameters are left out, since they tell nothing.
    pub call: String,
    /// What a call costs.
    pub cost: Option<String>,
    /// The OAuth scopes.
    pub scopes: Option<BTreeSet<String>>,
    /// The content type of the request.
    pub body: Option<String>,
    /// `cursor` or `offset`.
    pub pagination: Option<String>,
    /// Whether it should not be used any more.
    pub deprecated: bool,
    /// Method and path of the operation to use instead.
    pub replaced_by: Option<String>,
    /// Whether its documentation has been removed, so that it is counted apart from the documented ones.
    pub retired: bool,
}

impl InventoryRow {
    /// How it differs from the description, where it says something: the column, what is documented and what is described.
    pub fn differences(&self, described: &Self) -> Vec<(&'static str, String, String)> {
        let columns = [
            ("token_cost", text(self.cost.as_ref()), text(described.cost.as_ref())),
            ("oauth_scopes", list(self.scopes.as_ref()), list(described.scopes.as_ref())),
            ("request_body", text(self.body.as_ref()), text(described.body.as_ref())),
            ("pagination", text(self.pagination.as_ref()), text(described.pagination.as_ref())),
            ("deprecated", Some(self.deprecated.to_string()), Some(described.deprecated.to_string())),
            ("replaced_by", text(self.replaced_by.as_ref()), text(described.replaced_by.as_ref())),
            ("retired", Some(self.retired.to_string()), Some(described.retired.to_string())),
        ];
        let known = columns.into_iter().filter_map(|(column, mine, theirs)| Some((column, mine?, theirs.unwrap_or_default())));
        known.filter(|(_, mine, theirs)| mine != theirs).collect()
    }
}

fn text(value: Option<&String>) -> Option<String> {
    value.cloned()
}

fn list(values: Option<&BTreeSet<String>>) -> Option<String> {
    values.map(|values| values.iter().map(String::as_str).collect::<Vec<_>>().join(" "))
}

/// The rows of a table with a heading; lines with `#` are comments. No cell holds a comma.
pub fn documented(csv: &str) -> Result<Vec<InventoryRow>, String> {
    let mut lines = csv.lines().filter(|line| !line.starts_with('#'));
    let heading: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    lines.map(|line| row(&heading, line).map_err(|error| format!("{line}: {error}"))).collect()
}

fn row(heading: &[&str], line: &str) -> Result<InventoryRow, String> {
    let cells: Vec<&str> = line.split(',').collect();
    if cells.len() != heading.len() {
        return Err(format!("{} cells under {} headings", cells.len(), heading.len()));
    }
    let cell = |name: &str| {
        let index = heading.iter().position(|heading| *heading == name).ok_or_else(|| format!("there is no column {name}"))?;
        Ok::<&str, String>(cells[index])
    };
    // In what is published, an empty cell says that there is none. Of the rest, more than the path is seldom known.
    let published = cell("published")? == "yes";
    let told = |name: &str| cell(name).map(|cell| Some(cell.to_owned()).filter(|cell| published || !cell.is_empty()));
    Ok(InventoryRow {
        call: call(cell("method")?, cell("path")?),
        cost: told("token_cost")?,
        scopes: told("oauth_scopes")?.map(|scopes| scopes.split_whitespace().map(str::to_owned).collect()),
        body: told("request_body")?,
        pagination: told("pagination")?,
        deprecated: cell("deprecated")? == "yes",
        replaced_by: told("replaced_by")?.map(|instead| match instead.split_once(' ') {
            Some((method, path)) => call(method, path),
            None => instead,
        }),
        retired: cell("published")? == "retired",
    })
}

/// The operations of the description.
pub fn described() -> Vec<InventoryRow> {
    let retired = retired();
    test_util::OPERATIONS.iter().copied().map(|info| described_row(info, retired.contains(info.id))).collect()
}

fn described_row(info: &OperationInfo, retired: bool) -> InventoryRow {
    let replacement = info.replaced_by.and_then(|id| test_util::OPERATIONS.iter().copied().find(|info| info.id == id));
    let body = match info.body {
        BodyKind::Json => Some("application/json"),
        BodyKind::Form => Some("application/x-www-form-urlencoded"),
        BodyKind::Multipart => Some("multipart/form-data"),
        _ => None,
    };
    let pagination = info.pagination.map(|pagination| match pagination.style {
        PaginationStyle::Cursor => "cursor",
        // Recents are walked by offset too.
        _ => "offset",
    });
    InventoryRow {
        call: call(info.method.as_str(), info.path),
        cost: info.token_cost.map(|cost| cost.to_string()),
        scopes: Some(info.scopes.iter().map(|&scope| scope.to_owned()).collect()),
        body: body.map(str::to_owned),
        pagination: pagination.map(str::to_owned),
        deprecated: info.deprecated,
        replaced_by: replacement.map(|info| call(info.method.as_str(), info.path)),
        retired,
    }
}

/// `GET /api/v2/deals/{}`. A query, which some replacements name, is advice and no part of the call.
fn call(method: &str, path: &str) -> String {
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let segments = path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment });
    format!("{method} {}", segments.collect::<Vec<_>>().join("/"))
}
