//! Pipelines and stages, activity types, and the labels and sources of leads.

use quote::quote;

use super::Builder;
use super::enums::{OptionKey, Variant};
use super::names::{ACTIVITY_TYPE, LEAD_LABEL, LEAD_SOURCE, PIPELINE};
use super::tokens::{doc, ident};
use pipedrive_inert::markdown::code;

impl Builder<'_> {
    /// Adds the enums that do not belong to a field. A list that has not been read has none.
    pub(super) fn lists(&mut self) {
        self.pipelines();
        let (snapshot, names) = (self.snapshot, self.names);
        if let Some(types) = &snapshot.activity_types {
            let present = types.iter().filter(|activity_type| !activity_type.deleted);
            let variants: Vec<_> = present
                .map(|activity_type| Variant {
                    name: &names.activity_types[&activity_type.key],
                    label: &activity_type.name,
                    id: OptionKey::Key(&activity_type.key),
                })
                .collect();
            self.keyed_enum(&doc(&["A type of activities.".to_owned()]), ACTIVITY_TYPE, &variants);
            self.string_conversion(ACTIVITY_TYPE);
        }
        if let Some(labels) = &snapshot.lead_labels {
            let variants = labels.iter().map(|label| Variant {
                name: &names.lead_labels[&label.id],
                label: &label.name,
                id: OptionKey::Key(&label.id),
            });
            self.keyed_enum(&doc(&["A label of leads.".to_owned()]), LEAD_LABEL, &variants.collect::<Vec<_>>());
            self.lead_label_conversions();
        }
        if let Some(sources) = &snapshot.lead_sources {
            let variants = sources.iter().map(|source| Variant {
                name: &names.lead_sources[source],
                label: source,
                id: OptionKey::Key(source),
            });
            self.keyed_enum(&doc(&["A source of leads.".to_owned()]), LEAD_SOURCE, &variants.collect::<Vec<_>>());
            self.string_conversion(LEAD_SOURCE);
        }
    }

    fn pipelines(&mut self) {
        let (snapshot, names) = (self.snapshot, self.names);
        let Some(pipelines) = &snapshot.pipelines else { return };
        let present = || pipelines.iter().filter(|pipeline| !pipeline.deleted);
        let variants = present().map(|pipeline| Variant {
            name: &names.pipelines[&pipeline.id].variant,
            label: &pipeline.name,
            id: OptionKey::Number(pipeline.id),
        });
        self.numbered_enum(&doc(&["A pipeline.".to_owned()]), PIPELINE, &variants.collect::<Vec<_>>());
        self.conversions(PIPELINE, "PipelineId");
        for pipeline in present() {
            let names = &names.pipelines[&pipeline.id];
            let stages = pipeline.stages.iter().filter(|stage| !stage.deleted);
            let variants = stages.map(|stage| Variant {
                name: &names.stages[&stage.id],
                label: &stage.name,
                id: OptionKey::Number(stage.id),
            });
            let about = format!("A stage of the pipeline {}.", code(&pipeline.name));
            self.numbered_enum(&doc(&[about]), &names.enum_name, &variants.collect::<Vec<_>>());
            let (name, pipeline, variant) = (ident(&names.enum_name), ident(PIPELINE), ident(&names.variant));
            self.items.extend(quote! {
                impl #name {
                    /// The pipeline of the stages.
                    pub const PIPELINE: #pipeline = #pipeline::#variant;
                }
            });
            self.conversions(&names.enum_name, "StageId");
        }
    }

    fn string_conversion(&mut self, enum_name: &str) {
        let name = ident(enum_name);
        self.items.extend(quote! {
            impl From<#name> for String {
                fn from(value: #name) -> Self {
                    value.key().to_owned()
                }
            }
        });
    }

    fn lead_label_conversions(&mut self) {
        self.imports.ids.insert("LeadLabelId".to_owned());
        self.items.extend(quote! {
            impl From<LeadLabel> for LeadLabelId {
                fn from(label: LeadLabel) -> Self {
                    Self(label.key().to_owned())
                }
            }

            impl From<&LeadLabelId> for LeadLabel {
                fn from(id: &LeadLabelId) -> Self {
                    Self::from_key(&id.0)
                }
            }
        });
    }
}
