//! Codecs of lists and maps.
//!
//! An element of an unexpected type is omitted from the decoded container, and returned separately as [`Kept`]. So is the original
//! of an element in another form than the standard one. A list that is represented by an object is [`Form::Loose`]; see [`Shape`].

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde_json::Value;

use super::budget;
use super::keys::Key;
use super::log::{self, Segment};
use super::output::{ObjectOutput, Output, value_of};
use super::plain::Plain;
use super::scalar::Scalar;
use super::shape::{Shape, ShapedElement};
use super::slot::{Form, Kept, Misfit, Originals, Standing, Wire};
use super::source::{self, Broken, Entries, Read, Sink, Source, until_end};
use super::target::TypedTarget;

/// The codec of a list whose elements have the codec `W`.
#[derive(Debug)]
pub struct List<W>(PhantomData<fn() -> W>);

/// The codec of a map, which is an object in JSON, whose values have the codec `W`.
#[derive(Debug)]
pub struct Map<W>(PhantomData<fn() -> W>);

/// A container that is decoded element by element.
trait Elements {
    /// Decodes an element and adds it. A list ignores the key.
    fn read(&mut self, key: &str, source: &mut dyn Source<'_>) -> Read<Form>;
}

impl<T, W: Wire<T>> Elements for TypedTarget<List<W>, Vec<T>> {
    fn read(&mut self, _key: &str, source: &mut dyn Source<'_>) -> Read<Form> {
        let mut item = None;
        let form = read_element::<W, T>(source, &mut item)?;
        self.value.get_or_insert_default().extend(item);
        Ok(form)
    }
}

impl<T, W: Wire<T>> Elements for TypedTarget<Map<W>, BTreeMap<String, T>> {
    fn read(&mut self, key: &str, source: &mut dyn Source<'_>) -> Read<Form> {
        let mut value = None;
        let form = read_element::<W, T>(source, &mut value)?;
        if let Some(value) = value {
            self.value.get_or_insert_default().insert(key.to_owned(), value);
        }
        Ok(form)
    }
}

/// Decodes an element. For types that have a value for null, null is in standard form.
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
    shape: Shape,
    /// The size of a decoded element in bytes.
    size: usize,
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
            budget::charge(self.size)?;
            log::step_out(mark, &|| Segment::Index(index));
            if let Some(kept) = Kept::of(form, &|| index.to_string(), &|| Some(Segment::Index(index))) {
                budget::charge(budget::KEPT)?;
                self.kept.push(kept);
            }
        }
        Ok(())
    }

    fn object(&mut self, entries: &mut dyn Entries<'de>) -> Read<()> {
        let object = source::read_object(entries)?;
        match self.shape.elements(&object) {
            Some(elements) => {
                for (index, element) in elements.into_iter().enumerate() {
                    self.element(index, element)?;
                }
                self.form = Form::Loose(Box::new(Value::Object(object)));
            }
            None => self.form = Form::mismatch(Value::Object(object), "a list"),
        }
        Ok(())
    }
}

impl ListSink<'_> {
    /// Decodes an element of an object. Its original is kept under its index, as if it were in a list.
    fn element(&mut self, index: usize, element: ShapedElement) -> Read<()> {
        let ShapedElement { key, value } = element;
        let mark = log::mark();
        let form = source::read_string(&value.to_string(), |source| self.elements.read("", source)).map_err(Broken::Inner)?;
        if let Some(key) = &key {
            log::step_out(mark, &|| Segment::Key(key.clone()));
        }
        self.kept.extend(Kept::of(form, &|| index.to_string(), &|| key.clone().map(Segment::Key)));
        Ok(())
    }
}

struct MapSink<'a> {
    elements: &'a mut dyn Elements,
    /// The size of a decoded element in bytes.
    size: usize,
    form: Form,
    kept: Vec<Kept>,
}

impl<'de> Sink<'de> for MapSink<'_> {
    fn scalar(&mut self, scalar: Scalar<'de>) {
        self.form = match scalar {
            // PHP encodes an empty map as an empty list.
            Scalar::Other(Value::Array(items)) if items.is_empty() => Form::blank(Value::Array(items)),
            other => other.misfit("an object"),
        };
    }

    fn object(&mut self, entries: &mut dyn Entries<'de>) -> Read<()> {
        while let Some(Key::Unknown(key)) = entries.key(&[], 0)? {
            let mark = log::mark();
            let form = self.elements.read(&key, entries)?;
            budget::charge(self.size)?;
            log::step_out(mark, &|| Segment::Key(key.clone()));
            if let Some(kept) = Kept::of(form, &|| key.clone(), &|| Some(Segment::Key(key.clone()))) {
                budget::charge(budget::KEPT)?;
                self.kept.push(kept);
            }
        }
        Ok(())
    }
}

