//! Names in target of keys.

mod fetch;

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use super::change::CustomFieldChange;
use super::definition::{FieldDefinition, FieldOption};
use super::error::CustomFieldError;
use super::named::{FieldNames, NamedFields};
use super::names;
use super::{CustomFieldValue, CustomFields, key_of};
use crate::call::context::ClientCore;
use crate::json::enums::IntOrString;
use crate::protocol::error::Result;

/// A kind of item that has fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldEntity {
    /// Deals.
    Deal,
    /// Persons.
    Person,
    /// Organizations.
    Organization,
    /// Products.
    Product,
    /// Activities.
    Activity,
    /// Leads. Their custom fields are those of deals.
    Lead,
    /// Projects.
    Project,
}

/// Knows the fields of one kind of item: what their names and the labels of their options stand for.
///
/// Wherever a field is named, its key will do too; a name is taken exactly or else without regard to upper and lower case.
/// The definitions are read once, and again with [`refresh`](Self::refresh). Cheap to clone; clones share what they know.
#[derive(Clone)]
pub struct CustomFieldResolver(Arc<Shared>);

struct Shared {
    client: ClientCore,
    entity: FieldEntity,
    known: RwLock<Known>,
    /// Held by whoever is reading the definitions.
    reading: tokio::sync::Mutex<()>,
}

type Known = Arc<[Arc<FieldDefinition>]>;

impl CustomFieldResolver {
    /// Reads the definitions of all fields of a kind of item, all pages of them.
    ///
    /// Costs 10 tokens per 500 fields, for leads 20.
    ///
    /// # Errors
    ///
    /// When the definitions cannot be read.
    pub async fn load(client: &impl AsRef<ClientCore>, entity: FieldEntity) -> Result<Self> {
        let client = client.as_ref();
        let known = RwLock::new(read_all(client, entity).await?);
        let reading = tokio::sync::Mutex::default();
        Ok(Self(Arc::new(Shared { client: client.clone(), entity, known, reading })))
    }

    /// Reads the definitions again. Where that is already under way, for a clone too, it waits for the result of that, and
    /// reads them itself only if the other has failed.
    ///
    /// # Errors
    ///
    /// When the definitions cannot be read. Those that were known stay.
    pub async fn refresh(&self) -> Result<()> {
        let before = self.known();
        let _reading = self.0.reading.lock().await;
        if !Arc::ptr_eq(&before, &self.known()) {
            return Ok(());
        }
        let now = read_all(&self.0.client, self.0.entity).await?;
        *self.0.known.write().unwrap_or_else(PoisonError::into_inner) = now;
        Ok(())
    }

    /// Looks something up, and once more after a [`refresh`](Self::refresh) if a field or an option is not known.
    ///
    /// ```no_run
    /// # async fn run(deals: pipedrive::CustomFieldResolver) -> Result<(), pipedrive::Error> {
    /// let gold = deals.or_refresh(|deals| deals.option("Tier", "Gold")).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// When the definitions cannot be read, or the second try fails too.
    pub async fn or_refresh<T>(&self, look_up: impl Fn(&Self) -> Result<T, CustomFieldError>) -> Result<T> {
        match look_up(self) {
            Err(error) if error.is_unknown() => {
                self.refresh().await?;
                Ok(look_up(self)?)
            }
            result => Ok(result?),
        }
    }

    /// What kind of item this is about.
    pub fn entity(&self) -> FieldEntity {
        self.0.entity
    }

    /// All fields, those that everybody has included.
    pub fn fields(&self) -> Vec<Arc<FieldDefinition>> {
        self.known().to_vec()
    }

    /// The field with a key, custom or not. The key of a part (`<key>_currency`), as the first version has them, will do too.
    pub fn field_of_key(&self, key: &str) -> Option<Arc<FieldDefinition>> {
        let known = self.known();
        let find = |key: &str| known.iter().find(|field| field.key == key).cloned();
        find(key).or_else(|| find(key_of(key)))
    }

    /// The field with a name: a custom field, or else one that everybody has.
    ///
    /// # Errors
    ///
    /// When there is none, or more than one.
    pub fn field(&self, name: &str) -> Result<Arc<FieldDefinition>, CustomFieldError> {
        match self.custom_field(name) {
            Err(CustomFieldError::NotCustom { key, .. }) => self.field_of_key(&key).ok_or_else(|| self.unknown(name)),
            result => result,
        }
    }

