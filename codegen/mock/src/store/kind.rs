//! The kinds of rows.

/// A kind of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    Activity,
    Board,
    Conversion,
    Deal,
    DealDiscount,
    DealInstallment,
    DealProduct,
    Follower,
    Lead,
    Organization,
    Participant,
    Person,
    Phase,
    Pipeline,
    Product,
    ProductVariation,
    Project,
    Stage,
    Task,
    User,
}

impl Kind {
    /// Returns the kind of the items that an id type of the description identifies, such as `DealId`.
    pub(crate) fn of_id(id_type: &str) -> Option<Self> {
        match id_type {
            "ActivityId" => Some(Self::Activity),
            "BoardId" => Some(Self::Board),
            "ConversionId" => Some(Self::Conversion),
            "DealId" => Some(Self::Deal),
            "DiscountId" => Some(Self::DealDiscount),
            "InstallmentId" => Some(Self::DealInstallment),
            "DealProductId" => Some(Self::DealProduct),
            "FollowerId" => Some(Self::Follower),
            "LeadId" => Some(Self::Lead),
            "OrganizationId" => Some(Self::Organization),
            "DealParticipantId" => Some(Self::Participant),
            "PersonId" => Some(Self::Person),
            "PhaseId" => Some(Self::Phase),
            "PipelineId" => Some(Self::Pipeline),
            "ProductId" => Some(Self::Product),
            "ProductVariationId" => Some(Self::ProductVariation),
            "ProjectId" => Some(Self::Project),
            "StageId" => Some(Self::Stage),
            "TaskId" => Some(Self::Task),
            "UserId" => Some(Self::User),
            _ => None,
        }
    }

    /// Returns the name of the value with which other rows link to rows of this kind.
    pub(crate) fn link(self) -> Option<&'static str> {
        match self {
            Self::Board => Some("board_id"),
            Self::Deal => Some("deal_id"),
            Self::Lead => Some("lead_id"),
            Self::Organization => Some("org_id"),
            Self::Person => Some("person_id"),
            Self::Phase => Some("phase_id"),
            Self::Pipeline => Some("pipeline_id"),
            Self::Product => Some("product_id"),
            Self::ProductVariation => Some("product_variation_id"),
            Self::Project => Some("project_id"),
            Self::Stage => Some("stage_id"),
            Self::Task => Some("parent_task_id"),
            Self::User => Some("owner_id"),
            Self::Activity
            | Self::Conversion
            | Self::DealDiscount
            | Self::DealInstallment
            | Self::DealProduct
            | Self::Follower
            | Self::Participant => None,
        }
    }

    /// Returns what an item of this kind is called in messages.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Activity => "Activity",
            Self::Board => "Board",
            Self::Conversion => "Conversion",
            Self::Deal => "Deal",
            Self::DealDiscount => "Discount",
            Self::DealInstallment => "Installment",
            Self::DealProduct => "Deal product",
            Self::Follower => "Follower",
            Self::Lead => "Lead",
            Self::Organization => "Organization",
            Self::Participant => "Participant",
            Self::Person => "Person",
            Self::Phase => "Phase",
            Self::Pipeline => "Pipeline",
            Self::Product => "Product",
            Self::ProductVariation => "Product variation",
            Self::Project => "Project",
            Self::Stage => "Stage",
            Self::Task => "Task",
            Self::User => "User",
        }
    }

    /// Whether the ids of this kind are UUIDs, and not numbers.
    pub(crate) fn has_uuids(self) -> bool {
        matches!(self, Self::Conversion | Self::DealDiscount | Self::Lead)
    }
}