fn read_list(source: &mut dyn Source<'_>, elements: &mut dyn Elements, shape: Shape, size: usize) -> Read<(Form, Vec<Kept>)> {
    let mut sink = ListSink { elements, shape, size, form: Form::Standard, kept: Vec::new() };
    source.read(&mut sink)?;
    Ok((sink.form, sink.kept))
}

fn read_map(source: &mut dyn Source<'_>, elements: &mut dyn Elements, size: usize) -> Read<(Form, Vec<Kept>)> {
    let mut sink = MapSink { elements, size, form: Form::Standard, kept: Vec::new() };
    source.read(&mut sink)?;
    Ok((sink.form, sink.kept))
}

/// Decodes a container in a position where the originals of elements cannot be kept, such as a list in a list: an element that
/// cannot be decoded makes the whole container a mismatch.
fn read_alone<C: Wire<T>, T>(source: &mut dyn Source<'_>, target: &mut Option<T>) -> Read<Form> {
    let mark = log::mark();
    let (form, kept) = C::read_parts(source, target)?;
    let Some(container) = target.as_ref().filter(|_| !kept.is_empty()) else { return Ok(form) };
    let original = if let Form::Loose(original) = form {
        *original
    } else {
        let elements = kept.iter().map(|element| (element.key.as_str(), &element.value)).collect();
        let originals = Originals { whole: None, elements };
        value_of(&|out: &mut dyn Output| C::write_parts(container, &originals, out)).unwrap_or_default()
    };
    let form = container_form(kept, mark, original);
    if !matches!(form, Form::Loose(_)) {
        *target = None;
    }
    Ok(form)
}

/// Returns the form of a container with elements that are not in standard form.
fn container_form(kept: Vec<Kept>, mark: usize, original: Value) -> Form {
    let Some(problem) = kept.into_iter().find_map(|element| element.problem) else { return Form::Loose(Box::new(original)) };
    // The first mismatch of an element becomes that of the container.
    let mut problems = log::take_since(mark).into_iter();
    let (path, expected, found) = problems.next().unwrap_or(problem).into_parts();
    problems.for_each(log::record);
    Form::Mismatch(Box::new(Misfit { value: original, path, expected, found }))
}

/// Decodes a list that may be represented by an object of a shape.
pub(super) fn read_shaped<W: Wire<T>, T>(
    source: &mut dyn Source<'_>,
    shape: Shape,
    target: &mut Option<Vec<T>>,
) -> Read<(Form, Vec<Kept>)> {
    let mut list = TypedTarget::<List<W>, Vec<T>>::new();
    let (form, kept) = read_list(source, &mut list, shape, size_of::<T>())?;
    if matches!(form, Form::Standard | Form::Loose(_)) {
        *target = Some(list.value.unwrap_or_default());
    }
    Ok((form, kept))
}

/// Encodes a list; in the way of its original if that is an object of a shape.
pub(super) fn write_shaped<W: Wire<T>, T>(value: &[T], shape: Shape, originals: &Originals<'_>, out: &mut dyn Output) {
    write_list(&ListView::<W, T>(value, PhantomData), shape, originals, out);
}

impl<T, W: Wire<T>> Wire<Vec<T>> for List<W> {
    fn read(source: &mut dyn Source<'_>, target: &mut Option<Vec<T>>) -> Read<Form> {
        read_alone::<Self, Vec<T>>(source, target)
    }

    fn write(value: &Vec<T>, out: &mut dyn Output) {
        Self::write_parts(value, &Originals::NONE, out);
    }

    fn read_parts(source: &mut dyn Source<'_>, target: &mut Option<Vec<T>>) -> Read<(Form, Vec<Kept>)> {
        read_shaped::<W, T>(source, Shape::Numbered, target)
    }

