//! Rust names stay the same when users rename fields, options and stages.

use pipedrive_account::{Entity, Snapshot, generate};

fn snapshot() -> Snapshot {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("account/small/account.json");
    Snapshot::read(path).expect("a snapshot")
}

#[test]
fn renamed_things_keep_their_names() {
    let mut snapshot = snapshot();
    for field in snapshot.fields.values_mut().flatten() {
        field.name = format!("New {}", field.name);
        field.options.iter_mut().for_each(|option| option.label = format!("New {}", option.label));
    }
    for pipeline in snapshot.pipelines.iter_mut().flatten() {
        pipeline.name = format!("New {}", pipeline.name);
        pipeline.stages.iter_mut().for_each(|stage| stage.name = format!("New {}", stage.name));
    }
    let module = generate(&snapshot).expect("a module");
    assert_eq!(module.names(), &snapshot.names);
    for expected in ["pub tier: Option<Tier>,", "Self::Gold => Some(\"New Gold\"),", "pub enum SalesStage {", "    ContactMade,"]
    {
        assert!(module.source().contains(expected), "{expected}\n{}", module.source());
    }
}

#[test]
fn new_things_do_not_take_the_names_of_old_ones() {
    let mut snapshot = snapshot();
    let deals = snapshot.fields.get_mut(&Entity::Deals).expect("deals");
    let tier = deals.iter().position(|field| field.name == "Tier").expect("a field");
    let mut other = deals[tier].clone();
    other.key = "0000000000000000000000000000000000000001".to_owned();
    deals.insert(0, other);
    // Also while the old one is deleted.
    deals[tier + 1].deleted = true;
    let module = generate(&snapshot).expect("a module");
    let names = &module.names().fields[&Entity::Deals]["0000000000000000000000000000000000000001"];
    assert_eq!((names.field.as_str(), names.enum_name.as_deref()), ("tier_2", Some("DealTier")));
    assert!(module.source().contains("/// * `Tier`, key `dcf558aac1ae4e8c4f849ba5e668430d8df9be12`"));
}

#[test]
fn a_name_that_cannot_be_used_is_an_error_with_its_location() {
    let error = |change: &dyn Fn(&mut Snapshot)| {
        let mut snapshot = snapshot();
        change(&mut snapshot);
        generate(&snapshot).expect_err("an error").to_string()
    };
    let key = "dcf558aac1ae4e8c4f849ba5e668430d8df9be12";
    let field = |snapshot: &mut Snapshot, name: &str| {
        snapshot.names.fields.get_mut(&Entity::Deals).expect("deals").get_mut(key).expect("the field").field = name.to_owned();
    };
    assert_eq!(
        error(&|snapshot| field(snapshot, "my-tier")),
        format!("`names.fields.deals.{key}`: `my-tier` is not a Rust identifier: choose another name")
    );
    assert_eq!(
        error(&|snapshot| field(snapshot, "budget")),
        format!("`names.fields.deals.{key}`: the name `budget` is used twice or reserved: choose another one")
    );
    assert_eq!(
        error(&|snapshot| snapshot.names.pipelines.get_mut(&1).expect("the pipeline").enum_name = "Money".to_owned()),
        "`names.pipelines.1.enum`: the name `Money` is used twice or reserved: choose another one"
    );
}
