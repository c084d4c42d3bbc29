//! The page of the benchmark `decode`, read into what other generators make of the same file, and written again. `decode` beside this
//! file compiles and runs it.

use std::collections::HashMap;
use std::hint::black_box;

use pipedrive_tests::bench::deals::{self, LeanDeal, Page};
use pipedrive_tests::bench::{Contender, compare};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

const DEALS: u32 = 500;
const ROUNDS: usize = 40;

/// The types that stand for the same.
macro_rules! types {
    ($each:ident($($argument:ident)?)) => {
        $each!(($($argument)?)
            "lean structs, unknown keys lost" => LeanDeal,
            "pipedrive, from the curated description" => pipedrive::v2::deals::Deal,
            "pipedrive, from the vendor's file" => pipedrive_v2::v2::deals::Deal,
            "ploidy" => ploidy_v2::client::default::types::GetDealsResponseGetDealsResponse2DataItem,
            "progenitor" => progenitor_v2::types::GetDealsResponseDataItem,
            "openapi-generator" => openapi_generator_v2::models::GetDealsResponseAllOfDataInner,
        )
    };
}

fn reading<'a, T: DeserializeOwned>(name: &'a str, body: &'a [u8]) -> Option<Contender<'a>> {
    if let Err(error) = serde_json::from_slice::<Page<T>>(body) {
        println!("{name} cannot read it: {error}");
        return None;
    }
    Some(Contender::new(name, move || drop(black_box(serde_json::from_slice::<Page<T>>(black_box(body))))))
}

fn writing<'a, T: DeserializeOwned + Serialize + 'a>(name: &'a str, body: &[u8]) -> Option<Contender<'a>> {
    let page = serde_json::from_slice::<Page<T>>(body).ok()?;
    Some(Contender::new(name, move || drop(black_box(serde_json::to_vec(black_box(&page))))))
}

/// How many of the values in a page are still there when it has been read and written.
fn tell_what_is_kept<T: DeserializeOwned + Serialize>(name: &str, body: &[u8]) {
    let Ok(page) = serde_json::from_slice::<Page<T>>(body) else { return };
    let before = leaves(serde_json::from_slice(body).expect("the page is JSON"));
    let after = leaves(serde_json::to_value(&page).expect("it can be written"));
    let kept = before.iter().filter(|(path, value)| after.get(*path) == Some(value)).count();
    println!("{name:>44}: {:.1} % of {} values", 100.0 * kept as f64 / before.len() as f64, before.len());
}

/// Everything but nulls, by its path. A number is the same with and without a fraction of nothing.
fn leaves(value: Value) -> HashMap<String, String> {
    fn walk(value: Value, path: String, into: &mut HashMap<String, String>) {
        match value {
            Value::Null => {}
            Value::Object(fields) => fields.into_iter().for_each(|(name, value)| walk(value, format!("{path}/{name}"), into)),
            Value::Array(items) => {
                items.into_iter().enumerate().for_each(|(index, value)| walk(value, format!("{path}/{index}"), into))
            }
            Value::Number(number) => drop(into.insert(path, number.as_f64().unwrap_or_default().to_string())),
            other => drop(into.insert(path, other.to_string())),
        }
    }
    let mut into = HashMap::new();
    walk(value, String::new(), &mut into);
    into
}

fn main() {
    let body = deals::page(0, DEALS, None);
    macro_rules! contenders {
        (($work:ident) $($name:literal => $type:ty,)*) => {
            [$($work::<$type>($name, &body)),*].into_iter().flatten().collect::<Vec<_>>()
        };
    }
    macro_rules! kept {
        (() $($name:literal => $type:ty,)*) => {
            $(tell_what_is_kept::<$type>($name, &body);)*
        };
    }
    let mut readers = types!(contenders(reading));
    // Its types of responses cannot be written.
    readers.extend(reading::<oas3_gen_v2::api::GetDealsResponseResponseDatum>("oas3-gen", &body));
    compare("Reading", ROUNDS, &mut readers);
    compare("Writing", ROUNDS, &mut types!(contenders(writing)));
    println!("Kept");
    types!(kept());
}
