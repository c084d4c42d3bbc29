//! The code of every golden case. Written by `UPDATE_GOLDEN=1 cargo test -p pipedrive-tests --test generator golden::`.

use crate::runtime::exercise::OperationEntry;

/// The operations of every case.
pub(crate) static OPERATIONS: &[(&str, &[OperationEntry])] = &[
    ("all_of", all_of::v2::lamps::exercise::ENTRIES),
    ("closed_enum", closed_enum::v2::lamps::exercise::ENTRIES),
    ("constants", constants::v1::lamps::exercise::ENTRIES),
    ("cursor_pages", cursor_pages::v2::lamps::exercise::ENTRIES),
    ("custom_fields_flat", custom_fields_flat::v1::lamps::exercise::ENTRIES),
    ("custom_fields_nested", custom_fields_nested::v2::lamps::exercise::ENTRIES),
    ("cycle", cycle::v2::lamps::exercise::ENTRIES),
    ("dates_v1", dates_v1::v1::lamps::exercise::ENTRIES),
    ("dates_v2", dates_v2::v2::lamps::exercise::ENTRIES),
    ("deprecated", deprecated::v1::lamps::exercise::ENTRIES),
    ("deprecated", deprecated::v2::lamps::exercise::ENTRIES),
    ("download", download::v1::files::exercise::ENTRIES),
    ("envelope_parts", envelope_parts::v1::lamps::exercise::ENTRIES),
    ("foreign_compositions", foreign_compositions::v1::things::exercise::ENTRIES),
    ("foreign_directions", foreign_directions::v1::besides::exercise::ENTRIES),
    ("foreign_directions", foreign_directions::v1::cells::exercise::ENTRIES),
    ("foreign_directions", foreign_directions::v1::chains::exercise::ENTRIES),
    ("foreign_directions", foreign_directions::v1::creates::exercise::ENTRIES),
    ("foreign_directions", foreign_directions::v1::lamps::exercise::ENTRIES),
    ("foreign_directions", foreign_directions::v1::modes::exercise::ENTRIES),
    ("foreign_directions", foreign_directions::v1::rows::exercise::ENTRIES),
    ("foreign_enums", foreign_enums::v1::lamps::exercise::ENTRIES),
    ("foreign_envelopes", foreign_envelopes::v1::events::exercise::ENTRIES),
    ("foreign_envelopes", foreign_envelopes::v1::jobs::exercise::ENTRIES),
    ("foreign_envelopes", foreign_envelopes::v1::nothing::exercise::ENTRIES),
    ("foreign_envelopes", foreign_envelopes::v1::ours::exercise::ENTRIES),
    ("foreign_envelopes", foreign_envelopes::v1::pings::exercise::ENTRIES),
    ("foreign_envelopes", foreign_envelopes::v1::plain::exercise::ENTRIES),
    ("foreign_envelopes", foreign_envelopes::v1::words::exercise::ENTRIES),
    ("foreign_inputs", foreign_inputs::v1::lamps::exercise::ENTRIES),
    ("foreign_media", foreign_media::v1::files::exercise::ENTRIES),
    ("foreign_media", foreign_media::v1::jobs::exercise::ENTRIES),
    ("foreign_media", foreign_media::v1::lamps::exercise::ENTRIES),
    ("foreign_media", foreign_media::v1::notes::exercise::ENTRIES),
    ("foreign_methods", foreign_methods::v1::lamps::exercise::ENTRIES),
    ("foreign_names", foreign_names::v1::items_api::exercise::ENTRIES),
    ("foreign_names", foreign_names::v1::n_3d::exercise::ENTRIES),
    ("foreign_names", foreign_names::v1::new_api::exercise::ENTRIES),
    ("foreign_recursion", foreign_recursion::v1::trees::exercise::ENTRIES),
    ("foreign_requests", foreign_requests::v1::lamps::exercise::ENTRIES),
    ("foreign_requests", foreign_requests::v1::rooms::exercise::ENTRIES),
    ("foreign_requests", foreign_requests::v1::settings::exercise::ENTRIES),
    ("foreign_responses", foreign_responses::v2::desk_lamps::exercise::ENTRIES),
    ("foreign_responses", foreign_responses::v2::rooms::exercise::ENTRIES),
    ("foreign_styles", foreign_styles::v1::lamps::exercise::ENTRIES),
    ("foreign_styles", foreign_styles::v1::orders::exercise::ENTRIES),
    ("foreign_styles", foreign_styles::v1::uploads::exercise::ENTRIES),
    ("foreign_unions", foreign_unions::v1::comments::exercise::ENTRIES),
    ("foreign_unions", foreign_unions::v1::folders::exercise::ENTRIES),
    ("foreign_unions", foreign_unions::v1::pets::exercise::ENTRIES),
    ("foreign_unions", foreign_unions::v1::queue::exercise::ENTRIES),
    ("foreign_unions", foreign_unions::v1::shapes::exercise::ENTRIES),
    ("form_body", form_body::v1::oauth::exercise::ENTRIES),
    ("homes", homes::v1::lamps::exercise::ENTRIES),
    ("homes", homes::v2::lamps::exercise::ENTRIES),
    ("id_or_object", id_or_object::v1::lamps::exercise::ENTRIES),
    ("id_types", id_types::v2::lamps::exercise::ENTRIES),
    ("inputs", inputs::v2::lamps::exercise::ENTRIES),
    ("keywords", keywords::v2::lamps::exercise::ENTRIES),
    ("list_body", list_body::v2::lamps::exercise::ENTRIES),
    ("loose_forms", loose_forms::v1::lamps::exercise::ENTRIES),
    ("loose_scalars", loose_scalars::v1::lamps::exercise::ENTRIES),
    ("map_or_empty_list", map_or_empty_list::v1::lamps::exercise::ENTRIES),
    ("multipart", multipart::v1::files::exercise::ENTRIES),
    ("nested_containers", nested_containers::v1::lamps::exercise::ENTRIES),
    ("nested_object", nested_object::v2::lamps::exercise::ENTRIES),
    ("number_enum", number_enum::v2::lamps::exercise::ENTRIES),
    ("offset_pages", offset_pages::v1::lamps::exercise::ENTRIES),
    ("open_enum", open_enum::v2::lamps::exercise::ENTRIES),
    ("plain_types", plain_types::v2::lamps::exercise::ENTRIES),
    ("query_lists", query_lists::v2::lamps::exercise::ENTRIES),
    ("recents_pages", recents_pages::v1::recents::exercise::ENTRIES),
    ("request_names", request_names::v2::lamps::exercise::ENTRIES),
    ("response_kinds", response_kinds::v1::lamps::exercise::ENTRIES),
    ("search_pages", search_pages::v2::lamps::exercise::ENTRIES),
    ("secrets", secrets::v1::lamps::exercise::ENTRIES),
    ("sent_to", sent_to::v1::lamps::exercise::ENTRIES),
    ("shared_object", shared_object::v2::lamps::exercise::ENTRIES),
    ("tagged_union", tagged_union::v2::lamps::exercise::ENTRIES),
    ("update_body", update_body::v2::lamps::exercise::ENTRIES),
    ("wait", wait::v2::lamps::exercise::ENTRIES),
    ("webhook_items", webhook_items::v2::lamps::exercise::ENTRIES),
];

