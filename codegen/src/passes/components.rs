//! The strongly connected components of a graph of types: types that contain each other are in the same one.

use crate::ir::TypeId;

/// Returns the number of its component for each type, by the algorithm of Kosaraju, in linear time and without recursion.
pub(super) fn components(contained: &[Vec<TypeId>]) -> Vec<usize> {
    let mut containing: Vec<Vec<TypeId>> = vec![Vec::new(); contained.len()];
    for (owner, parts) in contained.iter().enumerate() {
        for part in parts {
            containing[part.index()].push(TypeId::new(owner));
        }
    }
    let mut component = vec![usize::MAX; contained.len()];
    for (number, start) in finished(contained).into_iter().rev().enumerate() {
        let mut pending = vec![start];
        while let Some(id) = pending.pop() {
            if component[id.index()] == usize::MAX {
                component[id.index()] = number;
                pending.extend(&containing[id.index()]);
            }
        }
    }
    component
}

/// Returns the types in the order in which a depth-first search leaves them.
fn finished(contained: &[Vec<TypeId>]) -> Vec<TypeId> {
    let mut seen = vec![false; contained.len()];
    let mut finished = Vec::with_capacity(contained.len());
    for start in (0..contained.len()).map(TypeId::new) {
        if std::mem::replace(&mut seen[start.index()], true) {
            continue;
        }
        // Each entry is a type and the number of its parts that were visited.
        let mut path = vec![(start, 0)];
        while let Some((id, visited)) = path.last_mut() {
            let Some(part) = contained[id.index()].get(*visited) else {
                finished.push(*id);
                path.pop();
                continue;
            };
            *visited += 1;
            if !std::mem::replace(&mut seen[part.index()], true) {
                path.push((*part, 0));
            }
        }
    }
    finished
}
