//! Generates a module from a snapshot with a field of 10,000 options, as a program does in its build script.

use std::error::Error;
use std::path::Path;

use pipedrive_account::{AccountField, AccountOption, Entity, Snapshot};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut field = AccountField::new("dcf558aac1ae4e8c4f849ba5e668430d8df9be12", "Postcode", "enum");
    field.options = (0..10_000).map(|number| AccountOption::new(1_000_000 + number, format!("Area {number}"))).collect();
    let mut snapshot = Snapshot::default();
    snapshot.fields.insert(Entity::Deals, vec![field]);
    let out = std::env::var("OUT_DIR")?;
    pipedrive_account::generate(&snapshot)?.write_items(Path::new(&out).join("many.rs"))?;
    Ok(())
}
