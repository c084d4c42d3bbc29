//! Lists and maps. An element that does not fit is left out and kept apart; the others stay, and of those that came in
//! another form than the usual one, that form is kept too.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::de::{MapAccess, SeqAccess};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserializer, Serializer};
use serde_json::Value;

use super::encode::Written;
use super::log::{self, Segment};
use super::plain::Plain;
use super::scalar::Scalar;
use super::shape::{Shape, WireSeed};
use super::slot::{Kept, Misfit, Parts, Slot, Standing, Wire};

/// A list whose elements have the form `W`.
#[derive(Debug)]
pub struct List<W>(PhantomData<fn() -> W>);

/// An object whose values have the form `W`.
#[derive(Debug)]
pub struct Map<W>(PhantomData<fn() -> W>);

struct ListShape<W, T>(PhantomData<fn() -> (W, T)>);

impl<'de, T, W: Wire<T>> Shape<'de> for ListShape<W, T> {
    type Out = Parts<Vec<T>>;

    fn scalar(self, scalar: Scalar<'de>) -> Self::Out {
        Parts { slot: scalar.misfit("a list"), kept: Vec::new() }
    }

    fn list<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Out, A::Error> {
        let (mut list, mut kept) = (Vec::new(), Vec::new());
        for index in 0.. {
            let mark = log::mark();
            let Some(slot) = items.next_element_seed(WireSeed::<W, T>::new())? else { break };
            log::step_out(mark, || Segment::Index(index));
            let slot = null_as_value::<W, T>(slot);
            let (item, element) = Kept::of(slot, || index.to_string(), Segment::Index(index));
            list.extend(item);
            kept.extend(element);
        }
        Ok(Parts { slot: Slot::Value(list), kept })
    }
}

struct MapShape<W, T>(PhantomData<fn() -> (W, T)>);

impl<'de, T, W: Wire<T>> Shape<'de> for MapShape<W, T> {
    type Out = Parts<BTreeMap<String, T>>;

    fn scalar(self, scalar: Scalar<'de>) -> Self::Out {
        let slot = match scalar {
            // PHP's empty map.
            Scalar::Other(Value::Array(items)) if items.is_empty() => Slot::Blank(Value::Array(items)),
            other => other.misfit("an object"),
        };
        Parts { slot, kept: Vec::new() }
    }

    fn object<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Out, A::Error> {
        let (mut map, mut kept) = (BTreeMap::new(), Vec::new());
        while let Some(key) = entries.next_key::<String>()? {
            let mark = log::mark();
            let slot = entries.next_value_seed(WireSeed::<W, T>::new())?;
            log::step_out(mark, || Segment::Key(key.clone()));
            let slot = null_as_value::<W, T>(slot);
            let (value, entry) = Kept::of(slot, || key.clone(), Segment::Key(key.clone()));
            map.extend(value.map(|value| (key, value)));
            kept.extend(entry);
        }
        Ok(Parts { slot: Slot::Value(map), kept })
    }
}

/// Null is an element like any other for the types that have a null.
fn null_as_value<W: Wire<T>, T>(slot: Slot<T>) -> Slot<T> {
    match slot {
        Slot::Null => W::null().map_or(Slot::Null, Slot::Value),
        other => other,
    }
}

/// Where nobody can keep elements apart (a list inside a list), the whole list is what does not fit.
fn whole<T>(parts: Parts<T>, mark: usize, restore: impl FnOnce(&T, &[(&str, &Value)]) -> Option<Value>) -> Slot<T> {
    let Parts { slot: Slot::Value(value), kept } = parts else { return parts.slot };
    if kept.is_empty() {
        return Slot::Value(value);
    }
    let pairs: Vec<_> = kept.iter().map(|element| (element.key.as_str(), &element.value)).collect();
    let original = restore(&value, &pairs).unwrap_or_default();
    let Some(fault) = kept.into_iter().find_map(|element| element.fault) else { return Slot::Loose(value, original) };
    // The first of what has been found inside stands for the whole.
    let mut faults = log::take_since(mark).into_iter();
    let (path, expected, found) = faults.next().unwrap_or(fault).into_parts();
    faults.for_each(log::record);
    Slot::Mismatch(Box::new(Misfit { value: original, path, expected, found }))
}

