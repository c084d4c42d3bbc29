//! Imports persons and their organizations from a CSV file. Persons who exist are found by their email address, and organizations by their
//! name. They get what they lack, and nothing else of them changes, so that a second run has nothing to do.
//!
//! ```console
//! $ PIPEDRIVE_API_TOKEN=… cargo run --example import_contacts -- contacts.csv > report.csv
//! ```

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use Outcome::{Created, Failed, Skipped, Updated};
use anyhow::{Context, Result, bail, ensure};
use clap::Parser;
use csv::{Position, ReaderBuilder, Trim, Writer};
use futures_util::{StreamExt, stream};
use indicatif::ProgressBar;
use pipedrive::Client;
use pipedrive::prelude::*;
use pipedrive::v2::persons::Person;
use serde::{Deserialize, Serialize};

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

#[derive(Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    Created,
    Updated,
    Skipped,
    Failed,
}

/// What was done for a line.
type Entry = (u64, Outcome, String);

/// Items by email address or name, in lower case.
type ByKey<T> = HashMap<String, T>;

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let client = Client::from_env()?;
    let mut report = Vec::new();
    let contacts = read(&arguments.file, &mut report).with_context(|| format!("cannot read `{}`", arguments.file.display()))?;

    // Lists cost less than a search for each line, and a search does not find what was created a moment ago.
    let organizations = client.v2().organizations().list().limit(500).items().try_collect().await?.into_iter();
    let mut organizations: ByKey<_> = organizations.filter_map(|found| Some((key(&found.name?), found.id))).collect();
    let persons = client.v2().persons().list().limit(500).items().try_collect().await?;
    let addresses = persons.iter().flat_map(|person| person.emails.iter().map(move |email| (email.value.as_ref(), person)));
    let persons: ByKey<_> = addresses.filter_map(|(email, person)| Some((key(email?), person))).collect();

    // The organizations first, and each of them once, because persons need their ids.
    let mut missing = HashMap::new();
    for (line, contact) in &contacts {
        if let Some(name) = contact.organization.as_ref().filter(|name| !organizations.contains_key(&key(name))) {
            missing.entry(key(name)).or_insert((*line, name));
        }
    }
    let create = async |(key, (line, name)): (_, (_, &String))| (key, line, client.v2().organizations().create(name).await);
    let created: Vec<_> = stream::iter(missing).map(create).buffer_unordered(CONCURRENCY).collect().await;
    for (key, line, result) in created {
        let id = result.map(|organization| *organizations.entry(key).or_insert(organization.id));
        report.push(entry(line, id.map(|id| (Created, format!("organization {id}"))).map_err(Into::into)));
    }

    let progress = ProgressBar::new(contacts.len() as u64);
    let import = async |(line, contact): &(u64, Contact)| entry(*line, import(&client, contact, &persons, &organizations).await);
    let imported = stream::iter(&contacts).map(import).buffer_unordered(CONCURRENCY).inspect(|_| progress.inc(1));
    report.extend(imported.collect::<Vec<_>>().await);
    progress.finish();

    report.sort_by_key(|(line, ..)| *line);
    let mut csv = Writer::from_writer(std::io::stdout());
    csv.write_record(["line", "outcome", "detail"])?;
    report.iter().try_for_each(|entry| csv.serialize(entry))?;
    csv.flush()?;
    let count = |wanted| report.iter().filter(|(_, outcome, _)| *outcome == wanted).count();
    let failed = count(Failed);
    eprintln!("{} created, {} updated, {} skipped, {failed} failed", count(Created), count(Updated), count(Skipped));
    ensure!(failed == 0, "{failed} lines were not imported: the report has the reasons");
    Ok(())
}

fn entry(line: u64, result: Result<(Outcome, String)>) -> Entry {
    let (outcome, detail) = result.unwrap_or_else(|error| (Failed, format!("{error:#}")));
    (line, outcome, detail)
}

fn key(name: &str) -> String {
    name.to_lowercase()
}

/// Reads the contacts, with their lines. Those that another line has already are added to the report instead.
fn read(path: &Path, report: &mut Vec<Entry>) -> Result<Vec<(u64, Contact)>> {
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_path(path)?;
    let headers = reader.headers()?.clone();
    ensure!(headers.iter().any(|name| name == "email" || name == "organization"), "no column `email` or `organization`");
    let (mut contacts, mut lines) = (Vec::new(), HashMap::new());
    for record in reader.into_records() {
        let record = record?;
        let line = record.position().map_or(0, Position::line);
        let contact: Contact = record.deserialize(Some(&headers))?;
        match contact.email.as_ref().map_or(line, |email| *lines.entry(key(email)).or_insert(line)) {
            first if first == line => contacts.push((line, contact)),
            first => report.push((line, Skipped, format!("same email address as line {first}"))),
        }
    }
    Ok(contacts)
}

/// Creates the person of a contact, or adds what the person lacks.
async fn import(
    client: &Client,
    contact: &Contact,
    persons: &ByKey<&Person>,
    organizations: &ByKey<OrganizationId>,
) -> Result<(Outcome, String)> {
    let person = contact.email.as_ref().and_then(|email| persons.get(&key(email)).copied());
    let organization =
        contact.organization.as_ref().map(|name| organizations.get(&key(name)).context("the organization was not created"));
    let organization = organization.transpose()?.filter(|_| person.is_none_or(|person| person.org_id.is_none()));
    let phone = contact.phone.as_ref().filter(|_| person.is_none_or(|person| person.phones.is_empty()));
    let requests = client.v2().persons();
    match (person, &contact.email) {
        (Some(person), _) if phone.is_none() && organization.is_none() => {
            Ok((Skipped, format!("person {} lacks nothing", person.id)))
        }
        (Some(person), _) => {
            let request = requests.update(person.id).with_some(phone, |request, phone| request.phones([phone]));
            let person = request.with_some(organization, |request, id| request.org_id(id)).await?;
            Ok((Updated, format!("person {}", person.id)))
        }
        (None, Some(email)) => {
            let request = requests.create(contact.name.as_ref().context("a new person needs a name")?).emails([email]);
            let request = request.with_some(phone, |request, phone| request.phones([phone]));
            let person = request.with_some(organization, |request, id| request.org_id(id)).await?;
            Ok((Created, format!("person {}", person.id)))
        }
        (None, None) if contact.name.is_some() => bail!("a person without an email address is not found in the next run"),
        (None, None) => Ok((Skipped, "no person".to_owned())),
    }
}
