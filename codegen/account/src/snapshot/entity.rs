//! The types of items that have fields.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A type of items that has fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Entity {
    /// Deals.
    Deals,
    /// Leads, which have the custom fields of deals.
    Leads,
    /// Persons.
    Persons,
    /// Organizations.
    Organizations,
    /// Products.
    Products,
    /// Activities.
    Activities,
    /// Projects.
    Projects,
}

impl Entity {
    /// All entities, in the order of a snapshot.
    pub const ALL: [Self; 7] =
        [Self::Deals, Self::Leads, Self::Persons, Self::Organizations, Self::Products, Self::Activities, Self::Projects];

    /// Returns the name in a snapshot, such as `deals`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Deals => "deals",
            Self::Leads => "leads",
            Self::Persons => "persons",
            Self::Organizations => "organizations",
            Self::Products => "products",
            Self::Activities => "activities",
            Self::Projects => "projects",
        }
    }

    /// Returns the name of one item in a Rust type, such as `Deal`.
    pub fn singular(self) -> &'static str {
        match self {
            Self::Deals => "Deal",
            Self::Leads => "Lead",
            Self::Persons => "Person",
            Self::Organizations => "Organization",
            Self::Products => "Product",
            Self::Activities => "Activity",
            Self::Projects => "Project",
        }
    }

    /// Returns the name of the generated struct of custom fields, such as `DealFields`.
    pub fn struct_name(self) -> String {
        format!("{}Fields", self.singular())
    }
}

impl fmt::Display for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
