//! The properties that version 1 names differently than the store.

use crate::store::Kind;

/// Returns the properties of a kind with another name in version 1, as `(name in version 1, name in the store)`.
pub(crate) fn v1(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Activity => &[
            ("assigned_to_user_id", "owner_id"),
            ("busy_flag", "busy"),
            ("created_by_user_id", "creator_user_id"),
            ("user_id", "owner_id"),
        ],
        Kind::Deal => &[("user_id", "owner_id"), ("label", "label_ids")],
        Kind::DealProduct => &[("discount_percentage", "discount"), ("enabled_flag", "is_enabled"), ("last_edit", "update_time")],
        Kind::Field => &[
            ("created_by_user_id", "creator_user_id"),
            ("key", "field_code"),
            ("last_updated_by_user_id", "updater_user_id"),
            ("name", "field_name"),
        ],
        Kind::File | Kind::Filter | Kind::Note | Kind::Webhook => &[("user_id", "owner_id")],
        Kind::Lead => &[("creator_id", "creator_user_id"), ("organization_id", "org_id")],
        Kind::Organization | Kind::Person => &[("email", "emails"), ("phone", "phones"), ("user_id", "owner_id")],
        Kind::Pipeline => &[("deal_probability", "is_deal_probability_enabled")],
        Kind::Product => &[("selectable", "is_linkable"), ("user_id", "owner_id")],
        Kind::Project => &[("labels", "label_ids")],
        Kind::Stage => &[("rotten_days", "days_to_rotten"), ("rotten_flag", "is_deal_rot_enabled")],
        Kind::Task => &[("done", "is_done")],
        Kind::User => &[("created", "add_time"), ("modified", "update_time")],
        _ => &[],
    }
}
