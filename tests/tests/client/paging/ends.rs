//! Where lists end: after so many items, where nothing follows, where they would never end.

use futures_core::Stream;
use futures_core::stream::FusedStream;
use futures_util::{StreamExt, TryStreamExt};
use pipedrive::prelude::*;
use pipedrive::{Client, Cursor, ErrorKind, RetryPolicy};
use pipedrive_mock::{Account, Fault};
use serde_json::{Value, json};

use super::list::{Element, List, MIXED, WHOLE, take};

/// No page is asked for that cannot be needed, read ahead or not.
#[tokio::test]
async fn no_page_is_asked_for_in_vain() {
    for (most, elements, requests) in [(0, 0, 0), (1, 1, 1), (2, 2, 1), (3, 4, 3), (4, 5, 3), (5, 6, 4), (6, 8, 5), (9, 8, 5)] {
        for ahead in [false, true] {
            let list = List::new(MIXED, 100);
            let client = list.client();
            let items = client.v2().deals().list().limit(3).items().max_items(most);
            let mut items = if ahead { items.read_ahead() } else { items };
            assert_eq!(take(&mut items, usize::MAX).await, WHOLE[..elements], "{most} at most");
            assert!(items.next().await.is_none() && items.is_terminated());
            assert_eq!(list.asked(), requests, "{most} at most, ahead: {ahead}");
            assert_eq!(items.size_hint(), (0, Some(0)));
        }
    }
}

/// Where the user leaves it open, the page is as large as what is wanted, as long as there are pages of that size.
#[tokio::test]
async fn the_page_is_no_larger_than_what_is_wanted() {
    let list = List::new([Element::Item; 5], 100);
    let client = list.client();
    let deals = || client.v2().deals().list();
    assert_eq!(take(&mut deals().items().max_items(2), 9).await, [Ok(1), Ok(2)]);
    take(&mut deals().items().max_items(501), 9).await;
    take(&mut deals().items().max_items(usize::MAX), 9).await;
    take(&mut deals().limit(4).items().max_items(2), 9).await;
    // Those that are passed over have to go into the page too.
    take(&mut deals().starting_at(&Cursor::first().skipping(2)).items().max_items(2), 9).await;
    let files = client.v1().files().list();
    files.items().max_items(101).next().await;
    let limits: Vec<_> = list.sent("limit");
    assert_eq!(limits.iter().map(Option::as_deref).collect::<Vec<_>>(), [Some("2"), None, None, Some("4"), Some("4"), None]);
}

/// An error in a small page makes another page of the same size necessary, at the right place.
#[tokio::test]
async fn small_pages_follow_each_other() {
    let list = List::new(MIXED, 100);
    let client = list.client();
    assert_eq!(take(&mut client.v1().notes().list().items().max_items(3), 9).await, WHOLE[..4]);
    assert_eq!(list.sent("limit"), vec![Some("3".to_owned()); 3]);
    assert_eq!(list.sent("start"), [None, Some("3".to_owned()), Some("6".to_owned())]);
    // Whoever wants more later gets it in pages of the size that the list was begun with.
    let mut items = client.v1().notes().list().items().max_items(2);
    take(&mut items, 9).await;
    take(&mut items.max_items(4), 9).await;
    assert_eq!(list.sent("limit")[3..], vec![Some("2".to_owned()); 7]);
}

/// Piece by piece, the whole list comes.
#[tokio::test]
async fn pieces_make_up_the_list() {
    let list = List::new(MIXED, 4);
    let client = list.client();
    for size in 1..=7 {
        let (mut from, mut all) = (Some(Cursor::first()), Vec::new());
        while let Some(cursor) = from {
            let mut piece = client.v1().notes().list().starting_at(&cursor).items().max_items(size);
            all.extend(take(&mut piece, usize::MAX).await);
            from = piece.cursor();
        }
        assert_eq!(all, WHOLE, "pieces of {size}");
        // The same with one stream, which may be asked for more.
        let (mut items, mut all) = (client.v2().deals().list().items(), Vec::new());
        while items.cursor().is_some() {
            items = items.max_items(size);
            all.extend(take(&mut items, usize::MAX).await);
        }
        assert_eq!(all, WHOLE, "pieces of {size}");
    }
}

