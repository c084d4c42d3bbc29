//! The forms that `x-lenient` names.

/// A value that the API sends in another form than its type suggests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LooseForm {
    Flag01,
    Digits,
    IntOrString,
    IdOrObject,
    MapOrEmptyList,
    OneOrList,
    IdList,
    OptionId,
    FlagOrConditions,
    ObjectOrTrue,
}

impl LooseForm {
    pub(super) fn of_word(word: &str) -> Option<Self> {
        Some(match word {
            "flag01" => Self::Flag01,
            "digits" => Self::Digits,
            "int-or-string" => Self::IntOrString,
            "id-or-object" => Self::IdOrObject,
            "map-or-empty-list" => Self::MapOrEmptyList,
            "one-or-list" => Self::OneOrList,
            "id-list" => Self::IdList,
            "option-id" => Self::OptionId,
            "flag-or-conditions" => Self::FlagOrConditions,
            "object-or-true" => Self::ObjectOrTrue,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::LooseForm;

    #[test]
    fn all_forms_of_the_description_are_known() {
        let description = include_str!("../../description.json");
        let (mut words, mark) = (Vec::new(), "\"x-lenient\":\"");
        for (at, _) in description.match_indices(mark) {
            words.extend(description[at + mark.len()..].split('"').next());
        }
        assert!(!words.is_empty(), "the description has loose forms");
        let unknown: Vec<&&str> = words.iter().filter(|word| LooseForm::of_word(word).is_none()).collect();
        assert!(unknown.is_empty(), "add these forms to `LooseForm`: {unknown:?}");
    }
}
