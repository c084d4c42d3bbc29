//! The rules for the inputs of operations, which the client applies before it sends a request.

/// A rule for an input of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InputRule {
    /// The input: the name of a query parameter, or the path of a value in the request body, such as `/data/*/name`, in which `*` stands
    /// for every element of a list or map. The empty string is the whole body.
    pub input: &'static str,
    /// What applies to it.
    pub rule: Rule,
}

/// What the API requires of an input, or how the client sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// The minimum length of a string, in characters.
    MinLength(u32),
    /// The maximum length of a string, in characters.
    MaxLength(u32),
    /// The minimum number of items of a list.
    MinItems(u32),
    /// The maximum number of items of a list.
    MaxItems(u32),
    /// The minimum number of fields of an object.
    MinProperties(u32),
    /// An empty list is a filter that nothing matches: the result is empty, and no request is sent.
    EmptyMatchesNothing {
        /// The query parameter that makes the API ignore this one.
        unless: Option<&'static str>,
    },
    /// An empty list is not sent.
    OmitIfEmpty,
    /// A timestamp is rounded down to whole seconds.
    RoundDown,
    /// A timestamp is rounded up to whole seconds.
    RoundUp,
    /// How a list or object is written in a query or form.
    Style(InputStyle),
    /// A value in a query contains characters such as `/` as they are.
    AllowReserved,
    /// A part of a multipart body has this content type.
    ContentType(&'static str),
}

/// How a list or object is written in a query or form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InputStyle {
    /// Each item of a list under the name of the input, each field of an object under its own name: `id=1&id=2`.
    Exploded,
    /// The items of a list, or the names and values of an object, separated by a character: `id=1,2`.
    Separated(char),
    /// Each field of an object in brackets: `filter[room]=hall`.
    DeepObject,
    /// Any value as JSON: `id=[1,2]`, and `name="hall"` with the quotes of the string.
    Json,
}

/// Returns the style of an input: a query parameter, or a field of the body.
pub(crate) fn style_of(rules: &[InputRule], name: &str, is_field: bool) -> Option<InputStyle> {
    for rule in rules {
        if let Rule::Style(style) = rule.rule
            && rule.is_for(name, is_field)
        {
            return Some(style);
        }
    }
    None
}

impl InputRule {
    const fn new(input: &'static str, rule: Rule) -> Self {
        Self { input, rule }
    }

    /// Returns whether the input is the query parameter, or the field of the body, with this name.
    pub(crate) fn is_for(&self, name: &str, is_field: bool) -> bool {
        let input = if is_field { self.input.strip_prefix('/') } else { Some(self.input) };
        input == Some(name)
    }

    /// Returns whether the input is a query parameter rather than a part of the body.
    pub(crate) fn is_query(&self) -> bool {
        !self.input.is_empty() && !self.input.starts_with('/')
    }
}

/// A minimum or maximum.
pub(crate) struct Bound {
    is_minimum: bool,
    limit: u32,
    /// What is counted.
    pub(crate) unit: Unit,
}

/// What a [`Bound`] counts.
#[derive(Clone, Copy)]
pub(crate) enum Unit {
    /// The characters of a string.
    Character,
    /// The items of a list.
    Item,
    /// The fields of an object.
    Field,
}

impl Rule {
    /// Returns the bound that the rule sets. `None` for a rule about how an input is sent.
    pub(crate) fn bound(self) -> Option<Bound> {
        let (is_minimum, limit, unit) = match self {
            Self::MinLength(limit) => (true, limit, Unit::Character),
            Self::MaxLength(limit) => (false, limit, Unit::Character),
            Self::MinItems(limit) => (true, limit, Unit::Item),
            Self::MaxItems(limit) => (false, limit, Unit::Item),
            Self::MinProperties(limit) => (true, limit, Unit::Field),
            _ => return None,
        };
        Some(Bound { is_minimum, limit, unit })
    }
}

impl Bound {
    /// Returns an error message if the input with this name has too few or too many. An empty name is the whole body.
    pub(crate) fn check(&self, found: usize, name: &str) -> Result<(), String> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        if if self.is_minimum { found >= limit } else { found <= limit } {
            return Ok(());
        }
        let input = if name.is_empty() { "the body".to_owned() } else { format!("`{name}`") };
        let bound = if self.is_minimum { "at least" } else { "at most" };
        let unit = match self.unit {
            Unit::Character => "character",
            Unit::Item => "item",
            Unit::Field => "field",
        };
        let plural = if limit == 1 { "" } else { "s" };
        Err(format!("{input} must have {bound} {limit} {unit}{plural}, not {found}"))
    }
}

/// The constructors for generated code.
#[doc(hidden)]
impl InputRule {
    pub const fn min_length(input: &'static str, length: u32) -> Self {
        Self::new(input, Rule::MinLength(length))
    }

    pub const fn max_length(input: &'static str, length: u32) -> Self {
        Self::new(input, Rule::MaxLength(length))
    }

    pub const fn min_items(input: &'static str, items: u32) -> Self {
        Self::new(input, Rule::MinItems(items))
    }

    pub const fn max_items(input: &'static str, items: u32) -> Self {
        Self::new(input, Rule::MaxItems(items))
    }

    pub const fn min_properties(input: &'static str, properties: u32) -> Self {
        Self::new(input, Rule::MinProperties(properties))
    }

    pub const fn empty_matches_nothing(input: &'static str, unless: Option<&'static str>) -> Self {
        Self::new(input, Rule::EmptyMatchesNothing { unless })
    }

    pub const fn omit_if_empty(input: &'static str) -> Self {
        Self::new(input, Rule::OmitIfEmpty)
    }

    pub const fn round_down(input: &'static str) -> Self {
        Self::new(input, Rule::RoundDown)
    }

    pub const fn round_up(input: &'static str) -> Self {
        Self::new(input, Rule::RoundUp)
    }

    pub const fn exploded(input: &'static str) -> Self {
        Self::new(input, Rule::Style(InputStyle::Exploded))
    }

    pub const fn separated(input: &'static str, separator: char) -> Self {
        Self::new(input, Rule::Style(InputStyle::Separated(separator)))
    }

    pub const fn deep_object(input: &'static str) -> Self {
        Self::new(input, Rule::Style(InputStyle::DeepObject))
    }

    pub const fn json(input: &'static str) -> Self {
        Self::new(input, Rule::Style(InputStyle::Json))
    }

    pub const fn allow_reserved(input: &'static str) -> Self {
        Self::new(input, Rule::AllowReserved)
    }

    pub const fn content_type(input: &'static str, content_type: &'static str) -> Self {
        Self::new(input, Rule::ContentType(content_type))
    }
}