impl<T, W: Wire<T>> Wire<Vec<T>> for List<W> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<Vec<T>>, D::Error> {
        let mark = log::mark();
        let parts = Self::read_parts(deserializer)?;
        Ok(whole(parts, mark, |list, kept| Self::write_parts(list, kept, serde_json::value::Serializer).ok()))
    }

    fn write<S: Serializer>(value: &Vec<T>, serializer: S) -> Result<S::Ok, S::Error> {
        Self::write_parts(value, &[], serializer)
    }

    fn read_parts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Parts<Vec<T>>, D::Error> {
        ListShape::<W, T>(PhantomData).read(deserializer)
    }

    fn write_parts<S: Serializer>(value: &Vec<T>, kept: &[(&str, &Value)], serializer: S) -> Result<S::Ok, S::Error> {
        // With something kept, the length is not known before.
        let mut out = serializer.serialize_seq(kept.is_empty().then_some(value.len()))?;
        let mut items = value.iter();
        let mut kept = kept.iter().map(|(key, value)| (key.parse().unwrap_or(usize::MAX), value)).peekable();
        let mut index = 0;
        loop {
            // What is left of the kept ones follows at the end, should the list have become shorter.
            if let Some((_, original)) = kept.next_if(|(place, _)| *place <= index || items.len() == 0) {
                match W::standing(original, items.as_slice().first()) {
                    Standing::Outdated => continue,
                    Standing::Original => drop(items.next()),
                    Standing::Apart => {}
                }
                out.serialize_element(original)?;
            } else if let Some(item) = items.next() {
                out.serialize_element(&Written::<W, T>::new(item))?;
            } else {
                return out.end();
            }
            index += 1;
        }
    }

    fn standing(kept: &Value, value: Option<&Vec<T>>) -> Standing {
        Standing::of::<Self, Vec<T>>(kept, value)
    }

    fn absent() -> Option<Vec<T>> {
        Some(Vec::new())
    }
}

impl<T, W: Wire<T>> Wire<BTreeMap<String, T>> for Map<W> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<BTreeMap<String, T>>, D::Error> {
        let mark = log::mark();
        let parts = Self::read_parts(deserializer)?;
        Ok(whole(parts, mark, |map, kept| Self::write_parts(map, kept, serde_json::value::Serializer).ok()))
    }

    fn write<S: Serializer>(value: &BTreeMap<String, T>, serializer: S) -> Result<S::Ok, S::Error> {
        Self::write_parts(value, &[], serializer)
    }

    fn read_parts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Parts<BTreeMap<String, T>>, D::Error> {
        MapShape::<W, T>(PhantomData).read(deserializer)
    }

    fn write_parts<S: Serializer>(
        value: &BTreeMap<String, T>,
        kept: &[(&str, &Value)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        // With something kept, the length is not known before.
        let mut out = serializer.serialize_map(kept.is_empty().then_some(value.len()))?;
        for (key, value) in value {
            let original = kept.iter().find(|(kept, _)| kept == key).map(|(_, original)| *original);
            match original {
                Some(original) if W::standing(original, Some(value)) == Standing::Original => {
                    out.serialize_entry(key, original)?;
                }
                _ => out.serialize_entry(key, &Written::<W, T>::new(value))?,
            }
        }
        for (key, kept) in kept {
            if !value.contains_key(*key) && W::standing(kept, None) == Standing::Apart {
                out.serialize_entry(key, kept)?;
            }
        }
        out.end()
    }

    fn standing(kept: &Value, value: Option<&BTreeMap<String, T>>) -> Standing {
        Standing::of::<Self, BTreeMap<String, T>>(kept, value)
    }

    fn absent() -> Option<BTreeMap<String, T>> {
        Some(BTreeMap::new())
    }
}

/// The usual form of a container is that of its elements: `Plain` stands for `List<Plain>` and `Map<Plain>`.
macro_rules! plain_container {
    ($container:ty, $codec:ident) => {
        impl<T> Wire<$container> for Plain
        where
            Self: Wire<T>,
        {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Slot<$container>, D::Error> {
                $codec::<Self>::read(deserializer)
            }

            fn write<S: Serializer>(value: &$container, serializer: S) -> Result<S::Ok, S::Error> {
                $codec::<Self>::write(value, serializer)
            }

            fn read_parts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Parts<$container>, D::Error> {
                $codec::<Self>::read_parts(deserializer)
            }

            fn write_parts<S: Serializer>(value: &$container, kept: &[(&str, &Value)], serializer: S) -> Result<S::Ok, S::Error> {
                $codec::<Self>::write_parts(value, kept, serializer)
            }

            fn standing(kept: &Value, value: Option<&$container>) -> Standing {
                $codec::<Self>::standing(kept, value)
            }

            fn absent() -> Option<$container> {
                $codec::<Self>::absent()
            }
        }
    };
}

plain_container!(Vec<T>, List);
plain_container!(BTreeMap<String, T>, Map);
