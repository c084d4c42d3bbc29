//! Reading the definitions of an account through the API.

use pipedrive::prelude::*;
use pipedrive::{Client, ErrorKind, Result};
use serde_json::Value;

use crate::responses::{Section, SnapshotBuilder};
use crate::snapshot::{Entity, Snapshot};

/// What [`fetch`] reads.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct FetchOptions {
    /// Whether the names and email addresses of the users are read. Defaults to `false`, because they are personal data.
    pub users: bool,
}

/// How far [`fetch`] is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FetchProgress {
    /// A list is being read.
    Started {
        /// The list.
        section: Section,
        /// How many lists have been read.
        done: usize,
        /// How many lists are read altogether.
        total: usize,
    },
    /// Items of the list have been received.
    Received {
        /// How many items of the list there are so far.
        items: usize,
    },
    /// The plan or the permissions of the user do not include a list, which the snapshot omits.
    Refused {
        /// The list.
        section: Section,
        /// What the API has responded.
        reason: String,
    },
}

/// Reads the definitions of an account: at most 16 lists with all their pages, one after the other. The client keeps its limits.
///
/// A list that the plan or the permissions of the user do not include (402 and 403) is omitted, and noted in [`Snapshot::omitted`].
///
/// # Errors
///
/// Returns the error of the first request that fails otherwise, and an error if every list is refused.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use pipedrive_account::{FetchOptions, fetch};
///
/// let client = pipedrive::Client::from_env()?;
/// let snapshot = fetch(&client, &FetchOptions::default(), |_| {}).await?;
/// snapshot.write("account.json")?;
/// # Ok(()) }
/// ```
pub async fn fetch(client: &Client, options: &FetchOptions, mut progress: impl FnMut(FetchProgress)) -> Result<Snapshot> {
    let sections: Vec<Section> = Section::ALL.into_iter().filter(|section| options.users || *section != Section::Users).collect();
    let mut builder = SnapshotBuilder::default();
    let (total, mut refused) = (sections.len(), 0);
    for (done, section) in sections.into_iter().enumerate() {
        progress(FetchProgress::Started { section, done, total });
        match read(client, section, &mut |items| progress(FetchProgress::Received { items })).await {
            Ok(data) => {
                if let Some(items) = data.as_array() {
                    progress(FetchProgress::Received { items: items.len() });
                }
                builder.add(section, data);
            }
            Err(error) if matches!(error.kind(), ErrorKind::PaymentRequired | ErrorKind::Forbidden) => {
                refused += 1;
                if refused == total {
                    return Err(error);
                }
                let reason = error.to_string();
                builder.omit(section, &reason);
                progress(FetchProgress::Refused { section, reason });
            }
            Err(error) => return Err(error),
        }
    }
    Ok(builder.finish(options.users))
}

/// Reads a list, or an object. Definitions are read as JSON, so that an unexpected one does not affect the others.
async fn read(client: &Client, section: Section, received: &mut dyn FnMut(usize)) -> Result<Value> {
    let (v1, v2) = (client.v1(), client.v2());
    match section {
        Section::CurrentUser => v1.users().get_current().send_as().await,
        Section::Fields(Entity::Deals) => pages(v2.deal_fields().list().limit(LIMIT), received).await,
        Section::Fields(Entity::Leads) => pages(v1.lead_fields().list().limit(LIMIT), received).await,
        Section::Fields(Entity::Persons) => pages(v2.person_fields().list().limit(LIMIT), received).await,
        Section::Fields(Entity::Organizations) => pages(v2.organization_fields().list().limit(LIMIT), received).await,
        Section::Fields(Entity::Products) => pages(v2.product_fields().list().limit(LIMIT), received).await,
        Section::Fields(Entity::Activities) => pages(v2.activity_fields().list().limit(LIMIT), received).await,
        Section::Fields(Entity::Projects) => pages(v2.project_fields().list().limit(LIMIT), received).await,
        Section::Pipelines => pages(v2.pipelines().list().limit(LIMIT), received).await,
        Section::Stages => pages(v2.stages().list().limit(LIMIT), received).await,
        Section::ActivityTypes => v1.activity_types().list().send_as().await,
        Section::LeadLabels => v1.lead_labels().list().send_as().await,
        Section::LeadSources => v1.lead_sources().list().send_as().await,
        Section::Currencies => v1.currencies().list().send_as().await,
        Section::DealSummary => v1.deals().get_summary().send_as().await,
        Section::Users => v1.users().list().send_as().await,
    }
}

/// The maximum page size.
const LIMIT: u32 = 500;

async fn pages(list: impl Paged, received: &mut dyn FnMut(usize)) -> Result<Value> {
    let mut pages = list.pages_as::<Value>();
    let mut all = Vec::new();
    while let Some(page) = pages.try_next().await? {
        all.extend(page);
        received(all.len());
    }
    Ok(Value::Array(all))
}
