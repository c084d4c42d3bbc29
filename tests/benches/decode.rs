//! A page of 500 deals with 30 fields of the account's own: read into the crate's types and into structs written by hand, and written
//! again. The fields are also read into the struct that is generated from the account.
//!
//! `cargo bench -p pipedrive-tests --bench decode`

use std::hint::black_box;

use account::DealFields;
use pipedrive::prelude::*;
use pipedrive::v2::deals::Deal;
use pipedrive_tests::bench::deals::{self, DealPage, KeepingDeal, LeanDeal};
use pipedrive_tests::bench::{Contender, compare};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The types of the account.
#[path = "../account/bench/account.rs"]
mod account;

const DEALS: u32 = 500;
const ROUNDS: usize = 60;

/// The maximum time of reading deals and their fields, relative to reading the deals alone.
const MAX_FIELDS: f64 = 1.2;

fn read<T: DeserializeOwned>(body: &[u8]) -> DealPage<T> {
    serde_json::from_slice(body).expect("the page is well-formed")
}

fn reading<'a, T: DeserializeOwned>(name: &'a str, body: &'a [u8]) -> Contender<'a> {
    Contender::new(name, move || drop(black_box(read::<T>(black_box(body)))))
}

fn writing<'a, T: Serialize>(name: &'a str, page: &'a DealPage<T>) -> Contender<'a> {
    Contender::new(name, move || drop(black_box(serde_json::to_vec(black_box(page)))))
}

fn main() {
    let body = deals::page(0, DEALS, None);
    println!("{DEALS} deals, {} kB", body.len() / 1000);
    let contenders = &mut [
        reading::<LeanDeal>("lean structs, unknown keys lost", &body),
        reading::<Deal>("pipedrive", &body),
        reading::<KeepingDeal>("lean structs, serde(flatten) for unknown keys", &body),
        reading::<Value>("serde_json::Value", &body),
    ];
    compare("Reading", ROUNDS, contenders);
    let fields = |deals: DealPage<Deal>| -> Vec<DealFields> { deals.data.iter().map(DealFields::read).collect() };
    let contenders = &mut [
        reading::<Deal>("deals", &body),
        Contender::new("deals, and their fields", || drop(black_box(fields(read::<Deal>(black_box(&body)))))),
    ];
    let ratio = compare("Reading fields into the generated struct", ROUNDS, contenders)[1];
    assert!(ratio < MAX_FIELDS, "reading the fields costs {ratio:.2} of reading the deals alone");
    let (lean, ours, flat) = (read::<LeanDeal>(&body), read::<Deal>(&body), read::<KeepingDeal>(&body));
    let contenders =
        &mut [writing("lean structs", &lean), writing("pipedrive", &ours), writing("lean structs with serde(flatten)", &flat)];
    compare("Writing", ROUNDS, contenders);
}
