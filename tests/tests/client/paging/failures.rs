//! Pages that fail.

use futures_core::Stream;
use futures_core::stream::FusedStream;
use pipedrive::{Cursor, ErrorKind, Items, Paged};

use super::list::{Id, List, MIXED, WHOLE, seen};

/// Every page fails twice. The same stream gets all the same the whole list, and so does a new one for each failure.
async fn nothing_is_passed_over<O>(server: &List, list: O)
where
    O: Paged,
    O::Item: Id,
{
    const PAGES: usize = 5;
    for (ahead, anew) in [(false, false), (true, false), (false, true), (true, true)] {
        let so_far = server.asked();
        server.state(|state| state.broken = (so_far..so_far + 3 * PAGES).filter(|request| (request - so_far) % 3 != 2).collect());
        let walk = |list: O| if ahead { Items::new(list).read_ahead() } else { Items::new(list) };
        let mut items = walk(list.clone());
        let (mut all, mut failures) = (Vec::new(), 0);
        loop {
            match items.next().await {
                None => break,
                // The error of a page has no item.
                Some(Err(error)) if error.item().is_none() => {
                    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
                    failures += 1;
                    let cursor = items.cursor().unwrap();
                    assert!(items.next().await.is_none() && items.next().await.is_none(), "a loop over the items ends");
                    assert_eq!(items.cursor(), Some(cursor.clone()));
                    if anew {
                        items = walk(list.clone().starting_at(&cursor));
                    } else {
                        items.resume();
                    }
                }
                Some(item) => all.push(seen(item)),
            }
        }
        assert_eq!((all.as_slice(), failures), (&WHOLE[..], 2 * PAGES), "ahead: {ahead}, anew: {anew}");
        assert!(items.resume().next().await.is_none(), "after the end there is nothing to resume");
    }
}

#[tokio::test]
async fn failed_pages_of_cursor_lists_are_not_passed_over() {
    let list = List::new(MIXED, 3);
    let client = list.client();
    nothing_is_passed_over(&list, client.v2().deals().list()).await;
}

#[tokio::test]
async fn failed_pages_of_offset_lists_are_not_passed_over() {
    let list = List::new(MIXED, 3);
    let client = list.client();
    nothing_is_passed_over(&list, client.v1().notes().list()).await;
}

#[tokio::test]
async fn pages_go_on_with_the_one_that_failed() {
    for ahead in [false, true] {
        let list = List::new(MIXED, 3);
        list.state(|state| state.broken = vec![1]);
        let pages = list.client().v2().deals().list().pages();
        let mut pages = if ahead { pages.read_ahead() } else { pages };
        assert_eq!(pages.try_next().await.unwrap().unwrap().len(), 2);
        assert_eq!(pages.cursor(), Some(Cursor::new("after 3")));
        assert_eq!(pages.try_next().await.unwrap_err().kind(), ErrorKind::Decode);
        assert!(pages.next().await.is_none() && pages.is_terminated());
        assert_eq!((pages.cursor(), pages.size_hint()), (Some(Cursor::new("after 3")), (0, Some(0))));
        pages.resume();
        for size in [0, 2, 1, 1] {
            assert_eq!(pages.try_next().await.unwrap().unwrap().len(), size);
        }
        assert!(pages.next().await.is_none());
        assert_eq!((pages.cursor(), list.asked()), (None, 6));
    }
}
