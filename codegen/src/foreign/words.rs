//! English, as far as names need it.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// The words of a name, in lower case: `getDealFields` has three.
pub(super) fn words(name: &str) -> Vec<String> {
    name.to_snake_case().split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// `deals` to `deal`; what looks like no plural stays as it is.
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

/// The name of one of the things that `name` stands for: `deal_fields` gives `DealField`.
pub(super) fn one_of(name: &str) -> String {
    let mut words = words(name);
    if let Some(last) = words.last_mut() {
        *last = singular(last);
    }
    words.join("_").to_upper_camel_case()
}

/// Words that lead up to one that was taken out.
const PREPOSITIONS: [&str; 11] = ["a", "an", "by", "for", "from", "in", "of", "on", "the", "to", "with"];

/// What is left of `words` without the words of `name`, in the singular or plural.
pub(super) fn without(words: &[String], name: &[String]) -> Vec<String> {
    let same = |a: &String, b: &String| singular(a) == singular(b);
    let found = (0..words.len()).find(|&start| {
        let part = words.get(start..start + name.len());
        !name.is_empty() && part.is_some_and(|part| part.iter().zip(name).all(|(a, b)| same(a, b)))
    });
    match found {
        Some(start) => {
            let (before, after) = (&words[..start], &words[start + name.len()..]);
            let dangling = |word: &&String| after.is_empty() && PREPOSITIONS.contains(&word.as_str());
            let kept = before.len() - before.iter().rev().take_while(dangling).count();
            [&before[..kept], after].concat()
        }
        None => words.to_vec(),
    }
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
        let rest = |id: &str, resource: &str| without(&words(id), &words(resource)).join("_");
        assert_eq!(rest("getDealActivities", "deals"), "get_activities");
        assert_eq!(rest("deleteDealFields", "deal_fields"), "delete");
        assert_eq!(rest("mergeLeads", "deals"), "merge_leads");
        assert_eq!(rest("updateCommentForNote", "notes"), "update_comment");
    }
}
