//! What users of the emitted crate see. Structs, open enums and unions are `#[non_exhaustive]`, so adding to them breaks nobody.

use super::{SemverLevel, family};

family! { Rust;
    METHOD_ADDED = "DF0901" "method-added" Existence Add None rust: SemverLevel::Minor, => "There is more to call.";
    METHOD_REMOVED = "DF0902" "method-removed" Existence Remove None rust: SemverLevel::Major, => "Code that calls it no longer compiles.";
    METHOD_MOVED = "DF0903" "method-moved" Structure Change None rust: SemverLevel::Major, => "Code that calls it by its old name no longer compiles.";
    ARGUMENTS = "DF0904" "arguments-changed" Structure Change None rust: SemverLevel::Major, => "Calls pass other arguments.";
    SETTER_ADDED = "DF0905" "setter-added" Existence Add None rust: SemverLevel::Minor, => "Nobody has to call it.";
    SETTER_REMOVED = "DF0906" "setter-removed" Existence Remove None rust: SemverLevel::Major, => "Code that calls it no longer compiles.";
    SETTER_TYPE = "DF0907" "setter-type-changed" Type Change None rust: SemverLevel::Major, => "What was passed may fit no longer.";
    OUTPUT = "DF0908" "output-changed" Type Change None rust: SemverLevel::Major, => "Awaiting the call gives something else.";
    PAGING = "DF0909" "paging-changed" Structure Change None rust: SemverLevel::Major, => "`items()` and `pages()` are gone, or give something else.";
    PAGING_ADDED = "DF0910" "paging-added" Existence Add None rust: SemverLevel::Minor, => "`items()` and `pages()` are there now.";
    TYPE_ADDED = "DF0911" "type-added" Existence Add None rust: SemverLevel::Minor, => "There is more to name.";
    TYPE_REMOVED = "DF0912" "type-removed" Existence Remove None rust: SemverLevel::Major, => "Code that names it no longer compiles.";
    TYPE_RENAMED = "DF0913" "type-renamed" Structure Change None rust: SemverLevel::Major, => "Code that names it no longer compiles; what it holds is the same or nearly so.";
    TYPE_KIND = "DF0914" "type-kind-changed" Type Change None rust: SemverLevel::Major, => "A struct, an enum and an id are used in different ways.";
    FIELD_ADDED = "DF0915" "field-added" Existence Add None rust: SemverLevel::Minor, => "Structs are `#[non_exhaustive]`.";
    FIELD_REMOVED = "DF0916" "field-removed" Existence Remove None rust: SemverLevel::Major, => "Code that reads it no longer compiles.";
    FIELD_TYPE = "DF0917" "field-type-changed" Type Change None rust: SemverLevel::Major, => "Code that reads it expects another type; `Option<T>` and `T` are two.";
    VARIANT_ADDED_OPEN = "DF0918" "variant-added-to-open" Existence Add None rust: SemverLevel::Minor, => "Whoever matches has an arm for the unknown.";
    VARIANT_ADDED_CLOSED = "DF0919" "variant-added-to-closed" Existence Add None rust: SemverLevel::Major, => "Whoever matches in full lacks an arm.";
    VARIANT_REMOVED_RUST = "DF0920" "variant-removed-from-enum" Existence Remove None rust: SemverLevel::Major, => "Code that names it no longer compiles.";
    VARIANT_TYPE = "DF0921" "variant-type-changed" Type Change None rust: SemverLevel::Major, => "What it holds is something else.";
    NAME_CHANGED = "DF0922" "member-renamed" Structure Change None rust: SemverLevel::Major, => "The same thing on the wire has another name in Rust.";
    ENUM_KIND = "DF0923" "enum-openness-changed" Structure Change None rust: SemverLevel::Major, => "Whether a match needs an arm for the unknown.";
    CONSTRUCTOR = "DF0924" "constructor-changed" Structure Change None rust: SemverLevel::Major, => "`new` takes other arguments.";
    FEATURES = "DF0925" "feature-lost" Structure Specialize None rust: SemverLevel::Major, => "Whoever turned on only this feature finds the module gone.";
    RUST_DEPRECATED = "DF0926" "warning-added" Lifecycle Set None rust: SemverLevel::Minor, => "The compiler warns whoever uses it.";
    RUST_REACTIVATED = "DF0927" "warning-removed" Lifecycle Unset None rust: SemverLevel::Patch, => "The compiler warns no longer.";
    WAIT_ADDED = "DF0928" "waiting-added" Existence Add None rust: SemverLevel::Minor, => "`wait()` is there now.";
    WAIT_REMOVED = "DF0929" "waiting-removed" Existence Remove None rust: SemverLevel::Major, => "Code that calls `wait()` no longer compiles.";
}
