//! Enums of webhook events. All of them keep unknown values.

use crate::json::enums::StringEnum;
use crate::json::enums::UnknownString;

macro_rules! event_enum {
    ($(#[$about:meta])* $name:ident { $($(#[$docs:meta])* $variant:ident = $string:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$docs])* $variant,)*
            /// A value that this version of the crate does not know.
            Unknown(UnknownString),
        }

        impl StringEnum for $name {
            const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $string,)*
                    Self::Unknown(unknown) => unknown.as_str(),
                }
            }

            fn known(string: &str) -> Option<Self> {
                Some(match string {
                    $($string => Self::$variant,)*
                    _ => return None,
                })
            }

            fn unknown(unknown: UnknownString) -> Option<Self> {
                Some(Self::Unknown(unknown))
            }
        }

        string_enum!($name);
    };
}

event_enum! {
    /// The action of an event. The names of the actions in version 1 (`added`, `updated`, …) are read as these variants.
    Action {
        /// The item was created.
        Create = "create",
        /// The item was changed.
        Change = "change",
        /// The item was deleted.
        Delete = "delete",
        /// Another item was merged into the item. Only in version 1: version 2 reports a change of this item, with
        /// [`merged_from_id`](super::MetaV2::merged_from_id), and the deletion of the other one, with
        /// [`merged_to_id`](super::MetaV2::merged_to_id).
        Merge = "merge",
    }
}

event_enum! {
    /// The type of the item of an event.
    Entity {
        /// An activity.
        Activity = "activity",
        /// An activity type. Only in version 1.
        ActivityType = "activityType",
        /// A project board.
        Board = "board",
        /// A deal.
        Deal = "deal",
        /// An installment of a deal.
        DealInstallment = "deal_installment",
        /// A product of a deal.
        DealProduct = "deal_product",
        /// A lead.
        Lead = "lead",
        /// A note.
        Note = "note",
        /// An organization.
        Organization = "organization",
        /// A person.
        Person = "person",
        /// A project phase.
        Phase = "phase",
        /// A pipeline.
        Pipeline = "pipeline",
        /// A product.
        Product = "product",
        /// A project.
        Project = "project",
        /// A stage.
        Stage = "stage",
        /// A project task.
        Task = "task",
        /// A user.
        User = "user",
    }
}

event_enum! {
    /// Where a change was made.
    ChangeSource {
        /// In the Pipedrive app.
        App = "app",
        /// Through the API.
        Api = "api",
    }
}

event_enum! {
    /// The owner type of a webhook.
    Origin {
        /// A webhook of a user.
        General = "general",
        /// A webhook of a Marketplace app.
        Application = "application",
    }
}
