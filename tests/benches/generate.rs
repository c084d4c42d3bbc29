//! The stages of the generator over the whole description, one by one.
//!
//! `cargo bench -p pipedrive-tests --bench generate` for `spec/`, and with `-- FILE…` also for descriptions that are not ours.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use pipedrive_codegen::diag::Diagnostics;
use pipedrive_codegen::emit::{Options, Package, emit};
use pipedrive_codegen::load::{Document, Flavour};
use pipedrive_codegen::public_api::{self, CrateSource};
use pipedrive_codegen::{lint, lower, names, output, passes};

const ROUNDS: usize = 15;

/// The stages, and what each of them took.
type Times = Vec<(&'static str, Duration)>;

struct Clock {
    times: Times,
    begun: Instant,
}

impl Clock {
    fn lap(&mut self, stage: &'static str) {
        self.times.push((stage, self.begun.elapsed()));
        self.begun = Instant::now();
    }
}

/// One run of the generator, with nothing left to write at its end.
fn run(root: &Path, flavour: Flavour, options: &Options) -> (usize, Times) {
    let mut diagnostics = Diagnostics::with_prefix("");
    let mut clock = Clock { times: Vec::new(), begun: Instant::now() };
    let document = Document::load_as(root, flavour, &mut diagnostics).expect("the description can be read");
    clock.lap("load");
    if flavour == Flavour::Curated {
        assert!(lint::check(&document, true, |_| true).is_empty());
        clock.lap("lint");
    }
    let api = lower::lower(&document, &mut diagnostics);
    clock.lap("lower");
    let api = passes::run(api, &document, &mut diagnostics);
    clock.lap("passes");
    let names = names::plan(&api, &document, &mut diagnostics);
    clock.lap("names");
    let files = emit(&api, &names, options, &mut diagnostics);
    clock.lap("emit");
    if flavour == Flavour::Curated {
        let generated = root.with_file_name("..").join("generated");
        // The files that are only copied are missing, so there is a difference; finding it is the work.
        output::diff("generated/", &generated, &files, output::Ownership::Marked).expect("the folder can be read");
        clock.lap("compare");
        let runtime = root.with_file_name("../codegen/runtime");
        let sources = |package: &str, files| CrateSource { package: package.to_owned(), files };
        let runtime = output::read_tree(&runtime, "").expect("the runtime can be read");
        let crates = [sources("pipedrive", files), sources("pipedrive-runtime", runtime)];
        assert_eq!(public_api::files(&crates).expect("the sources can be read").len(), 2);
        clock.lap("public API");
    }
    (api.operations.len(), clock.times)
}

fn tell(name: &str, root: &Path, flavour: Flavour, options: &Options) {
    let (operations, first) = run(root, flavour, options);
    let mut rounds: Vec<Times> = (0..ROUNDS).map(|_| run(root, flavour, options).1).collect();
    let total = |times: &Times| times.iter().map(|(_, time)| *time).sum::<Duration>();
    rounds.sort_by_key(total);
    let median = &rounds[ROUNDS / 2];
    let whole = total(median);
    let each = whole / u32::try_from(operations).unwrap_or(u32::MAX);
    println!("{name}: {operations} operations, {:.0} ms, {:.2} ms each", millis(whole), millis(each));
    for (stage, _) in &first {
        let time = median.iter().find(|(name, _)| name == stage).map_or(Duration::ZERO, |(_, time)| *time);
        println!("{stage:>12}: {:7.1} ms {:5.1} %", millis(time), 100.0 * time.as_secs_f64() / whole.as_secs_f64());
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/openapi.yaml");
    tell("spec/", &root, Flavour::Curated, &Options::default());
    for file in std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).map(PathBuf::from) {
        let from = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let package = Package { name: "theirs".to_owned(), from: from.clone(), standalone: false };
        tell(&from, &file, Flavour::Foreign, &Options { package: Some(package), ..Options::default() });
    }
}
