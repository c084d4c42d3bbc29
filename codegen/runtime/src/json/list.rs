//! Lists and maps. An element that does not fit is left out and kept apart; the others stay, and of those that came in
//! another form than the usual one, that form is kept too.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde_json::Value;

use super::keys::Key;
use super::log::{self, Segment};
use super::output::{ObjectOutput, Output, value_of};
use super::plain::Plain;
use super::scalar::Scalar;
use super::slot::{Form, Kept, Misfit, Standing, Wire};
use super::source::{Entries, Read, Sink, Source, until_end};
use super::target::Typed;

/// A list whose elements have the form `W`.
#[derive(Debug)]
pub struct List<W>(PhantomData<fn() -> W>);

/// An object whose values have the form `W`.
#[derive(Debug)]
pub struct Map<W>(PhantomData<fn() -> W>);

/// Takes in the elements of a list or the entries of a map, one by one. A list has no keys.
trait Elements {
    /// Reads an element and tells in which form it came.
    fn read(&mut self, key: &str, source: &mut dyn Source<'_>) -> Read<Form>;
}

impl<T, W: Wire<T>> Elements for Typed<List<W>, Vec<T>> {
    fn read(&mut self, _key: &str, source: &mut dyn Source<'_>) -> Read<Form> {
        let mut item = None;
        let form = read_element::<W, T>(source, &mut item)?;
        self.value.get_or_insert_default().extend(item);
        Ok(form)
    }
}

impl<T, W: Wire<T>> Elements for Typed<Map<W>, BTreeMap<String, T>> {
    fn read(&mut self, key: &str, source: &mut dyn Source<'_>) -> Read<Form> {
        let mut value = None;
        let form = read_element::<W, T>(source, &mut value)?;
        if let Some(value) = value {
            self.value.get_or_insert_default().insert(key.to_owned(), value);
        }
        Ok(form)
    }
}

/// Null is an element like any other for the types that have a null.
fn read_element<W: Wire<T>, T>(source: &mut dyn Source<'_>, target: &mut Option<T>) -> Read<Form> {
    match W::read(source, target) {
        Ok(Form::Null) => {
            *target = W::null();
            Ok(if target.is_some() { Form::Standard } else { Form::Null })
        }
        other => other,
    }
}

struct ListSink<'a> {
    elements: &'a mut dyn Elements,
    form: Form,
    kept: Vec<Kept>,
}

impl<'de> Sink<'de> for ListSink<'_> {
    fn scalar(&mut self, scalar: Scalar<'de>) {
        self.form = scalar.misfit("a list");
    }

    fn list(&mut self, items: &mut dyn Source<'de>) -> Read<()> {
        for index in 0.. {
            let mark = log::mark();
            let Some(form) = until_end(self.elements.read("", items))? else { break };
            log::step_out(mark, &|| Segment::Index(index));
            self.kept.extend(Kept::of(form, || index.to_string(), || Segment::Index(index)));
        }
        Ok(())
    }
}

struct MapSink<'a> {
    elements: &'a mut dyn Elements,
    form: Form,
    kept: Vec<Kept>,
}

impl<'de> Sink<'de> for MapSink<'_> {
    fn scalar(&mut self, scalar: Scalar<'de>) {
        self.form = match scalar {
            // PHP's empty map.
            Scalar::Other(Value::Array(items)) if items.is_empty() => Form::blank(Value::Array(items)),
            other => other.misfit("an object"),
        };
    }

    fn object(&mut self, entries: &mut dyn Entries<'de>) -> Read<()> {
        while let Some(Key::Unknown(key)) = entries.key(&[], 0)? {
            let mark = log::mark();
            let form = self.elements.read(&key, entries)?;
            log::step_out(mark, &|| Segment::Key(key.clone()));
            self.kept.extend(Kept::of(form, || key.clone(), || Segment::Key(key.clone())));
        }
        Ok(())
    }
}

fn read_list(source: &mut dyn Source<'_>, elements: &mut dyn Elements) -> Read<(Form, Vec<Kept>)> {
    let mut sink = ListSink { elements, form: Form::Standard, kept: Vec::new() };
    source.read(&mut sink)?;
    Ok((sink.form, sink.kept))
}

fn read_map(source: &mut dyn Source<'_>, elements: &mut dyn Elements) -> Read<(Form, Vec<Kept>)> {
    let mut sink = MapSink { elements, form: Form::Standard, kept: Vec::new() };
    source.read(&mut sink)?;
    Ok((sink.form, sink.kept))
}

/// Where nobody can keep elements apart (a list inside a list), the whole list is what does not fit.
fn read_alone<C: Wire<T>, T>(source: &mut dyn Source<'_>, target: &mut Option<T>) -> Read<Form> {
    let mark = log::mark();
    let (form, kept) = C::read_parts(source, target)?;
    let Some(container) = target.as_ref().filter(|_| !kept.is_empty()) else { return Ok(form) };
    let pairs: Vec<_> = kept.iter().map(|element| (element.key.as_str(), &element.value)).collect();
    let original = value_of(&|out: &mut dyn Output| C::write_parts(container, &pairs, out)).unwrap_or_default();
    let form = whole(kept, mark, original);
    if !matches!(form, Form::Loose(_)) {
        *target = None;
    }
    Ok(form)
}

