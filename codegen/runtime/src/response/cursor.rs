//! Positions in lists, and how they are derived from responses.

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

/// A position in a list: the beginning of a page, and the number of items to skip from there. Pass it to
/// [`Paged::starting_at`](crate::api::Paged::starting_at) to continue a list.
///
/// A cursor can be stored as a string, with `to_string` and `parse` or with serde. The format is `cursor=…`, `start=200` or
/// `first`, with the prefix `skip=17&` if 17 items are to be skipped. If [`Items`](crate::api::Items) requests a long list of ids in
/// portions, pages after the first portion have the prefix `portion=2&`, counted from zero.
///
/// A cursor is valid for the same operation with the same filters and order; only the page size may differ. A list of ids that is
/// requested in portions has to be the same, in the same order. Continuing neither
/// omits nor repeats items, unless the list itself has changed in the meantime. The API does not document how long its cursors
/// are valid, so do not store them for long.
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
    /// The portion that the page belongs to, if a list of ids is sent in portions.
    portion: usize,
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
    /// The previous response does not state in a readable form whether there is another page, or where it begins.
    Unknown,
}

/// A portion of a list in the query that is longer than its maximum. By default, the only one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Portion {
    pub(crate) index: usize,
    /// The number of portions.
    pub(crate) count: usize,
}

impl Default for Portion {
    fn default() -> Self {
        Self { index: 0, count: 1 }
    }
}

impl Portion {
    /// Returns the index of the next portion. `None` if this is the last one.
    pub(crate) fn next(self) -> Option<usize> {
        Some(self.index + 1).filter(|next| *next < self.count)
    }
}

const FIRST: &str = "first";
const CURSOR: &str = "cursor";
const START: &str = "start";
const UNKNOWN: &str = "unknown";
const SKIP: &str = "skip=";
const PORTION: &str = "portion=";

impl Cursor {
    /// Creates a cursor for the beginning of any list.
    pub fn first() -> Self {
        Self::default()
    }

    /// Creates a cursor for a page of a list that is paged by cursor, from a cursor of the API.
    pub fn new(cursor: impl Into<String>) -> Self {
        Self::at(PageStart::Cursor(cursor.into()), 0)
    }

    /// Creates a cursor for the page at an offset, for a list that is paged by offset.
    pub fn start(start: u64) -> Self {
        Self::at(PageStart::Start(start), 0)
    }

    /// Sets the number of items to skip from the beginning of the page. Defaults to 0.
    #[must_use]
    pub fn skipping(self, items: usize) -> Self {
        Self { skip: items, ..self }
    }

    /// Returns the cursor of the API. `None` if the list is not paged by cursor.
    pub fn as_cursor(&self) -> Option<&str> {
        match &self.page {
            PageStart::Cursor(cursor) => Some(cursor),
            PageStart::First | PageStart::Start(_) | PageStart::Unknown => None,
        }
    }

    /// Returns the offset of the page. `None` if the list is not paged by offset.
    pub fn as_start(&self) -> Option<u64> {
        match self.page {
            PageStart::Start(start) => Some(start),
            PageStart::First | PageStart::Cursor(_) | PageStart::Unknown => None,
        }
    }

    /// Returns the number of items to skip. If the page has fewer items, the rest is skipped in the following pages.
    pub fn skip(&self) -> usize {
        self.skip
    }

    pub(crate) fn at(page: PageStart, skip: usize) -> Self {
        Self { portion: 0, page, skip }
    }

    /// Sets the portion.
    pub(crate) fn in_portion(self, portion: usize) -> Self {
        Self { portion, ..self }
    }

    pub(crate) fn portion(&self) -> usize {
        self.portion
    }

    pub(crate) fn page(&self) -> &PageStart {
        &self.page
    }

    pub(crate) fn is_first(&self) -> bool {
        self.page == PageStart::First && self.portion == 0
    }

    /// Returns whether the beginning of the page is not known.
    pub(crate) fn is_unknown(&self) -> bool {
        self.page == PageStart::Unknown
    }

    /// Returns the cursor of the page after a response. `None` if it is the last page.
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
                    // If the offset is computed here, an empty page ends the list, because nothing else would.
                    let limit = positive(pagination.limit).or(limit).filter(|limit| *limit > 0 && !empty)?;
                    positive(pagination.start).unwrap_or(start).checked_add(limit)
                })?;
                Some(Self::start(next))
            }
        }
    }
}

/// Returns an unknown cursor if the field that leads to the next page has an unexpected value, so that the list does not seem
/// complete.
fn unreadable(extra: &Extra, name: &str) -> Option<Cursor> {
    let is_blank = |value: &Value| match value {
        Value::Null => true,
        Value::String(string) => string.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    };
    let value = extra.get(name).filter(|value| !is_blank(value))?;
    // A number is accepted as a cursor, because it is only sent back.
    let page = value
        .as_number()
        .filter(|_| name == "next_cursor")
        .map_or(PageStart::Unknown, |number| PageStart::Cursor(number.to_string()));
    Some(Cursor::at(page, 0))
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.portion > 0 {
            write!(f, "{PORTION}{}&", self.portion)?;
        }
        if self.skip > 0 {
            write!(f, "{SKIP}{}&", self.skip)?;
        }
        match &self.page {
            PageStart::First => f.write_str(FIRST),
            PageStart::Unknown => f.write_str(UNKNOWN),
            // Last, because it may contain any character.
            PageStart::Cursor(cursor) => write!(f, "{CURSOR}={cursor}"),
            PageStart::Start(start) => write!(f, "{START}={start}"),
        }
    }
}

impl FromStr for Cursor {
    type Err = Error;

    fn from_str(input: &str) -> Result<Self, Error> {
        let parse = || {
            let (portion, page) = prefix(PORTION, input)?;
            let (skip, page) = prefix(SKIP, page)?;
            let page = match page.split_once('=') {
                None if page == FIRST => PageStart::First,
                None if page == UNKNOWN => PageStart::Unknown,
                Some((CURSOR, cursor)) => PageStart::Cursor(cursor.to_owned()),
                Some((START, start)) => PageStart::Start(start.parse().ok()?),
                _ => return None,
            };
            Some(Self { portion, page, skip })
        };
        parse().ok_or_else(|| {
            Error::invalid_request(format!("`{input}` is not a valid cursor: use the output of `Cursor::to_string`"))
        })
    }
}

/// Splits a prefix with a number, such as `skip=17&`, off a stored cursor. The number is 0 if there is no such prefix.
fn prefix<'a>(name: &str, input: &'a str) -> Option<(usize, &'a str)> {
    let Some(rest) = input.strip_prefix(name) else { return Some((0, input)) };
    let (number, rest) = rest.split_once('&')?;
    Some((number.parse().ok()?, rest))
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
