//! Lists of ids that are longer than the API accepts, which are requested in portions.

use std::collections::HashSet;

use crate::call::Call;

/// The portions of a list in the query.
pub(super) struct Portions {
    name: &'static str,
    portions: Vec<String>,
}

impl Portions {
    /// Splits the list of a call that exceeds its maximum. Repeated elements are removed: a single request would ignore them, but in
    /// different portions they would repeat items.
    pub(super) fn of(call: &mut Call) -> Option<Self> {
        let (name, list, max) = call.oversized()?;
        let mut seen: HashSet<String> = HashSet::new();
        let unique: Vec<String> = list.split(',').map(str::to_owned).filter(|element| seen.insert(element.clone())).collect();
        let portions: Vec<String> = unique.chunks(max.max(1)).map(|portion| portion.join(",")).collect();
        // Not copied with the call of every page.
        call.set_query(name.into(), String::new());
        Some(Self { name, portions })
    }

    /// Sets the list of a call to the portion that it requests. A call of a portion that does not exist is refused.
    pub(super) fn apply(&self, call: &mut Call) {
        call.portion.count = self.portions.len();
        if let Some(portion) = self.portions.get(call.portion.index) {
            call.set_query(self.name.into(), portion.clone());
        }
    }
}