    /// The key of the custom field with a name.
    ///
    /// # Errors
    ///
    /// When there is none, or more than one.
    pub fn key(&self, name: &str) -> Result<String, CustomFieldError> {
        Ok(self.custom_field(name)?.key.clone())
    }

    /// The option of a field by its label, to be used as a value.
    ///
    /// # Errors
    ///
    /// When there is no such field or option, or more than one.
    pub fn option(&self, name: &str, label: &str) -> Result<CustomFieldValue, CustomFieldError> {
        let field = self.field(name)?;
        Ok(field.chosen(&field.find_option(label)?.id))
    }

    /// Several options of a field by their labels, to be used as a value.
    ///
    /// # Errors
    ///
    /// When there is no such field or option, or more than one, or the field has only a single choice.
    pub fn options<I>(&self, name: &str, labels: I) -> Result<CustomFieldValue, CustomFieldError>
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        self.field(name)?.choose(labels)
    }

    /// The option of a field by its id. Its `label` is what users see.
    ///
    /// # Errors
    ///
    /// When there is no such field or option, or more than one field.
    pub fn option_of_id(&self, name: &str, id: impl Into<IntOrString>) -> Result<FieldOption, CustomFieldError> {
        self.field(name)?.option_of_id(id).cloned()
    }

    /// A new value for the custom field with a name. See [`FieldDefinition::value`] for what goes with which field.
    ///
    /// # Errors
    ///
    /// When there is no such field or option, or more than one, or the field holds something else.
    pub fn set(&self, name: &str, value: impl Into<CustomFieldValue>) -> Result<CustomFieldChange, CustomFieldError> {
        let field = self.custom_field(name)?;
        Ok(CustomFieldChange::set(&field.key, field.value(value)?))
    }

    /// No value for the custom field with a name.
    ///
    /// # Errors
    ///
    /// When there is no such field, or more than one.
    pub fn clear(&self, name: &str) -> Result<CustomFieldChange, CustomFieldError> {
        Ok(self.custom_field(name)?.cleared())
    }

    /// The custom fields of an item, to be read by name.
    pub fn read<'a>(&'a self, fields: &'a CustomFields) -> NamedFields<'a> {
        NamedFields::new(fields, self)
    }

    fn known(&self) -> Known {
        Arc::clone(&self.0.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn unknown(&self, name: &str) -> CustomFieldError {
        let known = self.known();
        let names: Vec<&str> = known.iter().map(|field| field.name.as_str()).collect();
        let closest = names::closest(name, &names);
        CustomFieldError::UnknownField { name: name.to_owned(), closest }
    }
}

impl FieldNames for CustomFieldResolver {
    fn custom_field(&self, name: &str) -> Result<Arc<FieldDefinition>, CustomFieldError> {
        let known = self.known();
        // Custom fields come first, so that no property which everybody has can hide one.
        for custom in [true, false] {
            let fields: Vec<_> = known.iter().filter(|field| field.is_custom == custom).collect();
            let places = match fields.iter().position(|field| field.key == name || field.key == key_of(name)) {
                Some(target) => vec![target],
                None => names::find(name, &fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>()),
            };
            let field = match places[..] {
                [] => continue,
                [target] => fields[target],
                ref several => {
                    let keys = several.iter().map(|target| fields[*target].key.clone()).collect();
                    return Err(CustomFieldError::AmbiguousField { name: name.to_owned(), keys });
                }
            };
            return if custom {
                Ok(Arc::clone(field))
            } else {
                Err(CustomFieldError::NotCustom { name: name.to_owned(), key: field.key.clone() })
            };
        }
        Err(self.unknown(name))
    }
}

impl fmt::Debug for CustomFieldResolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomFieldResolver")
            .field("entity", &self.0.entity)
            .field("fields", &self.known().len())
            .finish_non_exhaustive()
    }
}

async fn read_all(client: &ClientCore, entity: FieldEntity) -> Result<Known> {
    Ok(fetch::fetch(client, entity).await?.into_iter().map(Arc::new).collect())
}
