//! `cargo xtask release`: prepares a release up to the commit, which is made by hand.

mod git;

use std::path::Path;
use std::process::Command;

use pipedrive_codegen::diff::{CrateVersion, DiffReport, SemverLevel, is_date};

use crate::{Failure, changelog, diff, generate, version, workspace};

/// Arguments of `cargo xtask release`.
#[derive(Debug, clap::Args)]
pub(crate) struct ReleaseArgs {
    /// Version to release [default: the lowest version that the changes since the last tag `v…` allow].
    #[arg(long, conflicts_with = "bump", value_parser = plain_version)]
    version: Option<CrateVersion>,
    /// Part of the version to raise, by Cargo's rules.
    #[arg(long, value_enum)]
    bump: Option<Bump>,
    /// Date for the changelog [default: the date of the current commit].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    date: Option<String>,
    /// Print the version and the changelog without writing anything.
    #[arg(long)]
    dry_run: bool,
    /// Skip the tests, the semver check and `cargo publish --dry-run`.
    #[arg(long)]
    skip_checks: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Bump {
    Major,
    Minor,
    Patch,
}

/// The planned release.
struct Plan {
    version: CrateVersion,
    date: String,
    /// The last release, unless this is the first.
    last: Option<LastRelease>,
}

/// The last release.
struct LastRelease {
    tag: String,
    /// The changes since then.
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
    // All checks come before the first write.
    if !arguments.skip_checks && plan.last.is_some() && !is_installed(&root, "semver-checks") {
        return Err(failure(
            "cargo-semver-checks is not installed, which compares the public API with that of the last release\n\
             help: run `cargo install --locked cargo-semver-checks` and try again; `--skip-checks` skips all checks",
        ));
    }
    let old = changelog::read(&root)?;
    let text = plan.last.as_ref().map_or_else(|| old.clone(), |last| changelog::added(&old, &last.report).0);
    let text = changelog::release(&text, &plan.version.to_string(), &plan.date).ok_or_else(|| {
        failure("CHANGELOG.md has no entries under \"Unreleased\"\nhelp: add entries for the users of the crate, commit them and try again")
    })?;
    changelog::release_generator(&root, &plan.version.to_string(), &plan.date)?;
    changelog::write(&root, &text)?;
    version::write(&root, &plan.version.to_string())?;
    if diff::clear_accepted(&root)? {
        println!("The entries of accepted changes are removed: the next comparison starts at this release.");
    }
    generate::run(&generate::GenerateArgs::default())?;
    // Updates only the versions of workspace members in `Cargo.lock`.
    cargo(&root, &["update", "--quiet", "--workspace", "--offline"])?;
    if !arguments.skip_checks {
        checks(&root, plan.last.as_ref())?;
    }
    let version = plan.version;
    println!("The release is prepared. Review `git diff`, then run:");
    println!("  git commit --all --message 'Version {version}'   # and wait for CI");
    println!("  git tag --annotate v{version} --message 'Version {version}'");
    println!("  git push --follow-tags");
    println!("CI publishes the tag. The first version of a crate is published by hand:");
    println!("  cargo publish {}", PACKAGES.join(" "));
    Ok(())
}

fn plan(root: &Path, arguments: &ReleaseArgs) -> Result<Plan, Failure> {
    let last = match git::last_tag(root)? {
        Some(tag) => Some(last(root, tag)?),
        None => None,
    };
    let version = if let Some(LastRelease { tag, report }) = &last {
        let old: CrateVersion =
            tag.trim_start_matches('v').parse().map_err(|why| failure(&format!("invalid tag {tag}: {why}")))?;
        // A version cannot be published twice, so at least the patch version is raised.
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
        Some(why) => Err(failure(&format!("cannot determine the version: the Rust API could not be compared: {why}"))),
        None => Ok(LastRelease { tag, report }),
    }
}

/// Returns the requested version, or an error if it is too low.
fn chosen(old: CrateVersion, needed: SemverLevel, arguments: &ReleaseArgs) -> Result<CrateVersion, Failure> {
    let least = old.bumped(needed);
    let version = arguments.version.or(arguments.bump.map(|bump| old.bumped(bump.level()))).unwrap_or(least);
    if version < least {
        return Err(failure(&format!(
            "version {version} is too low: the changes since {old} ({}) require at least {least}",
            needed.name()
        )));
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
        eprintln!("{tag} → {version} ({date}); changes: {changes}; Rust: {rust}");
    } else {
        eprintln!("{version} ({date}), the first release: there is no tag `v…` to compare with");
    }
}

/// The crates that are published, in the order of their dependencies.
const PACKAGES: [&str; 12] = [
    "--package",
    "pipedrive-idents",
    "--package",
    "pipedrive-inert",
    "--package",
    "pipedrive-runtime",
    "--package",
    "pipedrive",
    "--package",
    "pipedrive-account",
    "--package",
    "pipedrive-mock",
];

/// Runs the checks that are slow or need the network.
fn checks(root: &Path, last: Option<&LastRelease>) -> Result<(), Failure> {
    cargo(root, &["test", "--workspace"])?;
    if let Some(LastRelease { tag, .. }) = last {
        // Independent of the stored public APIs, from which the version follows.
        cargo(root, &[&["semver-checks"][..], &PACKAGES, &["--baseline-rev", tag]].concat())?;
    }
    // `--allow-dirty`, as the release is not committed yet.
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
        Ok(_) => Err(failure(&format!("`{line}` failed\nhelp: revert with `git checkout .`, fix the problem and try again"))),
        Err(error) => Err(failure(&format!("cannot run cargo: {error}"))),
    }
}

/// Parses a version without pre-release and build metadata, which are not supported.
fn plain_version(text: &str) -> Result<CrateVersion, String> {
    if text.contains(['-', '+']) { Err("expected the form 0.1.0".to_owned()) } else { text.parse() }
}

fn date(text: &str) -> Result<String, String> {
    if is_date(text) { Ok(text.to_owned()) } else { Err("expected the form 2026-11-21".to_owned()) }
}

fn failure(message: &str) -> Failure {
    Failure::Message(message.to_owned())
}
