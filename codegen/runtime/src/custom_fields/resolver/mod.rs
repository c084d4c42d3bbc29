//! Lookup of custom fields by name.

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
use crate::json::either::OptionId;
use crate::protocol::error::Result;

/// An entity with custom fields.
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
    /// Leads. They have the custom fields of deals.
    Lead,
    /// Projects.
    Project,
}

/// The field definitions of an entity, which translate the names of fields and the labels of options to keys and ids.
///
/// All methods that take the name of a field also take its key. If no name matches exactly, upper and lower case and surrounding
/// whitespace are ignored. The definitions are loaded once, and again by [`refresh`](Self::refresh). Cloning is cheap; clones share the
/// definitions.
#[derive(Clone)]
pub struct CustomFieldResolver(Arc<Shared>);

struct Shared {
    client: ClientCore,
    entity: FieldEntity,
    definitions: RwLock<Definitions>,
    /// Held while the definitions are being fetched.
    refreshing: tokio::sync::Mutex<()>,
}

type Definitions = Arc<[Arc<FieldDefinition>]>;

impl CustomFieldResolver {
    /// Loads the definitions of all fields of an entity.
    ///
    /// Costs 10 tokens per 500 fields, or 20 for leads.
    ///
    /// # Errors
    ///
    /// Returns an error if the definitions cannot be fetched.
    pub async fn load(client: &impl AsRef<ClientCore>, entity: FieldEntity) -> Result<Self> {
        let client = client.as_ref();
        let definitions = RwLock::new(fetch_all(client, entity).await?);
        let refreshing = tokio::sync::Mutex::default();
        Ok(Self(Arc::new(Shared { client: client.clone(), entity, definitions, refreshing })))
    }

    /// Loads the definitions again.
    ///
    /// If another refresh is running, of this resolver or a clone, it waits for its result, and fetches the definitions only if the other
    /// refresh has failed.
    ///
    /// # Errors
    ///
    /// Returns an error if the definitions cannot be fetched. The resolver keeps the previous ones.
    pub async fn refresh(&self) -> Result<()> {
        let before = self.definitions();
        let _refreshing = self.0.refreshing.lock().await;
        if !Arc::ptr_eq(&before, &self.definitions()) {
            return Ok(());
        }
        let definitions = fetch_all(&self.0.client, self.0.entity).await?;
        *self.0.definitions.write().unwrap_or_else(PoisonError::into_inner) = definitions;
        Ok(())
    }

    /// Calls `look_up`, and calls it again after a [`refresh`](Self::refresh) if a field or an option is unknown.
    ///
    /// ```no_run
    /// # async fn run(deals: pipedrive::CustomFieldResolver) -> Result<(), pipedrive::Error> {
    /// let gold = deals.or_refresh(|deals| deals.option("Tier", "Gold")).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the definitions cannot be fetched, or the error of the last call of `look_up`.
    pub async fn or_refresh<T>(&self, look_up: impl Fn(&Self) -> Result<T, CustomFieldError>) -> Result<T> {
        match look_up(self) {
            Err(error) if error.is_unknown() => {
                self.refresh().await?;
                Ok(look_up(self)?)
            }
            result => Ok(result?),
        }
    }

    /// Returns the entity.
    pub fn entity(&self) -> FieldEntity {
        self.0.entity
    }

    /// Returns the definitions of all fields, including those that are not custom fields.
    pub fn fields(&self) -> Vec<Arc<FieldDefinition>> {
        self.definitions().to_vec()
    }

    /// Returns the field with the key `key`, which may be a field that is not a custom field. Also takes the key of a part of a value in
    /// version 1, such as `<key>_currency`.
    pub fn field_of_key(&self, key: &str) -> Option<Arc<FieldDefinition>> {
        let definitions = self.definitions();
        let find = |key: &str| definitions.iter().find(|field| field.key == key).cloned();
        find(key).or_else(|| find(key_of(key)))
    }

