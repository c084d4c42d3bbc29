//! The kinds of rows.

/// A kind of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    Activity,
    ActivityType,
    Comment,
    Deal,
    Field,
    File,
    Filter,
    Lead,
    LeadLabel,
    Note,
    Organization,
    Person,
    Pipeline,
    Product,
    Stage,
    User,
    Webhook,
}

impl Kind {
    /// Returns the kind of the items that an id type of the description identifies, such as `DealId`.
    pub(crate) fn of_id(id_type: &str) -> Option<Self> {
        match id_type {
            "ActivityId" => Some(Self::Activity),
            "ActivityTypeId" => Some(Self::ActivityType),
            "CommentId" => Some(Self::Comment),
            "DealId" => Some(Self::Deal),
            "FieldId" => Some(Self::Field),
            "FileId" => Some(Self::File),
            "FilterId" => Some(Self::Filter),
            "LeadId" => Some(Self::Lead),
            "LeadLabelId" => Some(Self::LeadLabel),
            "NoteId" => Some(Self::Note),
            "OrganizationId" => Some(Self::Organization),
            "PersonId" => Some(Self::Person),
            "PipelineId" => Some(Self::Pipeline),
            "ProductId" => Some(Self::Product),
            "StageId" => Some(Self::Stage),
            "UserId" => Some(Self::User),
            "WebhookId" => Some(Self::Webhook),
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
            Self::Activity => Some("activity_id"),
            Self::Note => Some("note_id"),
            Self::ActivityType | Self::Comment | Self::Field | Self::File | Self::Filter | Self::LeadLabel | Self::Webhook => None,
        }
    }

    /// Returns what an item of this kind is called in messages.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Activity => "Activity",
            Self::ActivityType => "Activity type",
            Self::Comment => "Comment",
            Self::Deal => "Deal",
            Self::Field => "Field",
            Self::File => "File",
            Self::Filter => "Filter",
            Self::Lead => "Lead",
            Self::LeadLabel => "Lead label",
            Self::Note => "Note",
            Self::Organization => "Organization",
            Self::Person => "Person",
            Self::Pipeline => "Pipeline",
            Self::Product => "Product",
            Self::Stage => "Stage",
            Self::User => "User",
            Self::Webhook => "Webhook",
        }
    }

    /// Whether the ids of this kind are UUIDs, and not numbers.
    pub(crate) fn has_uuids(self) -> bool {
        matches!(self, Self::Comment | Self::Lead | Self::LeadLabel)
    }

    /// Returns the name of the kind whose custom fields the rows of this kind have.
    pub(crate) fn field_entity(self) -> Option<&'static str> {
        match self {
            // Leads have the custom fields of deals.
            Self::Deal | Self::Lead => Some("deal"),
            Self::Organization => Some("organization"),
            Self::Person => Some("person"),
            Self::Product => Some("product"),
            _ => None,
        }
    }
}