#[tokio::test]
async fn pages_end_after_the_last_that_is_wanted() {
    for ahead in [false, true] {
        for (most, requests) in [(0, 0), (2, 2), (9, 5)] {
            let list = List::new(MIXED, 3);
            let pages = list.client().v2().deals().list().pages().max_pages(most);
            let mut pages = if ahead { pages.read_ahead() } else { pages };
            for left in (1..=most.min(5)).rev() {
                assert_eq!(pages.size_hint(), (1, Some(left.max(most - (most.min(5) - left)))));
                assert!(pages.try_next().await.unwrap().is_some());
            }
            assert!(pages.is_terminated() && pages.next().await.is_none() && pages.next().await.is_none());
            assert_eq!((pages.size_hint(), list.asked()), ((0, Some(0)), requests));
        }
    }
}

#[tokio::test]
async fn the_size_is_what_is_known_of_it() {
    let list = List::new([Element::Item; 5], 3);
    let mut items = list.client().v2().deals().list().items();
    assert_eq!((items.size_hint(), items.is_terminated()), ((0, None), false));
    take(&mut items, 1).await;
    assert_eq!(items.size_hint(), (2, None));
    take(&mut items, 3).await;
    assert_eq!((items.size_hint(), items.is_terminated()), ((1, Some(1)), false));
    take(&mut items, 1).await;
    assert_eq!((items.size_hint(), items.is_terminated(), items.cursor()), ((0, Some(0)), true, None));
    assert!(items.next().await.is_none() && items.next().await.is_none());
    let mut items = list.client().v2().deals().list().items().max_items(2);
    take(&mut items, 1).await;
    assert_eq!(items.size_hint().0, 1);
}

#[tokio::test]
async fn streams_go_with_other_peoples_adapters() {
    let list = List::new(MIXED, 3);
    let client = list.client();
    let odd = client.v2().deals().list().items().read_ahead().filter(|deal| std::future::ready(deal.is_ok())).take(3);
    assert_eq!(odd.try_collect::<Vec<_>>().await.unwrap().len(), 3);
    let sizes = client.v1().notes().list().pages().map_ok(|page| page.len()).try_collect::<Vec<_>>().await.unwrap();
    assert_eq!(sizes, [2, 0, 2, 1, 1]);
}

/// An account whose pages have one item each, and these values beside it; the last ones for ever.
struct Responses(Account);

impl Responses {
    fn new(beside: impl IntoIterator<Item = Value>) -> Self {
        let account = Account::of_examples();
        let mut pages: Vec<Value> =
            beside.into_iter().map(|beside| json!({ "data": [{ "id": 1 }], "additional_data": beside })).collect();
        let last = pages.pop().expect("a page");
        for page in pages {
            account.inject(Fault::response(200, page).times(1));
        }
        account.inject(Fault::response(200, last));
        Self(account)
    }

    fn client(&self) -> Client {
        let builder = Client::builder().api_token("token").burst_limit(None).retry(RetryPolicy::none());
        builder.transport(self.0.clone()).build().unwrap()
    }

    fn sent(&self) -> usize {
        self.0.requests().len()
    }
}

#[tokio::test]
async fn circles_end() {
    let cursors = |names: &[&str]| Responses::new(names.iter().map(|name| json!({ "next_cursor": name })));
    let offsets = |starts: &[i64]| {
        Responses::new(
            starts.iter().map(|next| json!({ "pagination": { "more_items_in_collection": true, "next_start": next } })),
        )
    };
    for ahead in [false, true] {
        for (responses, pages) in [(cursors(&["b"]), 2), (cursors(&["b", "c", "d", "b"]), 4)] {
            let items = responses.client().v2().deals().list().items();
            let mut items = if ahead { items.read_ahead() } else { items };
            let seen = take(&mut items, 20).await;
            assert_eq!((seen.len(), seen.last(), responses.sent()), (pages + 1, Some(&Err(ErrorKind::Pagination)), pages));
            // Resuming does not make it better.
            assert!(items.next().await.is_none() && items.is_terminated());
            assert_eq!(items.resume().next().await.unwrap().unwrap_err().kind(), ErrorKind::Pagination);
            assert_eq!(responses.sent(), pages);
        }
        for (responses, pages) in [(offsets(&[0]), 1), (offsets(&[5]), 2), (offsets(&[5, 9, 7]), 3)] {
            let items = responses.client().v1().notes().list().items();
            let mut items = if ahead { items.read_ahead() } else { items };
            let seen = take(&mut items, 20).await;
            assert_eq!((seen.len(), seen.last(), responses.sent()), (pages + 1, Some(&Err(ErrorKind::Pagination)), pages));
        }
    }
    // Where the user has begun is a place too.
    let responses = cursors(&["a"]);
    let result = responses.client().v2().deals().list().cursor("a").items().try_collect().await;
    assert_eq!((result.unwrap_err().kind(), responses.sent()), (ErrorKind::Pagination, 1));
}

