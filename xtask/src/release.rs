//! `cargo xtask release`: everything up to the commit, which people make.

mod git;

use std::path::Path;
use std::process::Command;

use pipedrive_codegen::diff::{CrateVersion, DiffReport, SemverLevel, is_date};

use crate::{Failure, changelog, diff, generate, version, workspace};

/// Which version, and how much of the work.
#[derive(Debug, clap::Args)]
pub(crate) struct ReleaseArgs {
    /// The version; what the changes since the last tag `v…` need without it.
    #[arg(long, conflicts_with = "bump", value_parser = plain_version)]
    version: Option<CrateVersion>,
    /// The number of the version to raise, by Cargo's rules, where the description alone does not tell: the runtime is not compared.
    #[arg(long, value_enum)]
    bump: Option<Bump>,
    /// The date for the changelog; that of the current commit without it.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    date: Option<String>,
    /// Only tells what would be released, and writes nothing.
    #[arg(long)]
    dry_run: bool,
    /// Leaves out the tests, the semver check and the rehearsal of publishing.
    #[arg(long)]
    skip_checks: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Bump {
    Major,
    Minor,
    Patch,
}

/// What is going to be released.
struct Plan {
    version: CrateVersion,
    date: String,
    /// The last release; none before the first.
    last: Option<LastRelease>,
}

/// The last release.
struct LastRelease {
    tag: String,
    /// What has changed in the description since then.
    report: DiffReport,
}

pub(crate) fn run(arguments: &ReleaseArgs) -> Result<(), Failure> {
    let root = workspace::root()?;
    git::refuse_changes(&root)?;
    let plan = plan(&root, arguments)?;
    print_plan(&plan);
    if arguments.dry_run {
        return plan.last.map_or(Ok(()), |last| diff::print(&changelog::entry(&last.report)));
    }
    // First what may refuse, then what writes.
    let old = changelog::read(&root)?;
    let text = plan.last.as_ref().map_or_else(|| old.clone(), |last| changelog::added(&old, &last.report).0);
    let text = changelog::release(&text, &plan.version.to_string(), &plan.date).ok_or_else(|| {
        failure("CHANGELOG.md says nothing under \"Unreleased\"; write what users should know, commit it and try again")
    })?;
    changelog::write(&root, &text)?;
    version::write(&root, &plan.version.to_string())?;
    generate::run(&generate::GenerateArgs::default())?;
    // Brings the versions in `Cargo.lock` in line, and nothing else.
    cargo(&root, &["update", "--quiet", "--workspace", "--offline"])?;
    if !arguments.skip_checks {
        checks(&root, plan.last.as_ref())?;
    }
    let version = plan.version;
    println!("Ready. Look at `git diff`; what is left is to be done by hand:");
    println!("  git commit --all --message 'Version {version}'   and have CI look at it");
    println!("  git tag --annotate v{version} --message 'Version {version}'");
    println!("  git push --follow-tags");
    println!("  cargo publish {}", PACKAGES.join(" "));
    Ok(())
}

fn plan(root: &Path, arguments: &ReleaseArgs) -> Result<Plan, Failure> {
    let last = match git::last_tag(root)? {
        Some(tag) => Some(last(root, tag)?),
        None => None,
    };
    let version = if let Some(LastRelease { tag, report }) = &last {
        let old: CrateVersion = tag.trim_start_matches('v').parse().map_err(|why| failure(&format!("the tag {tag}: {why}")))?;
        // Whatever has changed, the same version cannot be published twice.
        chosen(old, report.verdict.rust.max(SemverLevel::Patch), arguments)?
    } else {
        chosen(version::read(root)?.parse().map_err(Failure::Message)?, SemverLevel::None, arguments)?
    };
    let date = match &arguments.date {
        Some(date) => date.clone(),
        None => git::date(root)?,
    };
    Ok(Plan { version, date, last })
}

fn last(root: &Path, tag: String) -> Result<LastRelease, Failure> {
    let report = diff::compare(root, &diff::DiffArgs::between(tag.clone(), None))?;
    match report.without_rust {
        Some(why) => {
            Err(failure(&format!("the Rust side could not be compared, so nobody knows which version this needs: {why}")))
        }
        None => Ok(LastRelease { tag, report }),
    }
}

/// The version that is asked for, if it is enough.
fn chosen(old: CrateVersion, needed: SemverLevel, arguments: &ReleaseArgs) -> Result<CrateVersion, Failure> {
    let least = old.bumped(needed);
    let version = arguments.version.or(arguments.bump.map(|bump| old.bumped(bump.level()))).unwrap_or(least);
    if version < least {
        return Err(failure(&format!("{version} is too low: the changes since {old} ({}) need {least} at least", needed.name())));
    }
    Ok(version)
}

impl Bump {
    fn level(self) -> SemverLevel {
        match self {
            Self::Major => SemverLevel::Major,
            Self::Minor => SemverLevel::Minor,
            Self::Patch => SemverLevel::Patch,
        }
    }
}

fn print_plan(plan: &Plan) {
    let Plan { version, date, last } = plan;
    if let Some(LastRelease { tag, report }) = last {
        let (changes, rust) = (report.changes.len(), report.verdict.rust.name());
        eprintln!("{tag} → {version} ({date}); changes of the description: {changes}; Rust: {rust}");
    } else {
        eprintln!("{version} ({date}), the first: there is no tag `v…` to compare with");
    }
}

/// What is published.
const PACKAGES: [&str; 4] = ["--package", "pipedrive-runtime", "--package", "pipedrive"];

/// What takes long, or needs the network.
fn checks(root: &Path, last: Option<&LastRelease>) -> Result<(), Failure> {
    cargo(root, &["test", "--workspace"])?;
    if let Some(LastRelease { tag, .. }) = last {
        // An independent opinion, runtime included, where somebody has installed it.
        if is_installed(root, "semver-checks") {
            cargo(root, &[&["semver-checks"][..], &PACKAGES, &["--baseline-rev", tag]].concat())?;
        } else {
            eprintln!("skipped: cargo-semver-checks is not installed; changes of the runtime are not checked");
        }
    }
    // The release is not committed yet.
    cargo(root, &[&["publish", "--dry-run", "--allow-dirty"][..], &PACKAGES].concat())
}

fn is_installed(root: &Path, command: &str) -> bool {
    Command::new("cargo").current_dir(root).args([command, "--version"]).output().is_ok_and(|output| output.status.success())
}

fn cargo(root: &Path, arguments: &[&str]) -> Result<(), Failure> {
    let line = format!("cargo {}", arguments.join(" "));
    eprintln!("== {line}");
    match Command::new("cargo").current_dir(root).args(arguments).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(failure(&format!("`{line}` failed; mend it, `git checkout .`, and try again"))),
        Err(error) => Err(failure(&format!("cargo cannot be run: {error}"))),
    }
}

/// Without anything after the three numbers, which would be lost.
fn plain_version(text: &str) -> Result<CrateVersion, String> {
    if text.contains(['-', '+']) { Err("write it as 0.1.0".to_owned()) } else { text.parse() }
}

fn date(text: &str) -> Result<String, String> {
    if is_date(text) { Ok(text.to_owned()) } else { Err("write it as 2026-11-21".to_owned()) }
}

fn failure(message: &str) -> Failure {
    Failure::Message(message.to_owned())
}