    fn write_parts(value: &Vec<T>, originals: &Originals<'_>, out: &mut dyn Output) {
        write_shaped::<W, T>(value, Shape::Numbered, originals, out);
    }

    fn standing(original: &Value, value: Option<&Vec<T>>) -> Standing {
        Standing::of::<Self, Vec<T>>(original, value)
    }

    fn absent() -> Option<Vec<T>> {
        Some(Vec::new())
    }
}

/// The elements of a list that is being encoded.
trait ElementWriter {
    fn len(&self) -> usize;
    fn write(&self, index: usize, out: &mut dyn Output);
    fn standing(&self, original: &Value, index: usize) -> Standing;
}

struct ListView<'a, W, T>(&'a [T], PhantomData<fn() -> W>);

impl<W: Wire<T>, T> ElementWriter for ListView<'_, W, T> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn write(&self, index: usize, out: &mut dyn Output) {
        W::write(&self.0[index], out);
    }

    fn standing(&self, original: &Value, index: usize) -> Standing {
        W::standing(original, self.0.get(index))
    }
}

/// Writes a list, with the originals of elements at their indexes.
fn write_list(items: &dyn ElementWriter, shape: Shape, originals: &Originals<'_>, out: &mut dyn Output) {
    match originals.whole {
        Some(Value::Object(object)) => {
            let list = value_of(&|out: &mut dyn Output| write_elements(items, &originals.elements, out));
            match list {
                Ok(Value::Array(elements)) => out.value(&shape.restore(object, elements)),
                Ok(other) => out.value(&other),
                Err(error) => out.refuse(&error.to_string()),
            }
        }
        _ => write_elements(items, &originals.elements, out),
    }
}

fn write_elements(items: &dyn ElementWriter, kept: &[(&str, &Value)], out: &mut dyn Output) {
    // The number of elements to write depends on the originals that still apply.
    out.list(kept.is_empty().then_some(items.len()), &|out| {
        let mut kept = kept.iter().map(|(key, value)| (key.parse().unwrap_or(usize::MAX), value)).peekable();
        let (mut index, mut item) = (0, 0);
        loop {
            // If the list has become shorter, the remaining originals are written at the end.
            if let Some((_, original)) = kept.next_if(|(position, _)| *position <= index || item == items.len()) {
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
        Self::write_parts(value, &Originals::NONE, out);
    }

    fn read_parts(source: &mut dyn Source<'_>, target: &mut Option<BTreeMap<String, T>>) -> Read<(Form, Vec<Kept>)> {
        let mut map = TypedTarget::<Self, BTreeMap<String, T>>::new();
        let (form, kept) = read_map(source, &mut map, size_of::<T>())?;
        if matches!(form, Form::Standard) {
            *target = Some(map.value.unwrap_or_default());
        }
        Ok((form, kept))
    }

    fn write_parts(value: &BTreeMap<String, T>, originals: &Originals<'_>, out: &mut dyn Output) {
        let kept = &originals.elements;
        out.object(&|out: &mut dyn ObjectOutput| {
            for (key, value) in value {
                out.key(key);
                let original = kept.iter().find(|(kept_key, _)| kept_key == key).map(|(_, original)| *original);
                match original {
                    Some(original) if W::standing(original, Some(value)) == Standing::Original => out.value(original),
                    _ => W::write(value, out),
                }
            }
            for (key, original) in kept {
                if !value.contains_key(*key) && W::standing(original, None) == Standing::Apart {
                    out.key(key);
                    out.value(original);
                }
            }
        });
    }

    fn standing(original: &Value, value: Option<&BTreeMap<String, T>>) -> Standing {
        Standing::of::<Self, BTreeMap<String, T>>(original, value)
    }

    fn absent() -> Option<BTreeMap<String, T>> {
        Some(BTreeMap::new())
    }
}

/// Implements `Plain` for a container: it is the same as `List<Plain>` or `Map<Plain>`.
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

            fn write_parts(value: &$container, originals: &Originals<'_>, out: &mut dyn Output) {
                $codec::<Self>::write_parts(value, originals, out);
            }

            fn standing(original: &Value, value: Option<&$container>) -> Standing {
                $codec::<Self>::standing(original, value)
            }

            fn absent() -> Option<$container> {
                $codec::<Self>::absent()
            }
        }
    };
}

plain_container!(Vec<T>, List);
plain_container!(BTreeMap<String, T>, Map);
