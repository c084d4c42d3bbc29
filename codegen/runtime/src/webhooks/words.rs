//! The words of events. More may come, so every set of them is open.

use crate::UnknownString;
use crate::codec::StringEnum;

macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$docs:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$docs])* $variant,)*
            /// A word that this version of the crate does not know, kept as it came.
            Unknown(UnknownString),
        }

        impl StringEnum for $name {
            fn text(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(unknown) => unknown.as_str(),
                }
            }

            fn known(text: &str) -> Option<Self> {
                Some(match text {
                    $($text => Self::$variant,)*
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

words! {
    /// What happened to an item. The first version has words of its own for the same, which are read as these.
    Action {
        /// It was added.
        Create = "create",
        /// It was changed.
        Change = "change",
        /// It was deleted.
        Delete = "delete",
        /// Another item was merged into it. Only the first version says so: the second one tells of a change with
        /// [`merged_from_id`](super::MetaV2::merged_from_id), and of the other item as deleted with
        /// [`merged_to_id`](super::MetaV2::merged_to_id).
        Merge = "merge",
    }
}

words! {
    /// What kind of item an event is about.
    Entity {
        /// An activity.
        Activity = "activity",
        /// A type of activities; in the first version only.
        ActivityType = "activityType",
        /// A board of projects.
        Board = "board",
        /// A deal.
        Deal = "deal",
        /// An installment of a deal.
        DealInstallment = "deal_installment",
        /// A product in a deal.
        DealProduct = "deal_product",
        /// A lead.
        Lead = "lead",
        /// A note.
        Note = "note",
        /// An organization.
        Organization = "organization",
        /// A person.
        Person = "person",
        /// A phase of projects.
        Phase = "phase",
        /// A pipeline.
        Pipeline = "pipeline",
        /// A product.
        Product = "product",
        /// A project.
        Project = "project",
        /// A stage.
        Stage = "stage",
        /// A task of a project.
        Task = "task",
        /// A user.
        User = "user",
    }
}

words! {
    /// Where a change was made.
    ChangeSource {
        /// In Pipedrive itself.
        App = "app",
        /// Through the API.
        Api = "api",
    }
}

words! {
    /// What a webhook belongs to.
    Origin {
        /// To a user.
        General = "general",
        /// To an app of the marketplace.
        Application = "application",
    }
}
