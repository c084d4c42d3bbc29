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

    /// Returns what rows of this kind are called in webhooks. `None` if webhooks are not called for them.
    pub(crate) fn event_object(self) -> Option<&'static str> {
        match self {
            Self::Activity => Some("activity"),
            Self::Board => Some("board"),
            Self::Deal => Some("deal"),
            Self::DealInstallment => Some("deal_installment"),
            Self::DealProduct => Some("deal_product"),
            Self::Lead => Some("lead"),
            Self::Note => Some("note"),
            Self::Organization => Some("organization"),
            Self::Person => Some("person"),
            Self::Phase => Some("phase"),
            Self::Pipeline => Some("pipeline"),
            Self::Product => Some("product"),
            Self::Project => Some("project"),
            Self::Stage => Some("stage"),
            Self::Task => Some("task"),
            Self::User => Some("user"),
            _ => None,
        }
    }

    /// Returns what rows of this kind are called in the list of recent changes. `None` if it does not contain them.
    pub(crate) fn recent_item(self) -> Option<&'static str> {
        match self {
            Self::ActivityType => Some("activityType"),
            Self::File => Some("file"),
            Self::Filter => Some("filter"),
            Self::Activity
            | Self::Deal
            | Self::Note
            | Self::Organization
            | Self::Person
            | Self::Pipeline
            | Self::Product
            | Self::Stage
            | Self::User => self.event_object(),
            _ => None,
        }
    }

    /// Returns the name of the schema of an item of this kind. Kinds that only one version has, have the same in both.
    pub(crate) fn schema(self, is_v1: bool) -> Option<&'static str> {
        let (v1, v2) = match self {
            Self::Activity => ("v1.Activity", "v2.Activity"),
            Self::ActivityType => ("ActivityType", "ActivityType"),
            Self::Board => ("v1.ProjectBoard", "v2.ProjectBoard"),
            Self::Deal => ("v1.Deal", "v2.Deal"),
            Self::DealInstallment => ("Installment", "Installment"),
            Self::DealProduct => ("v1.DealProduct", "v2.DealProduct"),
            Self::File => ("File", "File"),
            Self::Filter => ("Filter", "Filter"),
            Self::Lead => ("Lead", "Lead"),
            Self::Note => ("Note", "Note"),
            Self::Organization => ("v1.Organization", "v2.Organization"),
            Self::Person => ("v1.Person", "v2.Person"),
            Self::Phase => ("v1.ProjectPhase", "v2.ProjectPhase"),
            Self::Pipeline => ("v1.Pipeline", "v2.Pipeline"),
            Self::Product => ("v1.Product", "v2.Product"),
            Self::Project => ("v1.Project", "v2.Project"),
            Self::Stage => ("v1.Stage", "v2.Stage"),
            Self::Task => ("v1.Task", "v2.Task"),
            Self::User => ("User", "User"),
            _ => return None,
        };
        Some(if is_v1 { v1 } else { v2 })
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
