//! The table of a struct without its type.

use super::{TypedField, TypedFields, TypedValue};

/// A struct that implements [`TypedFields`].
pub(super) trait Table {
    fn len(&self) -> usize;
    fn key(&self, index: usize) -> &'static str;
    fn get(&self, index: usize) -> &dyn TypedValue;
    fn get_mut(&mut self, index: usize) -> &mut dyn TypedValue;
    fn find(&self, key: &str) -> Option<usize>;
}

impl<T: TypedFields> Table for T {
    #[inline]
    fn len(&self) -> usize {
        T::FIELDS.len()
    }

    #[inline]
    fn key(&self, index: usize) -> &'static str {
        T::FIELDS[index].key
    }

    #[inline]
    fn get(&self, index: usize) -> &dyn TypedValue {
        (T::FIELDS[index].get)(self)
    }

    #[inline]
    fn get_mut(&mut self, index: usize) -> &mut dyn TypedValue {
        (T::FIELDS[index].get_mut)(self)
    }

    #[inline]
    fn find(&self, key: &str) -> Option<usize> {
        const { assert!(is_sorted(T::FIELDS), "`FIELDS` is not sorted by key, or contains a key twice") };
        T::FIELDS.binary_search_by(|field| field.key.cmp(key)).ok()
    }
}

const fn is_sorted<T>(fields: &[TypedField<T>]) -> bool {
    let mut index = 1;
    while index < fields.len() {
        if !is_less(fields[index - 1].key.as_bytes(), fields[index].key.as_bytes()) {
            return false;
        }
        index += 1;
    }
    true
}

const fn is_less(left: &[u8], right: &[u8]) -> bool {
    let mut index = 0;
    while index < left.len() && index < right.len() {
        if left[index] != right[index] {
            return left[index] < right[index];
        }
        index += 1;
    }
    left.len() < right.len()
}
