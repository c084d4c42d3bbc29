//! Pages of lists.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde_json::Value;

use crate::json::extra::Extra;
use crate::json::log::{Mismatch, Segment};
use crate::json::shape::key_at;
use crate::json::slot::Kept;
use crate::protocol::error::Error;
use crate::response::ResponseOrigin;
use crate::response::cursor::Cursor;
use crate::response::next_page::NextPage;

/// The data of a page: a list of items, or an object that contains the list.
#[doc(hidden)]
pub trait PageData {
    /// The type of the items.
    type Item;

    /// Returns the items.
    fn items(&self) -> &[Self::Item];

    /// Returns the items by value.
    fn into_items(self) -> Vec<Self::Item>;

    /// Returns the name of the field that contains the list, and the `extra` of the object, which contains the items that could
    /// not be decoded. `None` if the data is the list itself.
    fn kept(&self) -> Option<(&'static str, &Extra)> {
        None
    }
}

/// Returns the items of a list in an object that could not be decoded. The `extra` of the object contains them, but also items
/// that were decoded from another form.
pub(crate) fn rejected_items(list: &str, extra: &Extra, mismatches: &[Mismatch]) -> Vec<Kept> {
    let item = |(name, value): (&str, &Value)| {
        let key = name.strip_prefix(list)?.strip_prefix('/')?;
        let index = key.parse().ok()?;
        let is_blank = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        let item = match extra.get(list).and_then(|original| key_at(original, index)) {
            Some(key) => Segment::Key(key.to_owned()),
            None => Segment::Index(index),
        };
        // The mismatch that caused the item to be rejected is the last one recorded in it.
        let problem = mismatches.iter().rfind(|mismatch| mismatch.item(Some(list)) == Some(&item)).cloned();
        (is_blank || problem.is_some()).then(|| Kept { key: key.to_owned(), value: value.clone(), problem, rejected: true })
    };
    extra.iter().filter_map(item).collect()
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

/// A page of a list. Dereferences to the slice of its items: `page.first()`, `page[0]`, `page.iter().map(…)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T, D = Vec<T>> {
    data: D,
    next: NextPage,
    rejected: Vec<Rejected>,
    mismatches: Vec<ItemMismatch>,
    items: std::marker::PhantomData<fn() -> T>,
}

/// A value of an unexpected type in an item of a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ItemMismatch {
    /// The index of the item among those that could be decoded.
    index: usize,
    mismatch: Mismatch,
}

/// Returns the mismatches in the items of a list that are not `rejected`. `list` is the name of the list if the data is an object, and
/// `original` the JSON of a list that was received in another form.
pub(crate) fn item_mismatches(
    list: Option<&str>,
    original: Option<&Value>,
    rejected: &[Rejected],
    mismatches: &[Mismatch],
) -> Vec<ItemMismatch> {
    let received = |item: &Segment| match (item, original) {
        (Segment::Index(index), _) => Some(*index),
        (item, Some(original)) => (0..).map_while(|index| key_at(original, index)).position(|key| Some(key) == item.key()),
        (_, None) => None,
    };
    let in_item = |mismatch: &Mismatch| {
        let index = received(mismatch.item(list)?)?;
        let before = rejected.iter().filter(|item| item.index() < index).count();
        let is_rejected = rejected.iter().any(|item| item.index() == index);
        (!is_rejected).then(|| ItemMismatch { index: index - before, mismatch: mismatch.clone() })
    };
    mismatches.iter().filter_map(in_item).collect()
}

impl<T, D: PageData<Item = T>> Page<T, D> {
    pub(super) fn new(data: D, next: NextPage, rejected: Vec<Rejected>, mismatches: Vec<ItemMismatch>) -> Self {
        Self { data, next, rejected, mismatches, items: std::marker::PhantomData }
    }

    /// Creates a page without a following one.
    #[cfg(feature = "test-util")]
    pub(crate) fn last(data: D) -> Self {
        Self::new(data, NextPage::new(None, None), Vec::new(), Vec::new())
    }

    /// Returns the items.
    pub fn items(&self) -> &[T] {
        self.data.items()
    }

    /// Returns the items by value.
    pub fn into_items(self) -> Vec<T> {
        self.data.into_items()
    }

