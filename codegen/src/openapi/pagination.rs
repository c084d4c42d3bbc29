//! The ways in which the API splits lists into pages.

/// The kinds of pagination of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PaginationKind {
    /// `cursor` and `limit`; the next cursor is at `/additional_data/next_cursor`.
    Cursor,
    /// `start` and `limit`; the next start is in `/additional_data/pagination`.
    Offset,
    /// [`Offset`](Self::Offset) with the parameter `since_timestamp`.
    Recents,
}

impl PaginationKind {
    /// The name in the description.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cursor => "cursor",
            Self::Offset => "offset",
            Self::Recents => "recents",
        }
    }

    /// The query parameters that are required.
    pub fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::Cursor => &["cursor", "limit"],
            Self::Offset => &["start", "limit"],
            Self::Recents => &["start", "limit", "since_timestamp"],
        }
    }

    /// A JSON pointer to the location of the next page in the response.
    pub fn next(self) -> &'static str {
        match self {
            Self::Cursor => "/additional_data/next_cursor",
            Self::Offset | Self::Recents => "/additional_data/pagination",
        }
    }
}
