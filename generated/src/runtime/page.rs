//! Pages of lists.

use std::fmt;

use serde_json::Value;

use super::decode::log::Mismatch;
use super::decode::slot::Kept;
use super::envelope::AdditionalData;
use super::info::PaginationStyle;

/// Data that holds the items of a page: mostly the list of them itself.
pub trait PageData {
    /// What the list is of.
    type Item;

    /// The items.
    fn items(&self) -> &[Self::Item];

    /// The items, taken out.
    fn into_items(self) -> Vec<Self::Item>;
}

impl<T> PageData for Vec<T> {
    type Item = T;

    fn items(&self) -> &[T] {
        self
    }

    fn into_items(self) -> Self {
        self
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T, D = Vec<T>> {
    data: D,
    next: Option<PageToken>,
    rejected: Vec<Rejected>,
    items: std::marker::PhantomData<fn() -> T>,
}

impl<T, D: PageData<Item = T>> Page<T, D> {
    pub(crate) fn new(data: D, next: Option<PageToken>, rejected: Vec<Kept>) -> Self {
        let rejected = rejected.into_iter().map(Rejected).collect();
        Self { data, next, rejected, items: std::marker::PhantomData }
    }

    /// The items.
    pub fn items(&self) -> &[T] {
        self.data.items()
    }

    /// The items, taken out.
    pub fn into_items(self) -> Vec<T> {
        self.data.into_items()
    }

    /// The items, one by one.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items().iter()
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.items().len()
    }

    /// Whether the page is empty. Another one may follow nevertheless.
    pub fn is_empty(&self) -> bool {
        self.items().is_empty()
    }

    /// All that the page holds: the items, or what they are in.
    pub fn data(&self) -> &D {
        &self.data
    }

    /// All that the page holds, taken out.
    pub fn into_data(self) -> D {
        self.data
    }

    /// Where the next page begins; nothing on the last one.
    pub fn next(&self) -> Option<&PageToken> {
        self.next.as_ref()
    }

    /// The items that could not be read.
    pub fn rejected(&self) -> &[Rejected] {
        &self.rejected
    }

    pub(crate) fn split(self) -> (Vec<T>, Vec<Rejected>) {
        (self.data.into_items(), self.rejected)
    }
}

impl<T, D: PageData<Item = T>> IntoIterator for Page<T, D> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_items().into_iter()
    }
}

impl<'a, T, D: PageData<Item = T>> IntoIterator for &'a Page<T, D> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items().iter()
    }
}

/// An item of a page that could not be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejected(Kept);

impl Rejected {
    /// Its place in the list as it came.
    pub fn index(&self) -> usize {
        self.0.key.parse().unwrap_or(usize::MAX)
    }

    /// The item as it came.
    pub fn value(&self) -> &Value {
        &self.0.value
    }

    /// What is wrong with it. A null among the items is left out without being wrong.
    pub fn mismatch(&self) -> Option<&Mismatch> {
        self.0.fault.as_ref()
    }
}

/// Where a page of a list begins. Can be stored, to go on from there later.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageToken(Token);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Token {
    Cursor(String),
    Start(u64),
}

impl PageToken {
    /// The page that a cursor stands for.
    pub fn cursor(cursor: impl Into<String>) -> Self {
        Self(Token::Cursor(cursor.into()))
    }

    /// The page that begins after so many items.
    pub fn start(start: u64) -> Self {
        Self(Token::Start(start))
    }

    /// The cursor, where it is one.
    pub fn as_cursor(&self) -> Option<&str> {
        match &self.0 {
            Token::Cursor(cursor) => Some(cursor),
            Token::Start(_) => None,
        }
    }

    /// The offset, where it is one.
    pub fn as_start(&self) -> Option<u64> {
        match self.0 {
            Token::Cursor(_) => None,
            Token::Start(start) => Some(start),
        }
    }

    /// The parameter that asks for the page.
    pub(crate) fn parameter(&self) -> (&'static str, String) {
        match &self.0 {
            Token::Cursor(cursor) => ("cursor", cursor.clone()),
            Token::Start(start) => ("start", start.to_string()),
        }
    }

    /// Where the next page begins, if a reply says that there is one.
    pub(crate) fn next(
        style: PaginationStyle,
        additional: &AdditionalData,
        start: u64,
        limit: Option<u64>,
        empty: bool,
    ) -> Option<Self> {
        match style {
            PaginationStyle::Cursor => additional.next_cursor.clone().filter(|cursor| !cursor.is_empty()).map(Self::cursor),
            PaginationStyle::Offset | PaginationStyle::Recents => {
                let pagination = additional.paging()?;
                if pagination.more_items_in_collection != Some(true) {
                    return None;
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

impl fmt::Display for PageToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Token::Cursor(cursor) => f.pad(cursor),
            Token::Start(start) => fmt::Display::fmt(start, f),
        }
    }
}
