//! Stopping anywhere, and going on there later.

use pipedrive::{Cursor, ErrorKind, Items, Paged, Request};

use super::list::{Id, List, MIXED, WHOLE, take};

/// Whoever stops after any number of elements and goes on from there gets the whole list, nothing twice.
async fn goes_on_anywhere<O>(list: O)
where
    O: Paged,
    O::Item: Id,
{
    for ahead in [false, true] {
        for stop in 0..=WHOLE.len() {
            let mut first = walk(list.clone(), ahead);
            let before = take(&mut first, stop).await;
            assert_eq!(before, WHOLE[..stop]);
            let Some(cursor) = first.cursor() else {
                assert_eq!(stop, WHOLE.len());
                continue;
            };
            drop(first);
            let stored = cursor.to_string();
            assert_eq!(stored.parse::<Cursor>().unwrap(), cursor, "{stored}");
            // The pages may be of another size then.
            for limit in [0, 1, 2, 5, 100] {
                let mut on = list.clone().starting_at(&cursor);
                if limit > 0 {
                    on = on.query_extra("limit", limit);
                }
                let mut rest = walk(on, ahead);
                assert_eq!(rest.cursor(), Some(cursor.clone()), "nothing is fetched yet");
                assert_eq!(take(&mut rest, usize::MAX).await, WHOLE[stop..], "{stored}, limit {limit}");
                assert_eq!(rest.cursor(), None);
            }
        }
    }
}

fn walk<O: Paged>(list: O, ahead: bool) -> Items<O> {
    if ahead { Items::new(list).read_ahead() } else { Items::new(list) }
}

#[tokio::test]
async fn cursor_lists_go_on_anywhere() {
    let client = List::new(MIXED, 3).client();
    goes_on_anywhere(client.v2().deals().list()).await;
}

#[tokio::test]
async fn offset_lists_go_on_anywhere() {
    let client = List::new(MIXED, 3).client();
    goes_on_anywhere(client.v1().notes().list()).await;
}

#[tokio::test]
async fn pages_go_on_anywhere() {
    let client = List::new(MIXED, 3).client();
    let list = client.v1().notes().list();
    let whole = list.clone().pages().try_collect().await.unwrap();
    assert_eq!(whole.len(), 5);
    for stop in 0..whole.len() {
        let mut pages = list.clone().pages().max_pages(stop).read_ahead();
        for page in &whole[..stop] {
            assert_eq!(pages.try_next().await.unwrap().as_ref(), Some(page));
        }
        assert!(pages.next().await.is_none());
        let rest = list.clone().starting_at(&pages.cursor().unwrap()).pages().try_collect().await.unwrap();
        assert_eq!(rest, whole[stop..]);
    }
}

/// Pages are whole, even if the cursor stands in the middle of one.
#[tokio::test]
async fn pages_are_whole() {
    let list = List::new(MIXED, 3);
    let begins = list.client().v2().deals().list().starting_at(&Cursor::new("after 6").skipping(2));
    let mut pages = begins.clone().pages();
    assert_eq!(pages.cursor(), Some(Cursor::new("after 6")));
    assert_eq!(pages.try_next().await.unwrap().unwrap().len(), 2);
    assert_eq!(begins.clone().await.unwrap().len(), 2);
    assert_eq!(take(&mut begins.items(), 9).await, WHOLE[4..]);
}

#[tokio::test]
async fn lists_begin_where_the_user_says() {
    let list = List::new(MIXED, 3);
    let client = list.client();
    let mut notes = client.v1().notes().list().start(6).items();
    assert_eq!(notes.cursor(), Some(Cursor::start(6)));
    assert_eq!(take(&mut notes, 9).await, WHOLE[3..]);
    let mut deals = client.v2().deals().list().cursor("after 9").items();
    assert_eq!(deals.cursor(), Some(Cursor::new("after 9")));
    assert_eq!(take(&mut deals, 9).await, WHOLE[5..]);
    // Whatever it is, it is for the API to judge.
    take(&mut client.v1().notes().list().query_extra("start", "odd").items(), 1).await;
    assert_eq!(list.sent("start").pop(), Some(Some("odd".to_owned())));
    // A place that was stored counts for more than what the request said before.
    let mut notes = client.v1().notes().list().start(6).starting_at(&Cursor::first()).items();
    assert_eq!(notes.cursor(), Some(Cursor::first()));
    assert_eq!(take(&mut notes, 9).await, WHOLE);
}

#[tokio::test]
async fn a_place_in_another_kind_of_list_is_refused() {
    let list = List::new(MIXED, 3);
    let client = list.client();
    let error = client.v2().deals().list().starting_at(&Cursor::start(3)).items().try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
    let error = client.v1().notes().list().starting_at(&Cursor::new("b")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
    assert_eq!(list.asked(), 0);
}

#[test]
fn cursors_are_stored_as_text() {
    for (text, cursor) in [
        ("first", Cursor::first()),
        ("skip=2&first", Cursor::first().skipping(2)),
        ("start=200", Cursor::start(200)),
        ("skip=17&start=200", Cursor::start(200).skipping(17)),
        ("cursor=eyJ&skip=1+/==", Cursor::new("eyJ&skip=1+/==")),
        ("skip=1&cursor=skip=2&first", Cursor::new("skip=2&first").skipping(1)),
        ("cursor=", Cursor::new("")),
    ] {
        assert_eq!(cursor.to_string(), text);
        assert_eq!(text.parse::<Cursor>().unwrap(), cursor);
        let json = serde_json::to_string(&cursor).unwrap();
        assert_eq!(json, serde_json::to_string(text).unwrap());
        assert_eq!(serde_json::from_str::<Cursor>(&json).unwrap(), cursor);
    }
    for text in
        ["", "b", "start=", "start=-1", "start=x", "skip=1", "skip=&first", "skip=-1&first", "skip=1&", "firstly", "first="]
    {
        assert_eq!(text.parse::<Cursor>().unwrap_err().kind(), ErrorKind::InvalidRequest, "{text}");
        assert!(serde_json::from_str::<Cursor>(&serde_json::to_string(text).unwrap()).is_err(), "{text}");
    }
}