    /// Returns whether the page has no items. Another page may follow nevertheless.
    pub fn is_empty(&self) -> bool {
        self.items().is_empty()
    }

    /// Returns the data of the page: the list of items, or the object that contains it.
    pub fn data(&self) -> &D {
        &self.data
    }

    /// Returns the data of the page by value.
    pub fn into_data(self) -> D {
        self.data
    }

    /// Returns the cursor of the next page. `None` on the last page.
    pub fn next(&self) -> Option<&Cursor> {
        self.next.get()
    }

    /// Returns the items that could not be decoded.
    pub fn rejected(&self) -> &[Rejected] {
        &self.rejected
    }

    /// Returns the values in an item that are not of the expected type, such as the string in `value` of a deal. They are kept in the
    /// `extra` of their objects. Empty for a list that is decoded into a type of the user's own.
    ///
    /// `index` is the index of the item in [`items`](Self::items). The paths of the mismatches begin at the response.
    ///
    /// ```no_run
    /// # async fn run(client: pipedrive::Client) -> Result<(), pipedrive::Error> {
    /// let mut pages = client.v2().deals().list().pages();
    /// while let Some(page) = pages.try_next().await? {
    ///     for (index, deal) in page.iter().enumerate() {
    ///         for mismatch in page.mismatches(index) {
    ///             eprintln!("deal {}: {mismatch}", deal.id);
    ///         }
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    pub fn mismatches(&self, index: usize) -> impl Iterator<Item = &Mismatch> {
        self.mismatches.iter().filter(move |found| found.index == index).map(|found| &found.mismatch)
    }

    pub(crate) fn split(self) -> (Vec<T>, Vec<Rejected>) {
        (self.data.into_items(), self.rejected)
    }
}

impl<T, D: PageData<Item = T>> Deref for Page<T, D> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.items()
    }
}

impl<T, D: PageData<Item = T>> AsRef<[T]> for Page<T, D> {
    fn as_ref(&self) -> &[T] {
        self.items()
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

/// An item of a page that could not be decoded.
#[derive(Clone)]
pub struct Rejected {
    item: Kept,
    /// The path and the message of the error, if the item is not of the type of the user.
    own: Option<(String, String)>,
    origin: Arc<ResponseOrigin>,
}

impl Rejected {
    pub(crate) fn new(item: Kept, origin: Arc<ResponseOrigin>) -> Self {
        Self { item, own: None, origin }
    }

    /// Creates an item that is not of the type of the user. Without an error, it is skipped.
    pub(crate) fn of_own_type(item: Kept, own: Option<(String, String)>, origin: Arc<ResponseOrigin>) -> Self {
        Self { item, own, origin }
    }

    /// Returns the index of the item in the list of the response.
    pub fn index(&self) -> usize {
        self.item.key.parse().unwrap_or(usize::MAX)
    }

    /// Returns the item as JSON.
    pub fn value(&self) -> &Value {
        &self.item.value
    }

    /// Returns the reason why the item could not be decoded. `None` for null, which is skipped without being an error, and for a list
    /// that is decoded into a type of the user's own.
    pub fn mismatch(&self) -> Option<&Mismatch> {
        self.item.problem.as_ref()
    }

    /// Returns the reason as an error, with the item, and the status, the headers and the body of the response. `None` for null.
    pub fn error(&self) -> Option<Error> {
        let error = match &self.own {
            Some((path, message)) => Error::of_own_type(path.clone(), message),
            None => Error::of_mismatch(self.mismatch()?),
        };
        Some(self.origin.add_to(error.with_item(self.value())))
    }
}

impl PartialEq for Rejected {
    fn eq(&self, other: &Self) -> bool {
        self.item == other.item
    }
}

/// Omits the item, which may contain secrets.
impl fmt::Debug for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rejected").field("index", &self.index()).field("mismatch", &self.mismatch()).finish_non_exhaustive()
    }
}

/// Names the item by its index, and the reason by the path in the response: `item 3: …`.
impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "item {}: ", self.index())?;
        match self.mismatch() {
            Some(mismatch) => mismatch.fmt(f),
            None => f.write_str("null"),
        }
    }
}
