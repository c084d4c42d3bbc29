//! English word forms for names.

use heck::ToUpperCamelCase;
pub(super) use pipedrive_idents::words;

/// Returns the singular of a word, such as `deal` for `deals`. Words that are not recognized as plurals are returned unchanged.
pub(super) fn singular(word: &str) -> String {
    let cut = |end: &str, put: &str| word.strip_suffix(end).filter(|stem| stem.len() > 1).map(|stem| format!("{stem}{put}"));
    if ["ss", "us", "is", "news", "series", "settings"].iter().any(|end| word.ends_with(end)) {
        return word.to_owned();
    }
    cut("ies", "y")
        .or_else(|| ["sses", "xes", "ches", "shes"].iter().any(|end| word.ends_with(end)).then(|| cut("es", "")).flatten())
        .or_else(|| cut("uses", "us"))
        .or_else(|| cut("s", ""))
        .unwrap_or_else(|| word.to_owned())
}

/// Returns the type name for an element of a collection: `deal_fields` becomes `DealField`.
pub(super) fn one_of(name: &str) -> String {
    let mut words = words(name);
    if let Some(last) = words.last_mut() {
        *last = singular(last);
    }
    words.join("_").to_upper_camel_case()
}

/// Prepositions and articles that are removed before a removed word.
const PREPOSITIONS: [&str; 11] = ["a", "an", "by", "for", "from", "in", "of", "on", "the", "to", "with"];

/// Removes the words of `name`, in singular or plural, from those of an operation id, if they are at an end of its noun: at its start, or
/// behind it. In `deleteArticleComment` they are neither for comments, because `delete_article` is another operation. `others` are words
/// that also name something.
pub(super) fn without(words: &[String], name: &[String], others: &[String]) -> Vec<String> {
    let same = |a: &String, b: &String| singular(a) == singular(b);
    let is_other = |word: &String| others.iter().any(|other| same(word, other));
    for start in 0..words.len() {
        let part = words.get(start..start + name.len());
        if name.is_empty() || part.is_none_or(|part| !part.iter().zip(name).all(|(a, b)| same(a, b))) {
            continue;
        }
        let (before, after) = (&words[..start], &words[start + name.len()..]);
        let dangling = |word: &&String| after.is_empty() && PREPOSITIONS.contains(&word.as_str());
        let kept = before.len() - before.iter().rev().take_while(dangling).count();
        let is_behind = after.is_empty() && (kept < before.len() || !before.iter().skip(1).any(is_other));
        if start <= 1 || is_behind {
            return [&before[..kept], after].concat();
        }
    }
    words.to_vec()
}

#[cfg(test)]
mod tests {
    use super::{one_of, singular, without, words};

    #[test]
    fn plurals_lose_their_ending() {
        let pairs =
            [("deals", "deal"), ("activities", "activity"), ("boxes", "box"), ("statuses", "status"), ("status", "status")];
        for (many, one) in pairs {
            assert_eq!(singular(many), one);
        }
        assert_eq!(one_of("deal_fields"), "DealField");
    }

    #[test]
    fn the_name_of_the_resource_is_taken_out() {
        let rest = |id: &str, resource: &str| without(&words(id), &words(resource), &words("articles")).join("_");
        assert_eq!(rest("getDealActivities", "deals"), "get_activities");
        assert_eq!(rest("deleteDealFields", "deal_fields"), "delete");
        assert_eq!(rest("mergeLeads", "deals"), "merge_leads");
        assert_eq!(rest("updateCommentForNote", "notes"), "update_comment");
        assert_eq!(rest("listAllDeals", "deals"), "list_all");
        assert_eq!(rest("deals_list", "deals"), "list");
    }

    #[test]
    fn a_name_inside_of_another_stays() {
        let rest = |id: &str, resource: &str| without(&words(id), &words(resource), &words("articles")).join("_");
        assert_eq!(rest("deleteArticleComment", "comments"), "delete_article_comment");
        assert_eq!(rest("getUserDealSettings", "deals"), "get_user_deal_settings");
        assert_eq!(rest("getArticle", "articles"), "get");
    }
}
