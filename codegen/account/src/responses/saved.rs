//! Snapshots from saved responses.

use std::collections::BTreeMap;
use std::path::Path;

use pipedrive_inert::line;
use serde_json::{Map, Value};

use super::builder::SnapshotBuilder;
use super::recognize::{Likeness, by_name, by_shape};
use super::section::Section;
use crate::files;
use crate::snapshot::{Snapshot, SnapshotError};

/// Responses of the API that were saved earlier, from which a snapshot is made without a network.
///
/// A response is the body as the API sends it, of either version; its data alone; or an object with `body` and one of `operation`,
/// `path` and `url`. A file contains one response, a list of them, or one per line. What a response is follows from its shape, or from the
/// name of the file, such as `deal_fields.json` or `v2.dealFields-page2.json`.
///
/// ```no_run
/// use pipedrive_account::{Entity, SavedResponses, Section};
///
/// let mut responses = SavedResponses::new();
/// responses.add_file("saved/pipelines.json", None)?;
/// responses.add_file("saved/42.json", Some(Section::Fields(Entity::Deals)))?;
/// responses.into_snapshot(false)?.write("account.json")?;
/// # Ok::<(), pipedrive_account::SnapshotError>(())
/// ```
#[derive(Debug, Default)]
pub struct SavedResponses {
    builder: SnapshotBuilder,
    /// For each list, how many pages have been added, and how many of them are followed by another one.
    pages: BTreeMap<Section, (usize, usize)>,
}

/// One response, and where it is from.
struct SavedResponse<'a> {
    place: String,
    /// The section that was asked for.
    section: Option<Section>,
    names: Vec<&'a str>,
    status: Option<u64>,
    body: Value,
}

impl SavedResponses {
    /// Creates an empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the responses in a file. `section` states what they are, if neither their shape nor the name of the file does.
    ///
    /// # Errors
    ///
    /// Returns an error with the file and the line if the file cannot be read, is not JSON, or contains a response that is not recognized.
    pub fn add_file(&mut self, path: impl AsRef<Path>, section: Option<Section>) -> Result<(), SnapshotError> {
        let path = path.as_ref();
        let content = files::read(path).map_err(SnapshotError::new)?;
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        self.add_content(&content, &path.display().to_string(), &name, section)
    }

    fn add_content(&mut self, content: &str, place: &str, name: &str, section: Option<Section>) -> Result<(), SnapshotError> {
        let failed = |place: &str, problem: String| SnapshotError::new(format!("`{place}`: {problem}"));
        if content.trim().is_empty() {
            return Err(failed(place, "the file is empty".to_owned()));
        }
        let first = match serde_json::from_str::<Value>(content) {
            Ok(value) => return self.add_value(value, place, name, section),
            Err(error) => error,
        };
        // A document that begins on the first line and does not end there is not one response per line.
        let lines = (1..).zip(content.lines()).filter(|(_, content)| !content.trim().is_empty());
        let lines = lines.map(|(number, content)| (number, serde_json::from_str::<Value>(content))).collect::<Vec<_>>();
        if lines.first().is_none_or(|(_, value)| value.is_err()) {
            return Err(failed(place, format!("not JSON: {first}")));
        }
        for (number, value) in lines {
            let place = format!("{place}:{number}");
            let value = value.map_err(|error| failed(&place, format!("not JSON: {error}")))?;
            self.add_value(value, &place, name, section)?;
        }
        Ok(())
    }

    fn add_value(&mut self, value: Value, place: &str, name: &str, section: Option<Section>) -> Result<(), SnapshotError> {
        match value {
            Value::Array(all) if !all.is_empty() && all.iter().all(is_response) => {
                for (index, value) in all.into_iter().enumerate() {
                    self.add_value(value, &format!("{place}[{index}]"), name, section)?;
                }
                Ok(())
            }
            Value::Object(mut record) if is_record(&record) => {
                let body = record.remove("body").unwrap_or_default();
                let status = record.get("status").and_then(Value::as_u64);
                let names = ["operation", "path", "url"].iter().filter_map(|key| record.get(*key)?.as_str());
                let names = names.map(|name| name.split('?').next().unwrap_or_default()).collect();
                self.add_response(&SavedResponse { place: place.to_owned(), section, names, status, body })
            }
            body => self.add_response(&SavedResponse { place: place.to_owned(), section, names: vec![name], status: None, body }),
        }
    }

