//! The lists of the API that a snapshot is made from.

use std::fmt;

use crate::snapshot::Entity;

/// A response, or the pages of a list, that contributes to a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Section {
    /// The user that the credentials belong to. Only the company is read.
    CurrentUser,
    /// The fields of an entity.
    Fields(Entity),
    /// The pipelines.
    Pipelines,
    /// The stages of all pipelines.
    Stages,
    /// The activity types.
    ActivityTypes,
    /// The labels of leads.
    LeadLabels,
    /// The sources of leads.
    LeadSources,
    /// The currencies.
    Currencies,
    /// The sums of deals by currency. Only the codes of the currencies are read.
    DealSummary,
    /// The users.
    Users,
}

impl Section {
    /// All sections.
    pub const ALL: [Self; 16] = [
        Self::CurrentUser,
        Self::Fields(Entity::Deals),
        Self::Fields(Entity::Leads),
        Self::Fields(Entity::Persons),
        Self::Fields(Entity::Organizations),
        Self::Fields(Entity::Products),
        Self::Fields(Entity::Activities),
        Self::Fields(Entity::Projects),
        Self::Pipelines,
        Self::Stages,
        Self::ActivityTypes,
        Self::LeadLabels,
        Self::LeadSources,
        Self::Currencies,
        Self::DealSummary,
        Self::Users,
    ];

    /// Returns the name on the command line and in messages, such as `deal_fields`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CurrentUser => "users_me",
            Self::Fields(Entity::Deals) => "deal_fields",
            Self::Fields(Entity::Leads) => "lead_fields",
            Self::Fields(Entity::Persons) => "person_fields",
            Self::Fields(Entity::Organizations) => "organization_fields",
            Self::Fields(Entity::Products) => "product_fields",
            Self::Fields(Entity::Activities) => "activity_fields",
            Self::Fields(Entity::Projects) => "project_fields",
            Self::Pipelines => "pipelines",
            Self::Stages => "stages",
            Self::ActivityTypes => "activity_types",
            Self::LeadLabels => "lead_labels",
            Self::LeadSources => "lead_sources",
            Self::Currencies => "currencies",
            Self::DealSummary => "deals_summary",
            Self::Users => "users",
        }
    }

    /// Returns the section with a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.as_str() == name)
    }

    /// Returns the part of the snapshot that is made from the section.
    pub(crate) fn part(self) -> String {
        match self {
            Self::CurrentUser => "company".to_owned(),
            Self::Fields(entity) => format!("fields.{entity}"),
            Self::Stages => "pipelines.stages".to_owned(),
            Self::DealSummary => "currencies".to_owned(),
            other => other.as_str().to_owned(),
        }
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
