//! Values: wherever a schema stands, in bodies, replies, parameters and headers. The direction decides what a change means.

use super::ReportSection::{Deprecation, Documentation};
use super::{SemverLevel, family};

family! { Schema;
    PROPERTY_ADDED = "DF0601" "optional-property-added" Existence Add Adds => "There is more to say or to read.";
    REQUIRED_PROPERTY_ADDED = "DF0602" "required-property-added" Existence Add Narrows => "Requests without it will be refused.";
    REQUIRED_PROPERTY_REMOVED = "DF0603" "required-property-removed" Existence Remove Changes => "Replies promised it; requests with it will be refused or misread.";
    PROPERTY_REMOVED = "DF0604" "optional-property-removed" Existence Remove Narrows => "Requests with it will be refused or misread; replies never promised it.";
    BECAME_REQUIRED = "DF0605" "property-became-required" Requiredness Set Narrows stricter: true, => "Requests without it will be refused; replies promise it.";
    BECAME_OPTIONAL = "DF0606" "property-became-optional" Requiredness Unset Widens => "Requests may leave it out; replies may too.";
    BECAME_NULLABLE = "DF0607" "became-nullable" Requiredness Set Widens => "Requests may clear it; replies may hold null.";
    BECAME_NOT_NULL = "DF0608" "became-not-null" Requiredness Unset Narrows stricter: true, => "Requests with null will be refused; replies never hold it.";

    TYPE_CHANGED = "DF0610" "type-changed" Type Change Changes stricter: true, => "Values of the one type are none of the other.";
    TYPE_GENERALIZED = "DF0611" "type-generalized" Type Generalize Widens => "Values of more types are valid.";
    TYPE_SPECIALIZED = "DF0612" "type-specialized" Type Specialize Narrows stricter: true, => "Values of fewer types are valid.";
    FORMAT_CHANGED = "DF0613" "format-changed" Type Change Changes stricter: true, => "Values are written otherwise.";
    FORMAT_GENERALIZED = "DF0614" "format-generalized" Type Generalize Widens => "Values may be written in more ways.";
    FORMAT_SPECIALIZED = "DF0615" "format-specialized" Type Specialize Narrows stricter: true, => "Values may be written in fewer ways.";

    VALUE_ADDED = "DF0620" "enum-value-added" Values Add Widens => "Requests may say more. Replies may too, which open enums are made for.";
    VALUE_REMOVED = "DF0621" "enum-value-removed" Values Remove Narrows => "Requests with it will be refused.";
    BECAME_ENUM = "DF0622" "became-enum" Values Set Narrows => "Only listed values are valid.";
    BECAME_FREE = "DF0623" "became-not-enum" Values Unset Widens => "Any value of the type is valid.";
    ENUM_CLOSED = "DF0624" "enum-closed" Values Specialize Narrows stricter: true, => "A value that is not listed cannot be read any more.";
    ENUM_OPENED = "DF0625" "enum-opened" Values Generalize Widens => "Values that are not listed may come.";

    LIMIT_SET = "DF0630" "limit-set" Constraints Set Narrows rust: SemverLevel::Patch, => "Values beyond it will be refused.";
    LIMIT_UNSET = "DF0631" "limit-unset" Constraints Unset Widens rust: SemverLevel::Patch, => "Values beyond it are valid.";
    LIMIT_INCREASED = "DF0632" "limit-increased" Constraints Increase Changes rust: SemverLevel::Patch, => "An upper limit lets more through, a lower one less.";
    LIMIT_DECREASED = "DF0633" "limit-decreased" Constraints Decrease Changes rust: SemverLevel::Patch, => "An upper limit lets less through, a lower one more.";
    PATTERN_SET = "DF0634" "pattern-set" Constraints Set Narrows => "Texts that do not match will be refused.";
    PATTERN_UNSET = "DF0635" "pattern-unset" Constraints Unset Widens => "Any text is valid.";
    PATTERN_CHANGED = "DF0636" "pattern-changed" Constraints Change Changes => "Texts that matched may match no longer; nobody can tell from the pattern.";
    PATTERN_GENERALIZED = "DF0637" "pattern-generalized" Constraints Generalize Widens => "Any text matches it.";
    UNIQUE_SET = "DF0638" "unique-items-set" Constraints Set Narrows => "Lists that hold something twice will be refused.";
    UNIQUE_UNSET = "DF0639" "unique-items-unset" Constraints Unset Widens => "Lists may hold something twice.";
    MULTIPLE_CHANGED = "DF0640" "multiple-of-changed" Constraints Change Changes => "Other numbers are valid, unless the one step divides the other.";

    DEFAULT_SET = "DF0641" "default-set" Values Set Adds rust: SemverLevel::Patch, => "What happens when it is left out is told, or has changed.";
    DEFAULT_UNSET = "DF0642" "default-unset" Values Unset Adds rust: SemverLevel::Patch, => "What happens when it is left out is not told any more.";
    DEFAULT_CHANGED = "DF0643" "default-changed" Values Change Adds rust: SemverLevel::Patch, => "Requests that leave it out mean something else.";

    VARIANT_ADDED = "DF0650" "variant-added" Structure Add Widens => "Values may take another form too.";
    VARIANT_REMOVED = "DF0651" "variant-removed" Structure Remove Narrows => "Values in this form will be refused.";
    WRAPPED = "DF0652" "wrapped-in-one-of" Structure Generalize Widens => "What was the only form is one of several.";
    UNWRAPPED = "DF0653" "unwrapped-from-one-of" Structure Specialize Narrows stricter: true, => "Of several forms one is left.";
    VARIANTS_SET = "DF0654" "variants-set" Structure Set Narrows stricter: true, => "A value has to fit one of the listed forms.";
    VARIANTS_UNSET = "DF0655" "variants-unset" Structure Unset Widens => "A value need not fit any listed form.";
    DISCRIMINATOR_SET = "DF0656" "discriminator-set" Structure Set None stricter: true, => "The form is read off a property, which therefore has to be there.";
    DISCRIMINATOR_UNSET = "DF0657" "discriminator-unset" Structure Unset None => "Nothing tells the forms apart but trying.";
    DISCRIMINATOR_CHANGED = "DF0658" "discriminator-property-changed" Structure Change Changes stricter: true, => "The form is read off another property.";
    MAPPING_ADDED = "DF0659" "discriminator-mapping-added" Structure Add Adds => "Another name of a form is known.";
    MAPPING_REMOVED = "DF0660" "discriminator-mapping-removed" Structure Remove Narrows => "A name of a form is known no longer.";
    MAPPING_CHANGED = "DF0661" "discriminator-mapping-changed" Structure Change Changes stricter: true, => "The same name stands for another form.";
    NOT_SET = "DF0662" "not-set" Structure Set Narrows => "What fits the excluded form will be refused.";
    NOT_UNSET = "DF0663" "not-unset" Structure Unset Widens => "What fitted the excluded form is valid.";
    ADDITIONAL_FORBIDDEN = "DF0664" "additional-properties-forbidden" Structure Specialize Narrows stricter: true, => "Properties that are not described will be refused.";
    ADDITIONAL_ALLOWED = "DF0665" "additional-properties-allowed" Structure Generalize Widens => "Properties that are not described are valid.";
    ADDITIONAL_TYPED = "DF0666" "additional-properties-typed" Structure Specialize Narrows stricter: true, => "Properties that are not described have a shape now.";
    ADDITIONAL_UNTYPED = "DF0667" "additional-properties-untyped" Structure Generalize Widens => "Properties that are not described may be anything.";
    ITEMS_SET = "DF0668" "items-set" Structure Set Narrows stricter: true, => "The items of the list have a shape now.";
    ITEMS_UNSET = "DF0669" "items-unset" Structure Unset Widens => "The items of the list may be anything.";
    PART_ADDED = "DF0670" "all-of-part-added" Structure Add None => "What the part says is told by itself; this tells of parts that say nothing else.";
    PART_REMOVED = "DF0671" "all-of-part-removed" Structure Remove None => "What the part said is told by itself; this tells of parts that said nothing else.";
    XML = "DF0672" "xml-changed" Structure Change Changes => "The value is written otherwise in XML.";

    READ_ONLY = "DF0680" "read-only-changed" Mutability Change Adds => "Whether requests may hold it.";
    WRITE_ONLY = "DF0681" "write-only-changed" Mutability Change Adds => "Whether replies may hold it.";
    PROPERTY_DEPRECATED = "DF0682" "property-deprecated" Lifecycle Set None rust: SemverLevel::Minor, section: Some(Deprecation), => "Users are warned by the compiler.";
    PROPERTY_REACTIVATED = "DF0683" "property-reactivated" Lifecycle Unset None rust: SemverLevel::Patch, section: Some(Deprecation), => "Users are no longer warned.";
    SCHEMA_DOCS = "DF0684" "schema-text-changed" Documentation Change None rust: SemverLevel::Patch, section: Some(Documentation), => "Its documentation reads differently.";
    SCHEMA_EXAMPLE = "DF0685" "schema-example-changed" Documentation Change None section: Some(Documentation), => "Another value is shown.";
    NAMED_ADDED = "DF0686" "named-schema-added" Existence Add None => "A name for something; what uses it is told by itself.";
    NAMED_REMOVED = "DF0687" "named-schema-removed" Existence Remove None => "A name is gone; what used it is told by itself.";
}
