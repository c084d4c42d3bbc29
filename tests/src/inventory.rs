//! What is documented, as a table to compare the description with.

#![allow(clippy::missing_panics_doc, reason = "tests are what panics here")]

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
    let known = |name: &str| cell(name).map(|cell| Some(cell.to_owned()).filter(|cell| published || !cell.is_empty()));
    Ok(InventoryRow {
        call: call(cell("method")?, cell("path")?),
        cost: known("token_cost")?,
        scopes: known("oauth_scopes")?.map(|scopes| scopes.split_whitespace().map(str::to_owned).collect()),
        body: known("request_body")?,
        pagination: known("pagination")?,
        deprecated: cell("deprecated")? == "yes",
        replaced_by: known("replaced_by")?.map(|instead| match instead.split_once(' ') {
            Some((method, path)) => call(method, path),
            None => instead,
        }),
        retired: cell("published")? == "retired",
    })
}

/// The operations of the description.
pub fn described() -> Vec<InventoryRow> {
    let lines: Vec<String> = described_cells().iter().map(|cells| cells.join(",")).collect();
    documented(&format!("{}\n{}", HEADING.join(","), lines.join("\n"))).expect("a table")
}

/// The columns that [`described_cells`] has. `seed` is the number of the older description that has the row.
const HEADING: [&str; 12] = [
    "method",
    "path",
    "operation_id",
    "tag",
    "token_cost",
    "oauth_scopes",
    "request_body",
    "pagination",
    "deprecated",
    "replaced_by",
    "published",
    "seed",
];

fn described_cells() -> Vec<[String; HEADING.len()]> {
    let retired = retired();
    test_util::OPERATIONS.iter().copied().map(|info| cells_of(info, retired.contains(info.id))).collect()
}

fn cells_of(info: &OperationInfo, retired: bool) -> [String; HEADING.len()] {
    let replacement = info.replaced_by.and_then(|id| test_util::OPERATIONS.iter().copied().find(|info| info.id == id));
    // The end of `https://developers.pipedrive.com/docs/api/v1/Deals#getDeals`.
    let (tag, id) = info.docs.and_then(|url| url.rsplit('/').next()?.split_once('#')).unwrap_or_default();
    let body = match info.body {
        BodyKind::Json => "application/json",
        BodyKind::Form => "application/x-www-form-urlencoded",
        BodyKind::Multipart => "multipart/form-data",
        _ => "",
    };
    let pagination = info.pagination.map_or("", |pagination| match pagination.style {
        PaginationStyle::Cursor => "cursor",
        // Recents are paged through by offset, too.
        _ => "offset",
    });
    [
        info.method.to_string(),
        info.path.to_owned(),
        id.to_owned(),
        tag.to_owned(),
        info.token_cost.map(|cost| cost.to_string()).unwrap_or_default(),
        info.scopes.iter().copied().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" "),
        body.to_owned(),
        pagination.to_owned(),
        if info.deprecated { "yes" } else { "" }.to_owned(),
        replacement.map(|info| format!("{} {}", info.method, info.path)).unwrap_or_default(),
        if retired { "retired" } else { "yes" }.to_owned(),
        String::new(),
    ]
}

/// The table with a row for each operation of the description, and with its facts where the two differ. Rows of operations that are not described, and
/// cells for which `keeps` returns true, are not changed.
pub fn updated(csv: &str, keeps: impl Fn(&str, &str) -> bool) -> Result<String, String> {
    let mut lines: Vec<String> = csv.lines().map(str::to_owned).collect();
    let first = lines.iter().position(|line| !line.starts_with('#')).ok_or("there is no heading")?;
    if lines[first].split(',').ne(HEADING) {
        return Err(format!("the heading is not {}", HEADING.join(",")));
    }
    for cells in described_cells() {
        let line = cells.join(",");
        let described = row(&HEADING, &line)?;
        let rows = &mut lines[first + 1..];
        let Some(index) = rows.iter().position(|line| row(&HEADING, line).is_ok_and(|row| row.call == described.call)) else {
            let position = rows.iter().position(|other| sort_key(other) > sort_key(&line)).unwrap_or(rows.len());
            lines.insert(first + 1 + position, line);
            continue;
        };
        let mut kept: Vec<String> = rows[index].split(',').map(str::to_owned).collect();
        for (column, ..) in row(&HEADING, &rows[index])?.differences(&described) {
            let name = if column == "retired" { "published" } else { column };
            let Some(at) = HEADING.iter().position(|heading| *heading == name) else { continue };
            if !keeps(&described.call, column) {
                kept[at].clone_from(&cells[at]);
            }
        }
        rows[index] = kept.join(",");
    }
    Ok(lines.join("\n") + "\n")
}

/// The order of the rows: by version, path and method.
fn sort_key(line: &str) -> (bool, &str, &str) {
    let mut cells = line.split(',');
    let (method, path) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
    (!path.starts_with("/v1/"), path, method)
}

/// `GET /api/v2/deals/{}`. A query, which some replacements name, is advice and no part of the call.
fn call(method: &str, path: &str) -> String {
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let segments = path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment });
    format!("{method} {}", segments.collect::<Vec<_>>().join("/"))
}