    /// Returns the field with the name `name`. Custom fields take precedence over other fields.
    ///
    /// # Errors
    ///
    /// Returns an error if no field or more than one has this name.
    pub fn field(&self, name: &str) -> Result<Arc<FieldDefinition>, CustomFieldError> {
        match self.custom_field(name) {
            Err(CustomFieldError::NotCustom { key, .. }) => self.field_of_key(&key).ok_or_else(|| self.unknown(name)),
            result => result,
        }
    }

    /// Returns the key of the custom field with the name `name`.
    ///
    /// # Errors
    ///
    /// Returns an error if no custom field or more than one has this name.
    pub fn key(&self, name: &str) -> Result<String, CustomFieldError> {
        Ok(self.custom_field(name)?.key.clone())
    }

    /// Returns the value of a field with the option with the label `label`.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such field or option, or more than one.
    pub fn option(&self, name: &str, label: &str) -> Result<CustomFieldValue, CustomFieldError> {
        let field = self.field(name)?;
        Ok(field.option_value(&field.find_option(label)?.id))
    }

    /// Returns the value of a field with the options with these labels.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such field or option, or more than one, or the field allows only a single option.
    pub fn options<I>(&self, name: &str, labels: I) -> Result<CustomFieldValue, CustomFieldError>
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        self.field(name)?.choose(labels)
    }

    /// Returns the option of a field with the id `id`.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such field or option, or more than one field.
    pub fn option_of_id(&self, name: &str, id: impl Into<OptionId>) -> Result<FieldOption, CustomFieldError> {
        self.field(name)?.option_of_id(id).cloned()
    }

    /// Returns the change that sets the custom field with the name `name`. [`FieldDefinition::value`] converts and checks the value.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such field or option, or more than one, or if the value has the wrong type for the field.
    pub fn set(&self, name: &str, value: impl Into<CustomFieldValue>) -> Result<CustomFieldChange, CustomFieldError> {
        let field = self.custom_field(name)?;
        Ok(CustomFieldChange::set(&field.key, field.value(value)?))
    }

    /// Returns the change that clears the custom field with the name `name`.
    ///
    /// # Errors
    ///
    /// Returns an error if no custom field or more than one has this name.
    pub fn clear(&self, name: &str) -> Result<CustomFieldChange, CustomFieldError> {
        Ok(self.custom_field(name)?.cleared())
    }

    /// Returns the custom fields of an item, accessed by name.
    pub fn read<'a>(&'a self, fields: &'a CustomFields) -> NamedFields<'a> {
        NamedFields::new(fields, self)
    }

    fn definitions(&self) -> Definitions {
        Arc::clone(&self.0.definitions.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn unknown(&self, name: &str) -> CustomFieldError {
        let definitions = self.definitions();
        let names: Vec<&str> = definitions.iter().map(|field| field.name.as_str()).collect();
        let closest = names::closest(name, &names);
        CustomFieldError::UnknownField { name: name.to_owned(), closest }
    }
}

impl FieldNames for CustomFieldResolver {
    fn custom_field(&self, name: &str) -> Result<Arc<FieldDefinition>, CustomFieldError> {
        let definitions = self.definitions();
        // Custom fields are searched first, so that no other field with the same name hides one.
        for custom in [true, false] {
            let fields: Vec<_> = definitions.iter().filter(|field| field.is_custom == custom).collect();
            let found = match fields.iter().position(|field| field.key == name || field.key == key_of(name)) {
                Some(index) => vec![index],
                None => names::find(name, &fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>()),
            };
            let field = match found[..] {
                [] => continue,
                [index] => fields[index],
                ref several => {
                    let keys = several.iter().map(|index| fields[*index].key.clone()).collect();
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
            .field("fields", &self.definitions().len())
            .finish_non_exhaustive()
    }
}

async fn fetch_all(client: &ClientCore, entity: FieldEntity) -> Result<Definitions> {
    Ok(fetch::fetch(client, entity).await?.into_iter().map(Arc::new).collect())
}