    fn add_response(&mut self, response: &SavedResponse<'_>) -> Result<(), SnapshotError> {
        let failed = |problem: &str| SnapshotError::new(format!("`{}`: {problem}", response.place));
        let named = response.section.or_else(|| response.names.iter().find_map(|name| by_name(name)));
        let (mut data, has_next) = match &response.body {
            Value::Object(body) if is_error(body, response.status) => return self.add_error(response, named),
            Value::Object(body) if body.contains_key("data") => (body["data"].clone(), has_next_page(body)),
            other => (other.clone(), false),
        };
        // Version 2 returns null for an empty list in a few operations.
        if data.is_null() {
            data = Value::Array(Vec::new());
        }
        let section = decide(response.section, named, by_shape(&data), &data).map_err(|problem| failed(&problem))?;
        let (pages, followed) = self.pages.entry(section).or_default();
        *pages += 1;
        *followed += usize::from(has_next);
        self.builder.add(section, data);
        Ok(())
    }

    /// Adds the response of a request that the plan or the permissions do not allow.
    fn add_error(&mut self, response: &SavedResponse<'_>, named: Option<Section>) -> Result<(), SnapshotError> {
        let body = response.body.as_object();
        let string = |key: &str| body.and_then(|body| body.get(key)?.as_str());
        let message = line(string("error").or(string("error_info")).unwrap_or("no reason is given"));
        let status = response.status.or_else(|| body.and_then(|body| body.get("errorCode")?.as_u64()));
        match named {
            Some(section) if matches!(status, None | Some(402 | 403)) => {
                self.builder.omit(section, message);
                Ok(())
            }
            _ => Err(SnapshotError::new(format!("`{}`: the response is an error: {message}: save it again", response.place))),
        }
    }

    /// Makes the snapshot. Users are included only if `with_users` is set, because they are personal data.
    ///
    /// # Errors
    ///
    /// Returns an error if no response has been added.
    pub fn into_snapshot(mut self, with_users: bool) -> Result<Snapshot, SnapshotError> {
        for (section, (pages, followed)) in &self.pages {
            if pages == followed {
                self.builder.omit(*section, "the last page is not among the responses");
            }
        }
        let snapshot = self.builder.finish(with_users);
        let nothing = Snapshot { users: None, ..Snapshot::default() };
        if snapshot == nothing {
            return Err(SnapshotError::new("no responses: name the files with the saved responses"));
        }
        Ok(snapshot)
    }
}

fn is_record(object: &Map<String, Value>) -> bool {
    object.get("body").is_some_and(|body| body.is_object() || body.is_array())
}

fn is_response(value: &Value) -> bool {
    value.as_object().is_some_and(|object| is_record(object) || object.contains_key("success") && object.contains_key("data"))
}

fn is_error(body: &Map<String, Value>, status: Option<u64>) -> bool {
    status.is_some_and(|status| status >= 400) || body.get("success") == Some(&Value::Bool(false))
}

fn has_next_page(body: &Map<String, Value>) -> bool {
    let Some(additional) = body.get("additional_data") else { return false };
    let more = additional.pointer("/pagination/more_items_in_collection").or(additional.get("more_items_in_collection"));
    additional.get("next_cursor").is_some_and(Value::is_string) || more == Some(&Value::Bool(true))
}

fn is_empty(data: &Value) -> bool {
    data.as_array().is_some_and(Vec::is_empty)
}

/// Returns the section that data belongs to: the one that was asked for, or the one that its shape or its name says.
fn decide(asked: Option<Section>, named: Option<Section>, likeness: Likeness, data: &Value) -> Result<Section, String> {
    let is_fields = |section: &Section| matches!(section, Section::Fields(_));
    match (asked, likeness) {
        (Some(asked), Likeness::Section(shape)) if asked == shape || is_fields(&asked) && is_fields(&shape) => Ok(asked),
        (Some(asked), Likeness::Fields) if is_fields(&asked) => Ok(asked),
        (Some(asked), Likeness::Unknown) if is_empty(data) => Ok(asked),
        (Some(asked), _) => Err(format!("the response is not one of `{asked}`")),
        (None, Likeness::Section(shape)) => match named.filter(is_fields) {
            Some(named) if named != shape && is_fields(&shape) => Err(format!(
                "the name says `{named}`, but the fields look like `{shape}`: state what they are, such as `{named}=FILE`"
            )),
            // The shape is more reliable than the name.
            _ => Ok(shape),
        },
        (None, Likeness::Fields) => named.filter(is_fields).ok_or_else(|| {
            let all = names(&mut Section::ALL.into_iter().filter(is_fields));
            format!("it is not clear whose fields these are: name the file after one of {all}, or write `deal_fields=FILE`")
        }),
        (None, Likeness::Unknown) if is_empty(data) => {
            named.ok_or_else(|| "the list is empty: name the file after what it lists, such as `lead_labels.json`".to_owned())
        }
        (None, Likeness::Unknown) => Err(format!("not recognized as one of {}", names(&mut Section::ALL.into_iter()))),
    }
}

fn names(sections: &mut dyn Iterator<Item = Section>) -> String {
    sections.map(|section| format!("`{section}`")).collect::<Vec<_>>().join(", ")
}