/// The form of a list of which elements do not fit, and which came like that.
fn whole(kept: Vec<Kept>, mark: usize, original: Value) -> Form {
    let Some(problem) = kept.into_iter().find_map(|element| element.problem) else { return Form::Loose(Box::new(original)) };
    // The first of what has been found inside stands for the whole.
    let mut problems = log::take_since(mark).into_iter();
    let (path, expected, found) = problems.next().unwrap_or(problem).into_parts();
    problems.for_each(log::record);
    Form::Mismatch(Box::new(Misfit { value: original, path, expected, found }))
}

impl<T, W: Wire<T>> Wire<Vec<T>> for List<W> {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Vec<T>>) -> Read<Form> {
        read_alone::<Self, Vec<T>>(source, target)
    }

    fn write(value: &Vec<T>, out: &mut dyn Output) {
        Self::write_parts(value, &[], out);
    }

    fn read_parts(source: &mut dyn Source<'_>, target: &mut Option<Vec<T>>) -> Read<(Form, Vec<Kept>)> {
        let mut list = Typed::<Self, Vec<T>>::new();
        let (form, kept) = read_list(source, &mut list)?;
        if matches!(form, Form::Standard) {
            *target = Some(list.value.unwrap_or_default());
        }
        Ok((form, kept))
    }

    fn write_parts(value: &Vec<T>, kept: &[(&str, &Value)], out: &mut dyn Output) {
        write_list(&ListView::<W, T>(value, PhantomData), kept, out);
    }

    fn standing(kept: &Value, value: Option<&Vec<T>>) -> Standing {
        Standing::of::<Self, Vec<T>>(kept, value)
    }

    fn absent() -> Option<Vec<T>> {
        Some(Vec::new())
    }
}

/// The items of a list that is being written.
trait Items {
    fn len(&self) -> usize;
    fn write(&self, index: usize, out: &mut dyn Output);
    fn standing(&self, kept: &Value, index: usize) -> Standing;
}

struct ListView<'a, W, T>(&'a [T], PhantomData<fn() -> W>);

impl<W: Wire<T>, T> Items for ListView<'_, W, T> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn write(&self, index: usize, out: &mut dyn Output) {
        W::write(&self.0[index], out);
    }

    fn standing(&self, kept: &Value, index: usize) -> Standing {
        W::standing(kept, self.0.get(index))
    }
}

/// Writes a list with the elements that were kept apart back in their places.
fn write_list(items: &dyn Items, kept: &[(&str, &Value)], out: &mut dyn Output) {
    // With something kept, the length is not known before.
    out.list(kept.is_empty().then_some(items.len()), &|out| {
        let mut kept = kept.iter().map(|(key, value)| (key.parse().unwrap_or(usize::MAX), value)).peekable();
        let (mut index, mut item) = (0, 0);
        loop {
            // What is left of the kept ones follows at the end, should the list have become shorter.
            if let Some((_, original)) = kept.next_if(|(target, _)| *target <= index || item == items.len()) {
                match items.standing(original, item) {
                    Standing::Outdated => continue,
                    Standing::Original => item += 1,
                    Standing::Apart => {}
                }
                out.value(original);
            } else if item < items.len() {
                items.write(item, out);
                item += 1;
            } else {
                return;
            }
            index += 1;
        }
    });
}

impl<T, W: Wire<T>> Wire<BTreeMap<String, T>> for Map<W> {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<BTreeMap<String, T>>) -> Read<Form> {
        read_alone::<Self, BTreeMap<String, T>>(source, target)
    }

    fn write(value: &BTreeMap<String, T>, out: &mut dyn Output) {
        Self::write_parts(value, &[], out);
    }

    fn read_parts(source: &mut dyn Source<'_>, target: &mut Option<BTreeMap<String, T>>) -> Read<(Form, Vec<Kept>)> {
        let mut map = Typed::<Self, BTreeMap<String, T>>::new();
        let (form, kept) = read_map(source, &mut map)?;
        if matches!(form, Form::Standard) {
            *target = Some(map.value.unwrap_or_default());
        }
        Ok((form, kept))
    }

    fn write_parts(value: &BTreeMap<String, T>, kept: &[(&str, &Value)], out: &mut dyn Output) {
        out.object(&|out: &mut dyn ObjectOutput| {
            for (key, value) in value {
                out.key(key);
                let original = kept.iter().find(|(kept, _)| kept == key).map(|(_, original)| *original);
                match original {
                    Some(original) if W::standing(original, Some(value)) == Standing::Original => out.value(original),
                    _ => W::write(value, out),
                }
            }
            for (key, kept) in kept {
                if !value.contains_key(*key) && W::standing(kept, None) == Standing::Apart {
                    out.key(key);
                    out.value(kept);
                }
            }
        });
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
            fn read(source: &mut dyn Source<'_>, target: &mut Option<$container>) -> Read<Form> {
                $codec::<Self>::read(source, target)
            }

            fn write(value: &$container, out: &mut dyn Output) {
                $codec::<Self>::write(value, out);
            }

            fn read_parts(source: &mut dyn Source<'_>, target: &mut Option<$container>) -> Read<(Form, Vec<Kept>)> {
                $codec::<Self>::read_parts(source, target)
            }

            fn write_parts(value: &$container, kept: &[(&str, &Value)], out: &mut dyn Output) {
                $codec::<Self>::write_parts(value, kept, out);
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
