//! Rules for the public API of the emitted crate. Structs, open enums and unions are `#[non_exhaustive]`, so additions to them break no code.

use super::{SemverLevel, family};

family! { Rust;
    METHOD_ADDED = "DF0901" "method-added" Existence Add None rust: SemverLevel::Minor, => "A new method can be called.";
    METHOD_REMOVED = "DF0902" "method-removed" Existence Remove None rust: SemverLevel::Major, => "Code that calls the method no longer compiles.";
    METHOD_MOVED = "DF0903" "method-moved" Structure Change None rust: SemverLevel::Major, => "Code that calls the method by its old path no longer compiles.";
    ARGUMENTS = "DF0904" "arguments-changed" Structure Change None rust: SemverLevel::Major, => "Calls must pass different arguments.";
    SETTER_ADDED = "DF0905" "setter-added" Existence Add None rust: SemverLevel::Minor, => "A new optional setter can be called.";
    SETTER_REMOVED = "DF0906" "setter-removed" Existence Remove None rust: SemverLevel::Major, => "Code that calls the setter no longer compiles.";
    SETTER_TYPE = "DF0907" "setter-type-changed" Type Change None rust: SemverLevel::Major, => "Arguments of the old type may no longer be accepted.";
    OUTPUT = "DF0908" "output-changed" Type Change None rust: SemverLevel::Major, => "Awaiting the call returns a different type.";
    PAGING = "DF0909" "paging-changed" Structure Change None rust: SemverLevel::Major, => "`items()` and `pages()` are removed or return a different type.";
    PAGING_ADDED = "DF0910" "paging-added" Existence Add None rust: SemverLevel::Minor, => "`items()` and `pages()` are new.";
    TYPE_ADDED = "DF0911" "type-added" Existence Add None rust: SemverLevel::Minor, => "A new type is available.";
    TYPE_REMOVED = "DF0912" "type-removed" Existence Remove None rust: SemverLevel::Major, => "Code that names the type no longer compiles.";
    TYPE_RENAMED = "DF0913" "type-renamed" Structure Change None rust: SemverLevel::Major, => "Code that names the type no longer compiles; its members are the same, or nearly so.";
    TYPE_KIND = "DF0914" "type-kind-changed" Type Change None rust: SemverLevel::Major, => "Structs, enums and ids are used differently.";
    FIELD_ADDED = "DF0915" "field-added" Existence Add None rust: SemverLevel::Minor, => "Structs are `#[non_exhaustive]`, so a new field breaks no code.";
    FIELD_REMOVED = "DF0916" "field-removed" Existence Remove None rust: SemverLevel::Major, => "Code that reads the field no longer compiles.";
    FIELD_TYPE = "DF0917" "field-type-changed" Type Change None rust: SemverLevel::Major, => "Code that reads the field expects a different type; `Option<T>` and `T` are different types.";
    VARIANT_ADDED_OPEN = "DF0918" "variant-added-to-open" Existence Add None rust: SemverLevel::Minor, => "The enum is `#[non_exhaustive]`, so every `match` has a wildcard arm.";
    VARIANT_ADDED_CLOSED = "DF0919" "variant-added-to-closed" Existence Add None rust: SemverLevel::Major, => "An exhaustive `match` lacks an arm.";
    VARIANT_REMOVED_RUST = "DF0920" "variant-removed-from-enum" Existence Remove None rust: SemverLevel::Major, => "Code that names the variant no longer compiles.";
    VARIANT_TYPE = "DF0921" "variant-type-changed" Type Change None rust: SemverLevel::Major, => "The variant contains a different type.";
    NAME_CHANGED = "DF0922" "member-renamed" Structure Change None rust: SemverLevel::Major, => "The Rust name changes; the name on the wire does not.";
    ENUM_KIND = "DF0923" "enum-openness-changed" Structure Change None rust: SemverLevel::Major, => "Whether a `match` needs a wildcard arm has changed.";
    CONSTRUCTOR = "DF0924" "constructor-changed" Structure Change None rust: SemverLevel::Major, => "`new` takes different arguments.";
    FEATURES = "DF0925" "feature-lost" Structure Specialize None rust: SemverLevel::Major, => "Code that enables only this feature no longer finds the module.";
    RUST_DEPRECATED = "DF0926" "warning-added" Lifecycle Set None rust: SemverLevel::Minor, => "Code that uses the item gets a deprecation warning.";
    RUST_REACTIVATED = "DF0927" "warning-removed" Lifecycle Unset None rust: SemverLevel::Patch, => "Code that uses the item no longer gets a deprecation warning.";
    WAIT_ADDED = "DF0928" "wait-added" Existence Add None rust: SemverLevel::Minor, => "`wait()` is new.";
    WAIT_REMOVED = "DF0929" "wait-removed" Existence Remove None rust: SemverLevel::Major, => "Code that calls `wait()` no longer compiles.";
    ITEM_ADDED = "DF0930" "item-added" Existence Add None rust: SemverLevel::Minor, => "The templates or the runtime have a new public item.";
    ITEM_REMOVED = "DF0931" "item-removed" Existence Remove None rust: SemverLevel::Major, => "Code that uses the item no longer compiles.";
    ITEM_CHANGED = "DF0932" "item-changed" Type Change None rust: SemverLevel::Major, => "Code that uses the item by its old signature may no longer compile.";
    ITEM_RENAMED = "DF0933" "item-renamed" Structure Change None rust: SemverLevel::Major, => "Code that uses the item by its old name no longer compiles.";
    ITEM_REQUIRED = "DF0934" "part-added" Existence Add None rust: SemverLevel::Major, => "Code that constructs, matches or implements the item lacks the new part.";
}
