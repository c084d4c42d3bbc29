//! Pages of lists.

use serde_json::Value;

use super::decode::log::Mismatch;
use super::decode::slot::Kept;
use super::paging::Cursor;

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
    next: Option<Cursor>,
    rejected: Vec<Rejected>,
    items: std::marker::PhantomData<fn() -> T>,
}

impl<T, D: PageData<Item = T>> Page<T, D> {
    pub(crate) fn new(data: D, next: Option<Cursor>, rejected: Vec<Kept>) -> Self {
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
