//! The fake of the API for tests of programs that use a client, and previews of requests.

mod lists;
mod previews;
mod responses;
mod rules;
mod time;

use pipedrive::v2::deals::Deal;

fn deal(id: i64) -> Deal {
    let mut deal = Deal::default();
    deal.id = id.into();
    deal.title = Some(format!("deal {id}"));
    deal
}
