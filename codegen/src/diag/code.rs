//! The registry of diagnostic codes: one line each.

use super::Severity;

/// A kind of error or warning. Compared and sorted by its id.
#[derive(Debug, Clone, Copy)]
pub struct DiagnosticCode {
    /// The id, such as `PD0001`.
    pub id: &'static str,
    /// The default severity.
    pub severity: Severity,
    /// A short title: lower case, no full stop.
    pub title: &'static str,
    /// The reason for the check, shown as `= why:`.
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
        /// All codes, as constants and as the list [`ALL`](codes::ALL).
        pub mod codes {
            use super::{DiagnosticCode, Severity};
            $(
                #[doc = $title]
                pub const $name: DiagnosticCode = DiagnosticCode { id: $id, severity: Severity::$severity, title: $title, why: $why };
            )*
            /// All codes, in the order of their ids.
            pub const ALL: &[DiagnosticCode] = &[$($name),*];
        }
    };
}

codes! {
    // load: PD00xx
    FILE_UNREADABLE = "PD0001" Error "unreadable file", "The description is incomplete without this file.";
    YAML_SYNTAX = "PD0002" Error "syntax error in YAML or JSON", "The file is skipped until its syntax is correct.";
    TAB_INDENT = "PD0003" Error "tab in the indentation", "YAML does not allow tabs in the indentation.";
    DUPLICATE_KEY = "PD0004" Error "duplicate key in a mapping", "Most YAML parsers silently keep one of the two values, and not all keep the same one.";
    YAML_FEATURE = "PD0005" Error "anchor, alias, tag or merge key", "Only `$ref` is understood by every OpenAPI tool.";
    MANY_DOCUMENTS = "PD0006" Error "more than one YAML document in a file", "Most tools read the first document and ignore the rest.";
    KEY_NOT_STRING = "PD0007" Error "key that is not a string", "JSON allows string keys only, and YAML parsers convert other keys in different ways.";
    AMBIGUOUS_SCALAR = "PD0008" Error "ambiguous number", "`010` is 8 in YAML 1.1 and 10 in YAML 1.2, and JSON has no `.inf`.";
    TOO_DEEP = "PD0009" Error "nesting too deep", "Recursive parsers overflow the stack on deeply nested input.";
    WRONG_SHAPE = "PD0010" Error "invalid value", "OpenAPI 3.0 does not allow this value here, and tools ignore or reject it.";
    UNKNOWN_KEY = "PD0011" Error "unknown key", "OpenAPI 3.0 does not define this key here, so tools ignore it.";
    REF_SIBLINGS = "PD0012" Error "key beside a `$ref`", "OpenAPI 3.0 ignores all other keys of an object with a `$ref`.";
    MISSING_KEY = "PD0013" Error "missing field", "OpenAPI 3.0 requires this field.";
    NOT_USED_HERE = "PD0014" Error "unsupported part of OpenAPI", "The generator emits no code for it.";
    ENUM_VALUE_TYPE = "PD0015" Error "enum value of another type", "No value has both this type and this enum value, so the variant could never occur.";
    LOST_IN_TYPING = "PD0016" Error "key ignored by the OpenAPI parser", "The generator does not see a key that the parser drops.";
    NOT_TYPED = "PD0017" Error "object rejected by the OpenAPI parser", "The generator does not see an object that the parser rejects.";
    DANGLING_REF = "PD0020" Error "unresolved reference", "The type at this location is unknown.";
    REF_KIND = "PD0021" Error "reference to another kind of object", "Only a schema can be used as a schema, only a parameter as a parameter, and so on.";
    REF_OUTSIDE = "PD0022" Error "reference to a file outside the description", "The generator reads only the directory of the description.";
    REF_DEPTH = "PD0023" Error "reference to the inside of a definition", "Only named entries become Rust types, so a type must be referenced by its name.";
    REF_CYCLE = "PD0024" Error "cycle of references", "A chain of references must end at a definition.";
    ORPHAN_FILE = "PD0025" Error "unused file", "The generator does not read a file that nothing refers to.";
    UNUSED_ENTRY = "PD0026" Warning "unused definition", "The generator emits no code for a definition that nothing refers to.";
    UNKNOWN_EXTENSION = "PD0030" Error "unknown extension", "The generator ignores extensions that it does not know.";
    EXTENSION_MISPLACED = "PD0031" Error "extension on the wrong kind of object", "The generator reads an extension only on the objects listed in spec/README.md.";
    EXTENSION_VALUE = "PD0032" Error "invalid value of an extension", "The generator ignores an extension that it cannot parse.";

    // lint: PD01xx
    OPERATION_ID_FORM = "PD0101" Error "missing or malformed operation id", "The id gives the Rust path: `v2.deals.list` becomes `client.v2().deals().list()`.";
    OPERATION_ID_TWICE = "PD0102" Error "duplicate operation id", "Both operations would become the same Rust method.";
    TAG = "PD0103" Error "missing or undeclared tag", "Tags group the operations in the documentation, and only declared tags have a description.";
    PAGINATION = "PD0104" Error "missing or wrong pagination", "Without it the method returns a single page; with a wrong one the stream of items ends early or never.";
    COMMA_LIST = "PD0105" Error "comma-separated list that is not an array", "The setter would take one `&str` and leave joining and escaping to the caller.";
    FLAG01 = "PD0106" Error "enum of 0 and 1", "It would become an enum with two numbered variants instead of `bool`.";
    DATE_FORMAT = "PD0107" Error "date or time without a format", "It would become a `String` that every caller has to parse.";
    INLINE_TYPE = "PD0108" Error "inline object or enum", "Its Rust name would depend on its location and change whenever it is moved.";
    SAME_STRUCTURE = "PD0109" Warning "identical schemas", "Two Rust types with the same fields are not interchangeable.";
    UPDATE_DEFAULT = "PD0110" Error "default in an update body", "In an update a missing property means that it is not changed, so the default never applies.";
    REQUIRED_UNDESCRIBED = "PD0111" Error "undefined required property", "A required property becomes an argument of the method, and this one has no type.";
    REPLACED_BY = "PD0112" Error "invalid replacement", "`#[deprecated(note = …)]` would be missing, or name something that does not exist.";
    RESPONSES = "PD0113" Error "missing response", "Without a success response the method has no return type; without `default` errors are undocumented.";
    EXAMPLE_MISSING = "PD0114" Error "missing example", "No test decodes a response of this operation.";
    EXAMPLE_ORPHAN = "PD0115" Error "example without an operation", "No test decodes it.";
    EXAMPLE_INVALID = "PD0116" Error "example does not match its schema", "If the schema is wrong, the client loses values of real responses.";
    EXAMPLE_INCOMPLETE = "PD0117" Warning "property missing in an example", "No test decodes a property that the example does not contain.";
    SECRET = "PD0118" Error "unmarked secret", "The value would appear in `Debug` output and in logs.";
    ID_TYPE = "PD0119" Error "wrong or undefined id type", "The newtype would be undefined, or wrap another type than the API sends.";
    DESCRIPTION = "PD0120" Error "missing description", "The generated crate denies `missing_docs`.";
    DESCRIPTION_STYLE = "PD0121" Warning "long or formatted description", "rustdoc renders Markdown only, and a long text hides the important part.";
    TOKEN_COST = "PD0122" Error "missing token cost", "The client reports the cost of every call and uses it for its daily budget.";
    FILE_LENGTH = "PD0123" Warning "long file", "Long files are hard to review.";
    PATH_PARAMETERS = "PD0124" Error "path parameters do not match the path", "The client could not build the URL.";
    SCOPES = "PD0125" Error "missing or undeclared scopes", "`OperationInfo` would list no scopes, or scopes that no app can request.";
    ERROR_RESPONSE = "PD0126" Error "error response with its own body", "The client decodes all errors into one type, which does not have the fields of this body.";
    COUNT_AS_NUMBER = "PD0127" Error "id or count of type `number`", "It would become `f64`, which cannot be compared exactly or used as a key.";
    PLACEHOLDER = "PD0128" Warning "placeholder in an example", "Only realistic values show that the types can hold a real response.";
    GET_BODY = "PD0129" Error "GET with a body", "Servers and proxies drop the body of a GET.";
    DEFAULT_UNREACHABLE = "PD0130" Error "default of a required value", "A required value is an argument of the method, so the default never applies.";
    LONG_NAME = "PD0131" Warning "long name", "Users write the name in every signature.";
    PAGE_SIZE = "PD0132" Warning "unknown maximum page size", "The client cannot reduce a `limit` that is too large, and the API rejects it.";
    WAITING = "PD0133" Error "invalid `x-wait`", "`wait()` would never return, or return before the job ends.";
    OPERATION_UNDESCRIBED = "PD0134" Warning "operation without a description", "The documentation of the method would only repeat its name.";
    SUMMARY_STYLE = "PD0135" Warning "full stop at the end of a summary", "Summaries are titles in the documentation and in lists of operations.";
    LISTED_TWICE = "PD0136" Error "tag or required property listed twice", "OpenAPI does not allow it, and one of the two probably means another name.";
    SOURCE = "PD0137" Error "unknown source in `x-source`", "Nobody can look up the evidence.";
    PROVEN_IN_REQUEST = "PD0138" Error "`x-proven` in a request", "Only a response proves that a property is always present; `required` states what a request must contain.";
    PATTERN = "PD0139" Error "invalid regular expression", "No tool can check values against it.";
    DOCS_URL = "PD0140" Error "invalid URL of the documentation", "The documentation of the method would link to nothing.";
    LINT_SETTINGS = "PD0199" Error "invalid entry in `lint.yaml`", "The rule would silently keep its default level.";

    // lower: PD02xx
    UNSUPPORTED = "PD0201" Error "unsupported construct", "The generator would have to guess a type, and a wrong type fails on real responses.";
    UNKNOWN_FORMAT = "PD0202" Error "unknown format", "The value would become a plain string.";
    MISPLACED_LENIENT = "PD0203" Error "misplaced `x-lenient`", "It has no effect on a value of this type.";
    UNION_WITHOUT_TAG = "PD0204" Error "`oneOf` without a discriminator", "The decoder would have to try the variants in turn and could choose the wrong one.";
    CONTENT_TYPE = "PD0205" Error "unsupported media type", "The method would have no body, or no return type.";

    // names: PD03xx
    NO_IDENTIFIER = "PD0301" Error "name that is not a Rust identifier", "Every public item needs an identifier.";
    NAME_COLLISION = "PD0302" Error "duplicate Rust name", "The generated crate would not compile.";
    RESERVED_NAME = "PD0303" Error "reserved name", "It would shadow a type that the generated code uses.";

    // emit: PD04xx
    NOT_RUST = "PD0401" Error "template output is not valid Rust", "This is an error of the generator, not of the description.";

    // foreign: PD05xx, in third-party documents
    NOT_GENERATED = "PD0501" Warning "skipped construct", "The generator emits no code for it; the rest of the crate works without it.";
    ANY_JSON = "PD0502" Warning "value typed as any JSON", "No Rust type matches the schema, so the value is kept as JSON.";
    LOOSENED = "PD0503" Warning "constraint ignored", "The Rust type accepts more values than the schema.";
    REPAIRED = "PD0504" Warning "error corrected by the generator", "The intended meaning is clear, but other tools may read it differently.";
}
