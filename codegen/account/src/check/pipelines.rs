//! Changes of pipelines and their stages.

use std::collections::HashMap;

use super::{AccountChangeKind as Kind, Changes, RustEffect, matched};
use crate::snapshot::{Names, Pipeline, Stage};

/// Compares pipelines. A deleted one counts as none.
pub(super) fn compare(changes: &mut Changes, old: &[Pipeline], new: &[Pipeline], names: &Names) {
    let present = |pipeline: &&Pipeline| !pipeline.deleted;
    let pipelines = matched(old.iter().filter(present), new.iter().filter(present), |pipeline| pipeline.id);
    let item = |names: &Names, pipeline: &Pipeline| Some(format!("Pipeline::{}", names.pipelines.get(&pipeline.id)?.variant));
    for pipeline in &pipelines.removed {
        let change = changes.add(Kind::PipelineRemoved, RustEffect::Major, &pipeline.id, &pipeline.name);
        change.item(item(names, pipeline));
    }
    for pipeline in &pipelines.added {
        let change = changes.add(Kind::PipelineAdded, RustEffect::Minor, &pipeline.id, &pipeline.name);
        change.item(item(names, pipeline));
    }
    for (before, after) in &pipelines.kept {
        if before.name != after.name {
            let change = changes.add(Kind::PipelineRenamed, RustEffect::Docs, &before.id, &before.name);
            change.values(before.name.clone(), after.name.clone()).item(item(names, before));
        }
    }
    if pipelines.reordered {
        changes.add(Kind::PipelinesReordered, RustEffect::Docs, "", "pipelines").item(Some("Pipeline".to_owned()));
    }
    "pipelines.stages".clone_into(&mut changes.part);
    compare_stages(changes, &pipelines.kept, names);
}

/// Compares the stages of pipelines that exist on both sides. A stage may have moved from or to another pipeline.
fn compare_stages(changes: &mut Changes, kept: &[(&Pipeline, &Pipeline)], names: &Names) {
    let olds: HashMap<i64, &Pipeline> =
        kept.iter().flat_map(|(before, _)| stages(before).map(|stage| (stage.id, *before))).collect();
    let news: HashMap<i64, &Pipeline> =
        kept.iter().flat_map(|(_, after)| stages(after).map(|stage| (stage.id, *after))).collect();
    for (before, after) in kept {
        let matched = matched(stages(before), stages(after), |stage| stage.id);
        for stage in matched.removed {
            let item = item(names, before, stage);
            if let Some(target) = news.get(&stage.id) {
                let change = changes.add(Kind::StageMoved, RustEffect::Major, &stage.id, &stage.name);
                change.values(before.name.clone(), target.name.clone()).item(item);
                let renamed = stages(target).find(|other| other.id == stage.id && other.name != stage.name);
                if let Some(renamed) = renamed {
                    let change = changes.add(Kind::StageRenamed, RustEffect::Docs, &stage.id, &stage.name);
                    change.values(stage.name.clone(), renamed.name.clone());
                }
            } else {
                let change = changes.add(Kind::StageRemoved, RustEffect::Major, &stage.id, &stage.name);
                change.values(before.name.clone(), None).item(item);
            }
        }
        for stage in matched.added.iter().filter(|stage| !olds.contains_key(&stage.id)) {
            let change = changes.add(Kind::StageAdded, RustEffect::Minor, &stage.id, &stage.name);
            change.values(None, after.name.clone()).item(item(names, after, stage));
        }
        for (old, new) in matched.kept {
            if old.name != new.name {
                let change = changes.add(Kind::StageRenamed, RustEffect::Docs, &old.id, &old.name);
                change.values(old.name.clone(), new.name.clone()).item(item(names, before, old));
            }
        }
        if matched.reordered {
            let change = changes.add(Kind::StagesReordered, RustEffect::Docs, &before.id, &before.name);
            change.values(order(before), order(after));
            change.item(names.pipelines.get(&before.id).map(|names| names.enum_name.clone()));
        }
    }
}

fn stages(pipeline: &Pipeline) -> impl Iterator<Item = &Stage> + Clone {
    pipeline.stages.iter().filter(|stage| !stage.deleted)
}

/// `SalesStage::Qualified`
fn item(names: &Names, pipeline: &Pipeline, stage: &Stage) -> Option<String> {
    let names = names.pipelines.get(&pipeline.id)?;
    Some(format!("{}::{}", names.enum_name, names.stages.get(&stage.id)?))
}

fn order(pipeline: &Pipeline) -> String {
    stages(pipeline).map(|stage| stage.name.as_str()).collect::<Vec<_>>().join(", ")
}
