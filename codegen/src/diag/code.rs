//! The registry of faults: one line each.

use super::Severity;

/// A kind of fault. Compared and sorted by its id.
#[derive(Debug, Clone, Copy)]
pub struct DiagnosticCode {
    /// `PD0001`
    pub id: &'static str,
    /// Whether it stops the generator.
    pub severity: Severity,
    /// The kind of fault in a few words.
    pub title: &'static str,
    /// Why it matters; shown as `= why:`.
    pub why: &'static str,
}

impl PartialEq for DiagnosticCode {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for DiagnosticCode {}

impl PartialOrd for DiagnosticCode {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DiagnosticCode {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.id.cmp(other.id)
    }
}

impl std::hash::Hash for DiagnosticCode {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

macro_rules! codes {
    ($($name:ident = $id:literal $severity:ident $title:literal, $why:literal;)*) => {
        /// Every code there is, as constants and as [`ALL`](codes::ALL).
        pub mod codes {
            use super::{DiagnosticCode, Severity};
            $(
                #[doc = $title]
                pub const $name: DiagnosticCode = DiagnosticCode { id: $id, severity: Severity::$severity, title: $title, why: $why };
            )*
            /// The whole registry, in the order of the ids.
            pub const ALL: &[DiagnosticCode] = &[$($name),*];
        }
    };
}

codes! {
    // load: PD00xx
    FILE_UNREADABLE = "PD0001" Error "a file cannot be read", "Without it the description has a hole.";
    YAML_SYNTAX = "PD0002" Error "not well-formed YAML or JSON", "Nothing in this file can be read until it is mended.";
    TAB_INDENT = "PD0003" Error "a tab in the indentation", "YAML counts spaces only; editors disagree about the width of a tab.";
    DUPLICATE_KEY = "PD0004" Error "the same key twice in one mapping", "YAML readers silently keep one of the two; which one differs.";
    YAML_FEATURE = "PD0005" Error "an anchor, alias, tag or merge key", "References in this description are `$ref`, so that every OpenAPI tool sees the same.";
    MANY_DOCUMENTS = "PD0006" Error "more than one document in a file", "Readers take the first and drop the rest without a word.";
    KEY_NOT_STRING = "PD0007" Error "a key that is not a string", "JSON has string keys only, so the key would change with the reader.";
    AMBIGUOUS_SCALAR = "PD0008" Error "a number that YAML versions read differently", "`010` is 8 in YAML 1.1 and 10 in YAML 1.2; `.inf` is no JSON at all.";
    TOO_DEEP = "PD0009" Error "nested too deeply", "No hand-written description nests like this, and readers run out of stack.";
    WRONG_SHAPE = "PD0010" Error "a value of the wrong type", "OpenAPI 3.0 wants another type here, and readers drop or reject what they do not expect.";
    UNKNOWN_KEY = "PD0011" Error "a key that OpenAPI 3.0 does not know here", "Readers drop it silently, so what it says never reaches the client.";
    REF_SIBLINGS = "PD0012" Error "something beside a `$ref`", "OpenAPI 3.0 ignores whatever stands beside a `$ref`.";
    MISSING_KEY = "PD0013" Error "a required key is missing", "OpenAPI 3.0 requires it, and the typed reader refuses the object without it.";
    NOT_USED_HERE = "PD0014" Error "a part of OpenAPI that this description does not use", "The generator has nothing to make of it, so it would be lost.";
    ENUM_VALUE_TYPE = "PD0015" Error "an enum value that does not fit the type", "No value can satisfy both, so the variant could never occur.";
    LOST_IN_TYPING = "PD0016" Error "lost on the way into the typed document", "What the typed reader drops never reaches the client.";
    NOT_TYPED = "PD0017" Error "not understood by the typed reader", "The object is left out until it is mended.";
    DANGLING_REF = "PD0020" Error "a reference to something that does not exist", "The type that stands here cannot be known.";
    REF_KIND = "PD0021" Error "a reference to the wrong kind of thing", "A schema cannot stand where a parameter is wanted, and so on.";
    REF_OUTSIDE = "PD0022" Error "a reference that leaves the folder", "The description must be whole by itself, on every machine.";
    REF_DEPTH = "PD0023" Error "a reference into the inside of another definition", "Only named entries become Rust types, and names must not hang on where something happens to stand.";
    REF_CYCLE = "PD0024" Error "references that only lead to each other", "There is no type at the end of the chain.";
    ORPHAN_FILE = "PD0025" Error "a file that nothing refers to", "What stands in it never reaches the client, though it looks as if it did.";
    UNUSED_ENTRY = "PD0026" Warning "an entry that nothing refers to", "It becomes no Rust type; it is either forgotten or left over.";
    UNKNOWN_EXTENSION = "PD0030" Error "an unknown extension", "Extensions carry facts; one that nobody reads is a fact lost.";
    EXTENSION_PLACE = "PD0031" Error "an extension in the wrong place", "It is read only where the table in spec/README.md says so.";
    EXTENSION_VALUE = "PD0032" Error "an extension with a wrong value", "The fact cannot be read, so it would be ignored.";

    // lint: PD01xx
    OPERATION_ID_FORM = "PD0101" Error "an operation id that makes no Rust path", "`v2.deals.list` becomes `client.v2().deals().list()`; anything else has no place in the client.";
    OPERATION_ID_TWICE = "PD0102" Error "the same operation id twice", "Two methods of one name cannot stand on one resource.";
    TAG = "PD0103" Error "a tag that is not declared", "The tag groups the documentation; an unknown one opens a group without a description.";
    PAGINATION = "PD0104" Error "paging that does not fit the operation", "Without it the method returns one page and no `Stream`; with a wrong one the stream stops early or never.";
    COMMA_LIST = "PD0105" Error "a comma list that is a string", "The setter would take one `&str` and leave joining and escaping to the caller, instead of taking the values.";
    FLAG01 = "PD0106" Error "an enum of 0 and 1", "It would become an enum with the variants `_0` and `_1` instead of `bool`.";
    DATE_FORMAT = "PD0107" Error "a date or time without a format", "It would become a `String` that every caller has to parse.";
    INLINE_TYPE = "PD0108" Error "an inline type", "Its Rust name would hang on where it stands, and change when it moves.";
    SAME_STRUCTURE = "PD0109" Warning "two schemas that say the same", "Two Rust types with the same fields cannot be used for one another.";
    UPDATE_DEFAULT = "PD0110" Error "a default in an update body", "Absent means unchanged in an update, so the documented default would be a lie.";
    REQUIRED_UNDESCRIBED = "PD0111" Error "a required property that is not there", "It becomes an argument of the method, and has no type.";
    REPLACED_BY = "PD0112" Error "a replacement that does not fit", "`#[deprecated(note = …)]` would point at nothing, or be missing.";
    RESPONSES = "PD0113" Error "a reply is missing", "Without a success reply the method has no return type; without `default` errors are not documented.";
    EXAMPLE_MISSING = "PD0114" Error "no example", "Nothing proves that the types can hold a real reply.";
    EXAMPLE_ORPHAN = "PD0115" Error "an example without an operation", "It is never checked, and misleads whoever reads it.";
    EXAMPLE_INVALID = "PD0116" Error "an example that does not fit the schema", "One of the two is wrong; if it is the schema, decoding real replies loses values.";
    EXAMPLE_INCOMPLETE = "PD0117" Warning "an example that does not show everything", "What no example shows is never decoded in a test.";
    SECRET = "PD0118" Error "a secret that is not marked", "It would stand readable in `Debug` output and in logs.";
    ID_TYPE = "PD0119" Error "an id type that does not fit", "The newtype would have no definition, or hold another type than the wire.";
    DESCRIPTION = "PD0120" Error "no description", "The item would be undocumented in the crate, where `missing_docs` is denied.";
    DESCRIPTION_STYLE = "PD0121" Warning "a description that reads badly in rustdoc", "Markup other than Markdown shows up as it is, and long texts hide what matters.";
    TOKEN_COST = "PD0122" Error "no token cost", "The client tells the cost of every call, and budgets with it.";
    FILE_LENGTH = "PD0123" Warning "a long file", "Nobody keeps more than this in view; split off `<resource>.schemas.yaml`.";
    PATH_PARAMETERS = "PD0124" Error "path parameters that do not fit the path", "The request could not be put together.";
    SCOPES = "PD0125" Error "no word on who may call it", "`OperationInfo` would show no scopes, or one that no app can ask for.";
    ERROR_RESPONSE = "PD0126" Error "an error reply of its own", "All errors become one `Error`, so what this one says never reaches the client.";
    COUNT_AS_NUMBER = "PD0127" Error "an id or a count that may have a fraction", "It would become `f64`, which cannot be compared or used as a key.";
    PLACEHOLDER = "PD0128" Warning "a placeholder in an example", "Only real values prove that the types can hold a real reply.";
    GET_BODY = "PD0129" Error "a body on a GET", "Servers and proxies drop it, and the call would say nothing.";
    DEFAULT_UNREACHABLE = "PD0130" Error "a default on something required", "What is required is an argument of the method, so the documented default could never apply.";
    LONG_NAME = "PD0131" Warning "a long name", "Users write it out in every signature, and rustfmt breaks lines around it.";
    PAGE_SIZE = "PD0132" Warning "a list without a largest page", "A larger `limit` would go out as it is and be refused, instead of being cut to the largest page.";
    WAITING = "PD0133" Error "waiting that does not fit the operation", "`wait()` would go on for ever, or end before the job does.";
    LINT_SETTINGS = "PD0199" Error "a level that cannot be set", "A rule would be off, or on, without anybody knowing why.";

    // lower: PD02xx
    UNSUPPORTED = "PD0201" Error "something that has no Rust type here", "The generator would have to guess, and a wrong type fails on live data.";
    UNKNOWN_FORMAT = "PD0202" Error "a format that is not known", "The value would be plain text, and its meaning would be lost.";
    MISPLACED_LENIENT = "PD0203" Error "a looseness that does not fit", "It tells the decoder what to accept, and here it would accept nothing.";
    UNION_WITHOUT_TAG = "PD0204" Error "a `oneOf` that cannot be told apart", "The decoder would have to try one after the other and could take the wrong one.";
    CONTENT_TYPE = "PD0205" Error "a content that cannot be written or read", "The call would have no body, or its reply no type.";

    // names: PD03xx
    NO_IDENTIFIER = "PD0301" Error "a name that Rust cannot spell", "Every public item needs an identifier.";
    NAME_COLLISION = "PD0302" Error "two things with the same Rust name", "The emitted crate would not compile.";
    RESERVED_NAME = "PD0303" Error "a name that the emitted code needs for itself", "It would shadow a type that every file uses.";

    // emit: PD04xx
    NOT_RUST = "PD0401" Error "a template gave something that is not Rust", "This is a fault of the generator, not of the description.";

    // foreign: PD05xx, in descriptions that are not ours
    NOT_GENERATED = "PD0501" Warning "something that is left out", "The generator has nothing to make of it; the rest of the crate works without.";
    ANY_JSON = "PD0502" Warning "a value that becomes any JSON", "No Rust type fits what is described, so the value is kept as it comes.";
    LOOSENED = "PD0503" Warning "something that is taken more loosely", "The Rust type takes more than what is described, or says less about it.";
    REPAIRED = "PD0504" Warning "a fault that was passed over", "What is meant is clear enough to go on, but other tools may read it in another way.";
}
