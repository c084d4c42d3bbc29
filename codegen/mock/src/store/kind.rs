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
            Self::ActivityType | Self::Comment | Self::Field | Self::File | Self::Filter | Self::LeadLabel | Self::Webhook => {
                None
            }
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

    /// Returns what rows of this kind are called in webhooks. `None` if webhooks are not called for them.
    pub(crate) fn event_object(self) -> Option<&'static str> {
        match self {
            Self::Activity => Some("activity"),
            Self::Deal => Some("deal"),
            Self::Lead => Some("lead"),
            Self::Note => Some("note"),
            Self::Organization => Some("organization"),
            Self::Person => Some("person"),
            Self::Pipeline => Some("pipeline"),
            Self::Product => Some("product"),
            Self::Stage => Some("stage"),
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
            Self::Lead => None,
            _ => self.event_object(),
        }
    }

    /// Returns the name of the schema of an item of this kind. Kinds that only one version has, have the same in both.
    pub(crate) fn schema(self, is_v1: bool) -> Option<&'static str> {
        Some(match (self, is_v1) {
            (Self::Activity, true) => "v1.Activity",
            (Self::Activity, false) => "v2.Activity",
            (Self::ActivityType, _) => "ActivityType",
            (Self::Deal, true) => "v1.Deal",
            (Self::Deal, false) => "v2.Deal",
            (Self::File, _) => "File",
            (Self::Filter, _) => "Filter",
            (Self::Lead, _) => "Lead",
            (Self::Note, _) => "Note",
            (Self::Organization, true) => "v1.Organization",
            (Self::Organization, false) => "v2.Organization",
            (Self::Person, true) => "v1.Person",
            (Self::Person, false) => "v2.Person",
            (Self::Pipeline, true) => "v1.Pipeline",
            (Self::Pipeline, false) => "v2.Pipeline",
            (Self::Product, true) => "v1.Product",
            (Self::Product, false) => "v2.Product",
            (Self::Stage, true) => "v1.Stage",
            (Self::Stage, false) => "v2.Stage",
            (Self::User, _) => "User",
            _ => return None,
        })
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
