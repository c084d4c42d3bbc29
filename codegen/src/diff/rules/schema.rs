//! Rules for schemas in bodies, responses, parameters and headers. The direction of a value determines what a change means.

use super::ReportSection::{Deprecation, Documentation};
use super::{SemverLevel, family};

family! { Schema;
    PROPERTY_ADDED = "DF0601" "optional-property-added" Existence Add Adds => "Requests may send a new property, or responses contain one.";
    REQUIRED_PROPERTY_ADDED = "DF0602" "required-property-added" Existence Add Narrows => "Requests without the property will be rejected.";
    REQUIRED_PROPERTY_REMOVED = "DF0603" "required-property-removed" Existence Remove Changes => "Responses were guaranteed to contain the property; requests with it will be rejected, or it is ignored.";
    PROPERTY_REMOVED = "DF0604" "optional-property-removed" Existence Remove Narrows => "Requests with the property will be rejected, or it is ignored; responses were never guaranteed to contain it.";
    BECAME_REQUIRED = "DF0605" "property-became-required" Requiredness Set Narrows stricter: true, => "Requests without the property will be rejected; responses always contain it.";
    BECAME_OPTIONAL = "DF0606" "property-became-optional" Requiredness Unset Widens => "Requests may omit the property; so may responses.";
    BECAME_NULLABLE = "DF0607" "became-nullable" Requiredness Set Widens => "Requests may send `null`; responses may contain it.";
    BECAME_NOT_NULL = "DF0608" "became-non-nullable" Requiredness Unset Narrows stricter: true, => "Requests with `null` will be rejected; responses never contain it.";

    TYPE_CHANGED = "DF0610" "type-changed" Type Change Changes stricter: true, => "Values of the old type are invalid for the new one.";
    TYPE_GENERALIZED = "DF0611" "type-generalized" Type Generalize Widens => "Values of more types are valid.";
    TYPE_SPECIALIZED = "DF0612" "type-specialized" Type Specialize Narrows stricter: true, => "Values of fewer types are valid.";
    FORMAT_CHANGED = "DF0613" "format-changed" Type Change Changes stricter: true, => "Values are written in a different format.";
    FORMAT_GENERALIZED = "DF0614" "format-generalized" Type Generalize Widens => "Values in more formats are valid.";
    FORMAT_SPECIALIZED = "DF0615" "format-specialized" Type Specialize Narrows stricter: true, => "Values in fewer formats are valid.";

    VALUE_ADDED = "DF0620" "enum-value-added" Values Add Widens => "Requests may send the value, and responses may contain it.";
    VALUE_REMOVED = "DF0621" "enum-value-removed" Values Remove Narrows => "Requests with the value will be rejected.";
    BECAME_ENUM = "DF0622" "became-enum" Values Set Narrows => "Only the listed values are valid.";
    BECAME_FREE = "DF0623" "became-not-enum" Values Unset Widens => "Any value of the type is valid.";
    ENUM_CLOSED = "DF0624" "enum-closed" Values Specialize Narrows stricter: true, => "A value that is not listed fails to decode.";
    ENUM_OPENED = "DF0625" "enum-opened" Values Generalize Widens => "Responses may contain values that are not listed.";

    LIMIT_SET = "DF0630" "limit-set" Constraints Set Narrows rust: SemverLevel::Patch, => "Values beyond the limit will be rejected.";
    LIMIT_UNSET = "DF0631" "limit-unset" Constraints Unset Widens rust: SemverLevel::Patch, => "Values beyond the old limit are valid.";
    LIMIT_INCREASED = "DF0632" "limit-increased" Constraints Increase Changes rust: SemverLevel::Patch, => "An upper limit allows more values, a lower limit fewer.";
    LIMIT_DECREASED = "DF0633" "limit-decreased" Constraints Decrease Changes rust: SemverLevel::Patch, => "An upper limit allows fewer values, a lower limit more.";
    PATTERN_SET = "DF0634" "pattern-set" Constraints Set Narrows => "Strings that do not match the pattern will be rejected.";
    PATTERN_UNSET = "DF0635" "pattern-unset" Constraints Unset Widens => "Any string is valid.";
    PATTERN_CHANGED = "DF0636" "pattern-changed" Constraints Change Changes => "Strings that matched may no longer match; patterns are not compared any further.";
    PATTERN_GENERALIZED = "DF0637" "pattern-generalized" Constraints Generalize Widens => "The new pattern matches any string.";
    UNIQUE_SET = "DF0638" "unique-items-set" Constraints Set Narrows => "Lists with duplicates will be rejected.";
    UNIQUE_UNSET = "DF0639" "unique-items-unset" Constraints Unset Widens => "Lists may contain duplicates.";
    MULTIPLE_CHANGED = "DF0640" "multiple-of-changed" Constraints Change Changes => "Different numbers are valid, unless one step divides the other.";

    DEFAULT_SET = "DF0641" "default-set" Values Set Adds rust: SemverLevel::Patch, => "The value that the API uses for a missing one is documented, or has changed.";
    DEFAULT_UNSET = "DF0642" "default-unset" Values Unset Adds rust: SemverLevel::Patch, => "The value that the API uses for a missing one is no longer documented.";
    DEFAULT_CHANGED = "DF0643" "default-changed" Values Change Adds rust: SemverLevel::Patch, => "Requests that omit the value now mean a different one.";

    VARIANT_ADDED = "DF0650" "variant-added" Structure Add Widens => "Values may match another variant.";
    VARIANT_REMOVED = "DF0651" "variant-removed" Structure Remove Narrows => "Values of the variant will be rejected.";
    WRAPPED = "DF0652" "wrapped-in-one-of" Structure Generalize Widens => "The former schema is now one of several variants.";
    UNWRAPPED = "DF0653" "unwrapped-from-one-of" Structure Specialize Narrows stricter: true, => "One of several variants is now the only schema.";
    VARIANTS_SET = "DF0654" "variants-set" Structure Set Narrows stricter: true, => "A value must match one of the listed variants.";
    VARIANTS_UNSET = "DF0655" "variants-unset" Structure Unset Widens => "A value no longer has to match a listed variant.";
    DISCRIMINATOR_SET = "DF0656" "discriminator-set" Structure Set None stricter: true, => "The variant is selected by a property, which must therefore be present.";
    DISCRIMINATOR_UNSET = "DF0657" "discriminator-unset" Structure Unset None => "The variant can be determined only by trying each one.";
    DISCRIMINATOR_CHANGED = "DF0658" "discriminator-property-changed" Structure Change Changes stricter: true, => "The variant is selected by a different property.";
    MAPPING_ADDED = "DF0659" "discriminator-mapping-added" Structure Add Adds => "Another discriminator value is mapped to a variant.";
    MAPPING_REMOVED = "DF0660" "discriminator-mapping-removed" Structure Remove Narrows => "A discriminator value is no longer mapped to a variant.";
    MAPPING_CHANGED = "DF0661" "discriminator-mapping-changed" Structure Change Changes stricter: true, => "A discriminator value is mapped to a different variant.";
    NOT_SET = "DF0662" "not-set" Structure Set Narrows => "Values that match the excluded schema will be rejected.";
    NOT_UNSET = "DF0663" "not-unset" Structure Unset Widens => "Values that match the formerly excluded schema are valid.";
    ADDITIONAL_FORBIDDEN = "DF0664" "additional-properties-forbidden" Structure Specialize Narrows stricter: true, => "Unknown properties will be rejected.";
    ADDITIONAL_ALLOWED = "DF0665" "additional-properties-allowed" Structure Generalize Widens => "Unknown properties are valid.";
    ADDITIONAL_TYPED = "DF0666" "additional-properties-typed" Structure Specialize Narrows stricter: true, => "Unknown properties must match a schema.";
    ADDITIONAL_UNTYPED = "DF0667" "additional-properties-untyped" Structure Generalize Widens => "Unknown properties may have any value.";
    ITEMS_SET = "DF0668" "items-set" Structure Set Narrows stricter: true, => "The items of the list must match a schema.";
    ITEMS_UNSET = "DF0669" "items-unset" Structure Unset Widens => "The items of the list may be anything.";
    PART_ADDED = "DF0670" "all-of-part-added" Structure Add None => "Only annotations were added; constraints of a part are reported by their own rules.";
    PART_REMOVED = "DF0671" "all-of-part-removed" Structure Remove None => "Only annotations were removed; constraints of a part are reported by their own rules.";
    VARIANTS_EXCLUSIVE = "DF0673" "variants-became-exclusive" Structure Specialize Narrows => "A value that matches several variants is no longer valid.";
    VARIANTS_INCLUSIVE = "DF0674" "variants-became-inclusive" Structure Generalize Widens => "A value may match several variants.";
    XML = "DF0672" "xml-changed" Structure Change Changes => "The XML representation has changed.";

    READ_ONLY = "DF0680" "read-only-changed" Mutability Change Adds => "Whether requests may contain the property has changed.";
    WRITE_ONLY = "DF0681" "write-only-changed" Mutability Change Adds => "Whether responses may contain the property has changed.";
    PROPERTY_DEPRECATED = "DF0682" "property-deprecated" Lifecycle Set None rust: SemverLevel::Minor, section: Some(Deprecation), => "The field or setter is marked `#[deprecated]`.";
    PROPERTY_REACTIVATED = "DF0683" "property-reactivated" Lifecycle Unset None rust: SemverLevel::Patch, section: Some(Deprecation), => "The field or setter is no longer marked `#[deprecated]`.";
    SCHEMA_DOCS = "DF0684" "schema-docs-changed" Documentation Change None rust: SemverLevel::Patch, section: Some(Documentation), => "The documentation of the schema or property has changed.";
    SCHEMA_EXAMPLE = "DF0685" "schema-example-changed" Documentation Change None section: Some(Documentation), => "A different example value is shown.";
    NAMED_ADDED = "DF0686" "named-schema-added" Existence Add None => "A schema has been named; its uses are reported separately.";
    NAMED_REMOVED = "DF0687" "named-schema-removed" Existence Remove None => "A named schema has been removed; its uses are reported separately.";
}

/// Why a value that is added to an open enum matters.
pub(in crate::diff) const VALUE_ADDED_TO_OPEN: &str =
    "Requests may send the value. Responses may contain it, which open enums accept.";
