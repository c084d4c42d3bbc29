//! Pages of lists.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use crate::json::extra::Extra;
use crate::json::log::Mismatch;
use crate::json::slot::Kept;
use crate::protocol::error::Error;
use crate::response::Origin;
use crate::response::cursor::Cursor;

/// Data that holds the items of a page: mostly the list of them itself.
pub trait PageData {
    /// What the list is of.
    type Item;

    /// The items.
    fn items(&self) -> &[Self::Item];

    /// The items, taken out.
    fn into_items(self) -> Vec<Self::Item>;

    /// Where the items stand in more than a list: what that keeps of those that could not be read, and the name of the list.
    fn kept(&self) -> Option<(&'static str, &Extra)> {
        None
    }
}

/// The items of an object that could not be read. They are among what it has kept, beside other forms of items that could.
pub(crate) fn rejected_items(list: &str, extra: &Extra, mismatches: &[Mismatch]) -> Vec<Kept> {
    let item = |(name, value): (&str, &Value)| {
        let key = name.strip_prefix(list)?.strip_prefix('/')?;
        let index = key.parse().ok()?;
        let is_blank = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        // What made the item fail was found after everything else in it.
        let problem = mismatches.iter().rfind(|mismatch| mismatch.is_in_item(list, index)).cloned();
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

/// A page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T, D = Vec<T>> {
    data: D,
    next: Option<Cursor>,
    rejected: Vec<Rejected>,
    items: std::marker::PhantomData<fn() -> T>,
}

impl<T, D: PageData<Item = T>> Page<T, D> {
    pub(crate) fn new(data: D, next: Option<Cursor>, rejected: Vec<Rejected>) -> Self {
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
    pub fn next(&self) -> Option<&Cursor> {
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
#[derive(Clone)]
pub struct Rejected {
    item: Kept,
    origin: Arc<Origin>,
}

impl Rejected {
    pub(crate) fn new(item: Kept, origin: Arc<Origin>) -> Self {
        Self { item, origin }
    }

    /// Its target in the list as it came.
    pub fn index(&self) -> usize {
        self.item.key.parse().unwrap_or(usize::MAX)
    }

    /// The item as it came.
    pub fn value(&self) -> &Value {
        &self.item.value
    }

    /// What is wrong with it. A null among the items is left out without being wrong.
    pub fn mismatch(&self) -> Option<&Mismatch> {
        self.item.problem.as_ref()
    }

    /// The same as an error, with everything that is known about the response.
    pub fn error(&self) -> Option<Error> {
        Some(self.origin.problem(Error::of_mismatch(self.mismatch()?)))
    }
}

impl PartialEq for Rejected {
    fn eq(&self, other: &Self) -> bool {
        self.item == other.item
    }
}

/// Without the item, which may hold secrets.
impl fmt::Debug for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rejected").field("index", &self.index()).field("mismatch", &self.mismatch()).finish_non_exhaustive()
    }
}
