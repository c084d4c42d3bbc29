//! Objects that are addresses: the `Address` of the runtime, which custom fields have, converts to them.

use crate::ir::{ObjectType, Property, Type};

/// The parts of the `Address` of the runtime, apart from `value`.
const PARTS: &[&str] = &[
    "subpremise",
    "street_number",
    "route",
    "sublocality",
    "locality",
    "admin_area_level_1",
    "admin_area_level_2",
    "country",
    "postal_code",
    "formatted_address",
];

/// A field that is set from a part of an `Address`.
pub(in crate::emit) struct AddressPartView {
    /// The name of the part.
    pub(super) part: String,
    /// The name of the field.
    pub(super) ident: String,
    /// Whether the part is an `Option`.
    pub(super) is_optional: bool,
}

/// Returns whether an object is an address: it has the complete address in `value`, some of the parts, and nothing else.
pub(in crate::emit) fn is_address(object: &ObjectType) -> bool {
    let is_part = |property: &Property| property.wire == "value" || PARTS.contains(&property.wire.as_str());
    let fits = |property: &Property| is_part(property) && property.ty == Type::String && !property.sensitive && !property.proven;
    object.properties.len() > 1
        && object.custom_fields.is_none()
        && object.properties.iter().any(|property| property.wire == "value")
        && object.properties.iter().all(fits)
}

/// Returns the fields that are set from an `Address`. Empty unless the object is an address that requests contain.
pub(super) fn view(object: &ObjectType, names: &[String], in_requests: bool) -> Vec<AddressPartView> {
    if !in_requests || !is_address(object) {
        return Vec::new();
    }
    let part = |(property, ident): (&Property, &String)| AddressPartView {
        part: property.wire.clone(),
        ident: ident.clone(),
        is_optional: property.wire != "value",
    };
    object.properties.iter().zip(names).map(part).collect()
}
