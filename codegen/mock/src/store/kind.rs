//! The kinds of rows.

/// A kind of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    Activity,
    ActivityType,
    Board,
    Comment,
    Conversion,
    Deal,
    DealDiscount,
    DealInstallment,
    DealProduct,
    Field,
    File,
    Filter,
    Follower,
    Lead,
    LeadLabel,
    Note,
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
    Webhook,
}

impl Kind {
    /// Returns the kind of the items that an id type of the description identifies, such as `DealId`.
    pub(crate) fn of_id(id_type: &str) -> Option<Self> {
        match id_type {
            "ActivityId" => Some(Self::Activity),
            "ActivityTypeId" => Some(Self::ActivityType),
            "BoardId" => Some(Self::Board),
            "CommentId" => Some(Self::Comment),
            "ConversionId" => Some(Self::Conversion),
            "DealId" => Some(Self::Deal),
            "DiscountId" => Some(Self::DealDiscount),
            "InstallmentId" => Some(Self::DealInstallment),
            "DealProductId" => Some(Self::DealProduct),
            "FieldId" => Some(Self::Field),
            "FileId" => Some(Self::File),
            "FilterId" => Some(Self::Filter),
            "FollowerId" => Some(Self::Follower),
            "LeadId" => Some(Self::Lead),
            "LeadLabelId" => Some(Self::LeadLabel),
            "NoteId" => Some(Self::Note),
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
            "WebhookId" => Some(Self::Webhook),
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
            Self::Activity => Some("activity_id"),
            Self::Note => Some("note_id"),
            Self::ActivityType
            | Self::Comment
            | Self::Conversion
            | Self::DealDiscount
            | Self::DealInstallment
            | Self::DealProduct
            | Self::Field
            | Self::File
            | Self::Filter
            | Self::Follower
            | Self::LeadLabel
            | Self::Participant
            | Self::Webhook => None,
        }
    }

    /// Returns what an item of this kind is called in messages.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Activity => "Activity",
            Self::ActivityType => "Activity type",
            Self::Board => "Board",
            Self::Comment => "Comment",
            Self::Conversion => "Conversion",
            Self::Deal => "Deal",
            Self::DealDiscount => "Discount",
            Self::DealInstallment => "Installment",
            Self::DealProduct => "Deal product",
            Self::Field => "Field",
            Self::File => "File",
            Self::Filter => "Filter",
            Self::Follower => "Follower",
            Self::Lead => "Lead",
            Self::LeadLabel => "Lead label",
            Self::Note => "Note",
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
            Self::Webhook => "Webhook",
        }
    }

    /// Whether the ids of this kind are UUIDs, and not numbers.
    pub(crate) fn has_uuids(self) -> bool {
        matches!(self, Self::Comment | Self::Conversion | Self::DealDiscount | Self::Lead | Self::LeadLabel)
    }

    /// Returns the name of the kind whose custom fields the rows of this kind have.
    pub(crate) fn field_entity(self) -> Option<&'static str> {
        match self {
            // Leads have the custom fields of deals.
            Self::Deal | Self::Lead => Some("deal"),
            Self::Organization => Some("organization"),
            Self::Person => Some("person"),
            Self::Product => Some("product"),
            Self::Project => Some("project"),
            _ => None,
        }
    }
}
