//! The kinds of rows.

/// A kind of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    Activity,
    Deal,
    Lead,
    Organization,
    Person,
    Pipeline,
    Product,
    Stage,
    User,
}

impl Kind {
    /// Returns the kind of the items that an id type of the description identifies, such as `DealId`.
    pub(crate) fn of_id(id_type: &str) -> Option<Self> {
        match id_type {
            "ActivityId" => Some(Self::Activity),
            "DealId" => Some(Self::Deal),
            "LeadId" => Some(Self::Lead),
            "OrganizationId" => Some(Self::Organization),
            "PersonId" => Some(Self::Person),
            "PipelineId" => Some(Self::Pipeline),
            "ProductId" => Some(Self::Product),
            "StageId" => Some(Self::Stage),
            "UserId" => Some(Self::User),
            _ => None,
        }
    }

    /// Returns the name of the value with which other rows link to rows of this kind.
    pub(crate) fn link(self) -> Option<&'static str> {
        match self {
            Self::Deal => Some("deal_id"),
            Self::Lead => Some("lead_id"),
            Self::Organization => Some("org_id"),
            Self::Person => Some("person_id"),
            Self::Pipeline => Some("pipeline_id"),
            Self::Product => Some("product_id"),
            Self::Stage => Some("stage_id"),
            Self::User => Some("owner_id"),
            Self::Activity => None,
        }
    }

    /// Returns what an item of this kind is called in messages.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Activity => "Activity",
            Self::Deal => "Deal",
            Self::Lead => "Lead",
            Self::Organization => "Organization",
            Self::Person => "Person",
            Self::Pipeline => "Pipeline",
            Self::Product => "Product",
            Self::Stage => "Stage",
            Self::User => "User",
        }
    }
}
