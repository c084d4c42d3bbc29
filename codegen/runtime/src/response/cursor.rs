//! Places in lists, and what responses say about the next one.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::json::extra::Extra;
use crate::protocol::envelope::AdditionalData;
use crate::protocol::error::Error;
use crate::protocol::info::PaginationStyle;

/// A target in a list, to go on from there later with [`Paged::starting_at`](super::Paged::starting_at): where a page begins, and how
/// many of the items from there on are done with.
///
/// It can be stored as text (`to_string`, `parse`, or with serde): `cursor=…`, `start=200` or `first`, with `skip=17&` before it where
/// 17 items are done with. It belongs to the list as it was asked for: the same operation with the same filters and the same order; only
/// the page size may be another. Then nothing is lost and nothing comes twice, unless the list itself has changed meanwhile. How long the
/// API accepts a cursor of its own is not documented, so do not keep them for long.
///
/// ```
/// use pipedrive::Cursor;
///
/// let stored = Cursor::start(200).skipping(17).to_string();
/// assert_eq!(stored, "skip=17&start=200");
/// assert_eq!(stored.parse::<Cursor>()?, Cursor::start(200).skipping(17));
/// # Ok::<(), pipedrive::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cursor {
    page: PageStart,
    skip: usize,
}

/// Where a page begins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum PageStart {
    #[default]
    First,
    Cursor(String),
    Start(u64),
    /// There is a page, but the response before it did not say so in a way that can be read.
    Unknown,
}

const FIRST: &str = "first";
const CURSOR: &str = "cursor";
const START: &str = "start";
const UNKNOWN: &str = "unknown";
const SKIP: &str = "skip=";

impl Cursor {
    /// The beginning of any list.
    pub fn first() -> Self {
        Self::default()
    }

    /// The page that a cursor of the API stands for.
    pub fn new(cursor: impl Into<String>) -> Self {
        Self { page: PageStart::Cursor(cursor.into()), skip: 0 }
    }

    /// The page that begins after so many items.
    pub fn start(start: u64) -> Self {
        Self { page: PageStart::Start(start), skip: 0 }
    }

    /// The target so many items after the beginning of this page.
    #[must_use]
    pub fn skipping(self, items: usize) -> Self {
        Self { skip: items, ..self }
    }

    /// The cursor of the API, where the list goes by cursors.
    pub fn as_cursor(&self) -> Option<&str> {
        match &self.page {
            PageStart::Cursor(cursor) => Some(cursor),
            PageStart::First | PageStart::Start(_) | PageStart::Unknown => None,
        }
    }

    /// The offset of the page, where the list goes by offsets.
    pub fn as_start(&self) -> Option<u64> {
        match self.page {
            PageStart::Start(start) => Some(start),
            PageStart::First | PageStart::Cursor(_) | PageStart::Unknown => None,
        }
    }

    /// How many items of the page, and of those after it if it has not so many, are done with.
    pub fn skip(&self) -> usize {
        self.skip
    }

    pub(crate) fn at(page: PageStart, skip: usize) -> Self {
        Self { page, skip }
    }

    pub(crate) fn page(&self) -> &PageStart {
        &self.page
    }

    pub(crate) fn is_first(&self) -> bool {
        self.page == PageStart::First
    }

    /// Whether nobody knows where the page begins.
    pub(crate) fn is_unknown(&self) -> bool {
        self.page == PageStart::Unknown
    }

    /// Where the page after a response begins, if the response says that there is one.
    pub(crate) fn following(
        style: PaginationStyle,
        additional: &AdditionalData,
        start: u64,
        limit: Option<u64>,
        empty: bool,
    ) -> Option<Self> {
        match style {
            PaginationStyle::Cursor => match &additional.next_cursor {
                Some(cursor) => Some(cursor.clone()).filter(|cursor| !cursor.is_empty()).map(Self::new),
                None => unreadable(&additional.extra, "next_cursor"),
            },
            PaginationStyle::Offset | PaginationStyle::Recents => {
                let Some(pagination) = additional.paging() else { return unreadable(&additional.extra, "pagination") };
                match pagination.more_items_in_collection {
                    Some(true) => {}
                    Some(false) => return None,
                    None => return unreadable(&pagination.extra, "more_items_in_collection"),
                }
                let positive = |number: Option<i64>| number.and_then(|number| u64::try_from(number).ok());
                let next = positive(pagination.next_start).or_else(|| {
                    // Left to count by ourselves, we stop at a page without items: nothing else would stop us.
                    let limit = positive(pagination.limit).or(limit).filter(|limit| *limit > 0 && !empty)?;
                    positive(pagination.start).unwrap_or(start).checked_add(limit)
                })?;
                Some(Self::start(next))
            }
        }
    }
}

/// A list must not seem complete because what leads to the next page could not be read.
fn unreadable(extra: &Extra, name: &str) -> Option<Cursor> {
    let says_nothing = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    };
    let said = extra.get(name).filter(|value| !says_nothing(value))?;
    // A number does as a cursor: all that matters is to give it back.
    let page = said
        .as_number()
        .filter(|_| name == "next_cursor")
        .map_or(PageStart::Unknown, |number| PageStart::Cursor(number.to_string()));
    Some(Cursor { page, skip: 0 })
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.skip > 0 {
            write!(f, "{SKIP}{}&", self.skip)?;
        }
        match &self.page {
            PageStart::First => f.write_str(FIRST),
            PageStart::Unknown => f.write_str(UNKNOWN),
            // Last, so that it may hold anything.
            PageStart::Cursor(cursor) => write!(f, "{CURSOR}={cursor}"),
            PageStart::Start(start) => write!(f, "{START}={start}"),
        }
    }
}

impl FromStr for Cursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let read = || {
            let (skip, page) = match text.strip_prefix(SKIP) {
                Some(meta) => meta.split_once('&').and_then(|(skip, page)| Some((skip.parse().ok()?, page)))?,
                None => (0, text),
            };
            let page = match page.split_once('=') {
                None if page == FIRST => PageStart::First,
                None if page == UNKNOWN => PageStart::Unknown,
                Some((CURSOR, cursor)) => PageStart::Cursor(cursor.to_owned()),
                Some((START, start)) => PageStart::Start(start.parse().ok()?),
                _ => return None,
            };
            Some(Self { page, skip })
        };
        read().ok_or_else(|| Error::invalid_request(format!("{text:?} is not a target in a list")))
    }
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