/// The case `all_of`.
pub mod all_of {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `closed_enum`.
pub mod closed_enum {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `constants`.
pub mod constants {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `cursor_pages`.
pub mod cursor_pages {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `custom_fields_flat`.
pub mod custom_fields_flat {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `custom_fields_nested`.
pub mod custom_fields_nested {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `cycle`.
pub mod cycle {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `dates_v1`.
pub mod dates_v1 {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `dates_v2`.
pub mod dates_v2 {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `deprecated`.
pub mod deprecated {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v1/mod.rs"]
    pub mod v1;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `download`.
pub mod download {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `envelope_parts`.
pub mod envelope_parts {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `foreign_compositions`.
pub mod foreign_compositions {
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `foreign_directions`.
pub mod foreign_directions {
    /// Types that both API versions share.
    #[path = "src/common/mod.rs"]
    pub mod common;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `foreign_enums`.
pub mod foreign_enums {
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `foreign_envelopes`.
pub mod foreign_envelopes {
    /// Types that both API versions share.
    #[path = "src/common/mod.rs"]
    pub mod common;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `foreign_inputs`.
pub mod foreign_inputs {
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `foreign_media`.
pub mod foreign_media {
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `foreign_methods`.
pub mod foreign_methods {
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `foreign_names`.
pub mod foreign_names {
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `foreign_recursion`.
pub mod foreign_recursion {
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `foreign_requests`.
pub mod foreign_requests {
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `foreign_responses`.
pub mod foreign_responses {
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `foreign_styles`.
pub mod foreign_styles {
    /// Types that both API versions share.
    #[path = "src/common/mod.rs"]
    pub mod common;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `foreign_unions`.
pub mod foreign_unions {
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `form_body`.
pub mod form_body {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `homes`.
pub mod homes {
    /// Types that both API versions share.
    #[path = "src/common/mod.rs"]
    pub mod common;
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v1/mod.rs"]
    pub mod v1;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `id_or_object`.
pub mod id_or_object {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `id_types`.
pub mod id_types {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `inputs`.
pub mod inputs {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `keywords`.
pub mod keywords {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `list_body`.
pub mod list_body {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `loose_forms`.
pub mod loose_forms {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `loose_scalars`.
pub mod loose_scalars {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `map_or_empty_list`.
pub mod map_or_empty_list {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `multipart`.
pub mod multipart {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `nested_containers`.
pub mod nested_containers {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `nested_object`.
pub mod nested_object {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `number_enum`.
pub mod number_enum {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `offset_pages`.
pub mod offset_pages {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `open_enum`.
pub mod open_enum {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `plain_types`.
pub mod plain_types {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `query_lists`.
pub mod query_lists {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `recents_pages`.
pub mod recents_pages {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `request_names`.
pub mod request_names {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `response_kinds`.
pub mod response_kinds {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `search_pages`.
pub mod search_pages {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `secrets`.
pub mod secrets {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `sent_to`.
pub mod sent_to {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v1/mod.rs"]
    pub mod v1;

    mod behaviour;
}

/// The case `shared_object`.
pub mod shared_object {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `tagged_union`.
pub mod tagged_union {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `update_body`.
pub mod update_body {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `wait`.
pub mod wait {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;

    mod behaviour;
}

/// The case `webhook_items`.
pub mod webhook_items {
    #[path = "src/ids.rs"]
    pub mod ids;
    #[path = "src/v2/mod.rs"]
    pub mod v2;
    #[path = "src/webhooks.rs"]
    pub mod webhooks;

    mod behaviour;
}
