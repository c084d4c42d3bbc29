//! Imports persons and their organizations from a CSV file. Persons who exist are found by their email address, and organizations by their
//! name. They get what they lack, and nothing else of them changes, so that a second run has nothing to do.
//!
//! ```console
//! $ PIPEDRIVE_API_TOKEN=… cargo run --example import_contacts -- contacts.csv > report.csv
//! ```

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use csv::{Position, ReaderBuilder, Trim, Writer};
use futures_util::{StreamExt, stream};
use indicatif::ProgressBar;
use pipedrive::Client;
use pipedrive::prelude::*;
use pipedrive::v2::persons::Person;
use serde::Deserialize;

/// The number of calls at the same time. The client delays them where the rate limit requires it.
const CONCURRENCY: usize = 8;

/// Imports persons and organizations from a CSV file, and writes what was done for each line as CSV to the standard output.
#[derive(Parser)]
struct Arguments {
    /// A file with the columns `name`, `email`, `phone` and `organization`, or some of them.
    file: PathBuf,
}

#[derive(Deserialize)]
struct Contact {
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    organization: Option<String>,
}

/// A line, what was done for it (`created`, `updated`, `skipped` or `failed`), and the details.
type Entry = (u64, &'static str, String);

/// The items of the account: persons by email address and organizations by name, both in lower case.
struct Known {
    persons: HashMap<String, Person>,
    organizations: HashMap<String, OrganizationId>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let client = Client::from_env()?;
    let contacts = read(&arguments.file).with_context(|| format!("cannot read `{}`", arguments.file.display()))?;
    let mut known = Known::load(&client).await?;

    // The organizations first, and each of them once, because persons need their ids.
    let mut missing = HashMap::new();
    for (line, contact) in &contacts {
        if let Some(name) = contact.organization.as_ref().filter(|name| !known.organizations.contains_key(&name.to_lowercase())) {
            missing.entry(name.to_lowercase()).or_insert((*line, name));
        }
    }
    let create = async |(key, (line, name)): (_, (_, &String))| (key, line, client.v2().organizations().create(name).await);
    let created: Vec<_> = stream::iter(missing).map(create).buffer_unordered(CONCURRENCY).collect().await;
    let mut report = Vec::new();
    for (key, line, result) in created {
        let id = result.map(|organization| *known.organizations.entry(key).or_insert(organization.id));
        report.push(entry(line, id.map(|id| ("created", format!("organization {id}"))).map_err(Into::into)));
    }

    // Then the persons. Of several lines with the same address, the first one counts.
    let addresses = contacts.iter().rev().filter_map(|(line, contact)| Some((contact.email.as_ref()?.to_lowercase(), *line)));
    let lines: HashMap<String, u64> = addresses.collect();
    let progress = ProgressBar::new(contacts.len() as u64);
    let import = async |(line, contact): &(u64, Contact)| {
        let first = contact.email.as_ref().map_or(*line, |email| lines[&email.to_lowercase()]);
        let same = ("skipped", format!("same email address as line {first}"));
        entry(*line, if first == *line { import(&client, &known, contact).await } else { Ok(same) })
    };
    let imported = stream::iter(&contacts).map(import).buffer_unordered(CONCURRENCY).inspect(|_| progress.inc(1));
    report.extend(imported.collect::<Vec<_>>().await);
    progress.finish();

    report.sort();
    let mut csv = Writer::from_writer(std::io::stdout());
    csv.write_record(["line", "outcome", "detail"])?;
    report.iter().try_for_each(|entry| csv.serialize(entry))?;
    csv.flush()?;
    let failed = report.iter().filter(|(_, outcome, _)| *outcome == "failed").count();
    ensure!(failed == 0, "{failed} of {} lines have failed: see the report", contacts.len());
    Ok(())
}

/// Returns the entry for a result, with all causes of an error.
fn entry(line: u64, result: Result<(&'static str, String)>) -> Entry {
    let (outcome, detail) = result.unwrap_or_else(|error| ("failed", format!("{error:#}")));
    (line, outcome, detail)
}

/// Reads the contacts, with their lines.
fn read(path: &Path) -> Result<Vec<(u64, Contact)>> {
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_path(path)?;
    let headers = reader.headers()?.clone();
    ensure!(headers.iter().any(|name| name == "email" || name == "organization"), "no column `email` or `organization`");
    let contact =
        |record: csv::StringRecord| Ok((record.position().map_or(0, Position::line), record.deserialize(Some(&headers))?));
    reader.into_records().map(|record| contact(record?)).collect()
}

impl Known {
    /// Loads all items. That costs less than a search for each line, and a search does not find what was created a moment ago.
    async fn load(client: &Client) -> Result<Self> {
        let organizations = client.v2().organizations().list().limit(500).items().try_collect().await?.into_iter();
        let organizations =
            organizations.filter_map(|organization| Some((organization.name?.to_lowercase(), organization.id))).collect();
        let mut persons = HashMap::new();
        for person in client.v2().persons().list().limit(500).items().try_collect().await? {
            let addresses = person.emails.iter().filter_map(|email| email.value.as_ref());
            persons.extend(addresses.map(|email| (email.to_lowercase(), person.clone())));
        }
        Ok(Self { persons, organizations })
    }
}

/// Creates the person of a contact, or adds what the person lacks.
async fn import(client: &Client, known: &Known, contact: &Contact) -> Result<(&'static str, String)> {
    let organization = contact.organization.as_ref().map(|name| known.organizations.get(&name.to_lowercase()).copied());
    ensure!(organization != Some(None), "the organization was not created");
    let (organization, phone, persons) = (organization.flatten(), contact.phone.as_ref(), client.v2().persons());
    let Some(email) = &contact.email else {
        ensure!(contact.name.is_none(), "a person without an email address is not found in the next run");
        return Ok(("skipped", "no person".to_owned()));
    };
    let Some(person) = known.persons.get(&email.to_lowercase()) else {
        let name = contact.name.as_ref().context("a new person needs a name")?;
        let request = persons.create(name).emails([email]).with_some(phone, |request, phone| request.phones([phone]));
        let person = request.with_some(organization, |request, id| request.org_id(id)).await?;
        return Ok(("created", format!("person {}", person.id)));
    };
    let phone = phone.filter(|_| person.phones.iter().all(|phone| phone.value.is_none()));
    let organization = organization.filter(|_| person.org_id.is_none());
    if phone.is_none() && organization.is_none() {
        return Ok(("skipped", format!("person {} lacks nothing", person.id)));
    }
    let request = persons.update(person.id).with_some(phone, |request, phone| request.phones([phone]));
    request.with_some(organization, |request, id| request.org_id(id)).await?;
    Ok(("updated", format!("person {}", person.id)))
}