#[tokio::test]
async fn a_list_that_says_nothing_of_more_has_no_more() {
    let paging = |pagination: Value| json!({ "pagination": pagination });
    for beside in [Value::Null, json!({}), paging(Value::Null), paging(json!({ "next_start": 5 }))] {
        let responses = Responses::new([beside.clone()]);
        assert_eq!(responses.client().v1().notes().list().items().try_collect().await.unwrap().len(), 1, "{beside}");
        assert_eq!(responses.client().v2().deals().list().items().try_collect().await.unwrap().len(), 1, "{beside}");
        assert_eq!(responses.sent(), 2);
    }
}

/// Some empty pages are passed over; a list of nothing else is given up, and may be taken up again.
#[tokio::test]
async fn a_list_does_not_seem_complete_because_its_end_cannot_be_read() {
    let v1 = |more: Value| json!({ "pagination": { "start": 0, "limit": 1, "more_items_in_collection": more } });
    for (beside, offsets) in [
        (json!({ "next_cursor": { "a": 1 } }), false),
        (json!({ "next_cursor": true }), false),
        (v1(json!("perhaps")), true),
        (json!({ "pagination": "lost" }), true),
    ] {
        let responses = Responses::new([beside]);
        let client = responses.client();
        let (first, second) = if offsets {
            let mut items = client.v1().notes().list().items();
            (items.next().await.unwrap().map(drop), items.next().await.unwrap().map(drop))
        } else {
            let mut items = client.v2().deals().list().items();
            (items.next().await.unwrap().map(drop), items.next().await.unwrap().map(drop))
        };
        first.unwrap();
        let error = second.unwrap_err();
        assert_eq!((error.kind(), responses.sent()), (ErrorKind::Pagination, 1), "{error}");
    }
    // A number is as good a cursor as any.
    let responses = Responses::new([json!({ "next_cursor": 7 }), json!({ "next_cursor": null })]);
    assert_eq!(responses.client().v2().deals().list().items().try_collect().await.unwrap().len(), 2);
    // And an empty value of any kind says that there is no more.
    for beside in [json!({ "next_cursor": "" }), json!({ "next_cursor": [] }), json!({ "next_cursor": {} })] {
        assert_eq!(Responses::new([beside]).client().v2().deals().list().items().try_collect().await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn empty_pages_do_not_follow_each_other_for_ever() {
    let (item, row) = (vec![Element::Item], vec![Element::Hidden; 600]);
    let list = List::new([&*item, &row, &item, &row, &item].concat(), 1);
    assert_eq!(take(&mut list.client().v2().deals().list().items(), 9).await, [Ok(1), Ok(602), Ok(1203)]);
    // A page of nulls is not empty.
    let list = List::new([&*item, &[Element::Null; 1100], &item].concat(), 1);
    assert_eq!(take(&mut list.client().v2().deals().list().items(), 9).await, [Ok(1), Ok(1102)]);
    for ahead in [false, true] {
        let list = List::new([vec![Element::Item], vec![Element::Hidden; 1500], vec![Element::Item]].concat(), 1);
        let items = list.client().v2().deals().list().items();
        let mut items = if ahead { items.read_ahead() } else { items };
        assert_eq!(items.try_next().await.unwrap().unwrap().id.0, 1);
        let error = items.try_next().await.unwrap_err();
        assert_eq!((error.kind(), list.asked()), (ErrorKind::Pagination, 1001));
        assert!(error.to_string().contains("1000 pages in a row are empty"), "{error}");
        assert!(items.next().await.is_none());
        assert_eq!(items.resume().try_next().await.unwrap().unwrap().id.0, 1502);
        assert!(items.next().await.is_none());
    }
}
