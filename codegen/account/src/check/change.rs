//! A change of an account, and what it does to the generated Rust types.

use std::fmt;

/// What a change does to the generated types, from nothing to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RustEffect {
    /// Nothing.
    None,
    /// Documentation and labels change. Rust names stay the same.
    Docs,
    /// Something is added. Code that compiles still does.
    Minor,
    /// Something is removed, or has another type. Code that uses it no longer compiles.
    Major,
}

impl RustEffect {
    /// Returns the name in reports, such as `major`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Docs => "docs",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl fmt::Display for RustEffect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A change between two snapshots of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccountChange {
    /// What has changed.
    pub kind: AccountChangeKind,
    /// What it does to the generated types.
    pub effect: RustEffect,
    /// The parts of the snapshot with the change, such as `fields.deals`. Leads have the custom fields of deals, and so the same changes.
    pub parts: Vec<String>,
    /// The key or id, such as that of the field. Of an option, it is that of the field, a slash and that of the option. Empty for a
    /// change of a whole part.
    pub key: String,
    /// The name that users see, or saw before the change.
    pub name: String,
    /// The value before the change, such as the name or the type.
    pub old: Option<String>,
    /// The value after the change.
    pub new: Option<String>,
    /// The generated item, such as `DealFields::tier`, if its name is known.
    pub rust_item: Option<String>,
    /// Its type before the change. Fields only.
    pub rust_old: Option<String>,
    /// Its type after the change. Fields only.
    pub rust_new: Option<String>,
}

macro_rules! kinds {
    ($($(#[$docs:meta])* $variant:ident = $name:literal, $title:literal),* $(,)?) => {
        /// The kind of a change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum AccountChangeKind {
            $($(#[$docs])* $variant,)*
        }

        impl AccountChangeKind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Returns the name in JSON, such as `field-added`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Returns the title in other reports, such as `field added`.
            pub fn title(self) -> &'static str {
                match self {
                    $(Self::$variant => $title,)*
                }
            }
        }
    };
}

kinds! {
    /// A part can no longer be read, for example because the user has lost a permission.
    PartNotRead = "part-not-read", "part no longer read",
    /// A part can be read that could not be before.
    PartRead = "part-read", "part now read",
    /// A field was added.
    FieldAdded = "field-added", "field added",
    /// A field was deleted.
    FieldRemoved = "field-removed", "field removed",
    /// A field has another type.
    FieldRetyped = "field-retyped", "type of field changed",
    /// A field has another name.
    FieldRenamed = "field-renamed", "field renamed",
    /// The description of a field has changed.
    FieldDescribed = "field-described", "description of field changed",
    /// The parts of the value of a field have changed.
    SubfieldsChanged = "subfields-changed", "subfields changed",
    /// An option was added.
    OptionAdded = "option-added", "option added",
    /// An option was deleted.
    OptionRemoved = "option-removed", "option removed",
    /// An option has another label.
    OptionRenamed = "option-renamed", "option renamed",
    /// Options are in another order.
    OptionsReordered = "options-reordered", "options reordered",
    /// A pipeline was added.
    PipelineAdded = "pipeline-added", "pipeline added",
    /// A pipeline was deleted, with its stages.
    PipelineRemoved = "pipeline-removed", "pipeline removed",
    /// A pipeline has another name.
    PipelineRenamed = "pipeline-renamed", "pipeline renamed",
    /// Pipelines are in another order.
    PipelinesReordered = "pipelines-reordered", "pipelines reordered",
    /// A stage was added.
    StageAdded = "stage-added", "stage added",
    /// A stage was deleted.
    StageRemoved = "stage-removed", "stage removed",
    /// A stage has another name.
    StageRenamed = "stage-renamed", "stage renamed",
    /// A stage is in another pipeline.
    StageMoved = "stage-moved", "stage moved",
    /// The stages of a pipeline are in another order.
    StagesReordered = "stages-reordered", "stages reordered",
    /// An activity type was added.
    ActivityTypeAdded = "activity-type-added", "activity type added",
    /// An activity type was deleted.
    ActivityTypeRemoved = "activity-type-removed", "activity type removed",
    /// An activity type has another name.
    ActivityTypeRenamed = "activity-type-renamed", "activity type renamed",
    /// Activity types are in another order.
    ActivityTypesReordered = "activity-types-reordered", "activity types reordered",
    /// A lead label was added.
    LeadLabelAdded = "lead-label-added", "lead label added",
    /// A lead label was deleted.
    LeadLabelRemoved = "lead-label-removed", "lead label removed",
    /// A lead label has another name.
    LeadLabelRenamed = "lead-label-renamed", "lead label renamed",
    /// A lead source was added.
    LeadSourceAdded = "lead-source-added", "lead source added",
    /// A lead source was removed.
    LeadSourceRemoved = "lead-source-removed", "lead source removed",
    /// A currency is now in use.
    CurrencyAdded = "currency-added", "currency added",
    /// A currency is no longer in use.
    CurrencyRemoved = "currency-removed", "currency removed",
    /// The name of a currency, or the number of its decimal places, has changed.
    CurrencyChanged = "currency-changed", "currency changed",
    /// A user was added.
    UserAdded = "user-added", "user added",
    /// A user was removed or deactivated.
    UserRemoved = "user-removed", "user removed",
    /// The name or the email address of a user has changed.
    UserChanged = "user-changed", "user changed",
}
