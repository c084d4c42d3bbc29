//! What the benchmarks share: contenders that do the same work take turns, so that whatever else the machine does hits all of
//! them alike, and what is told is how their times relate.

pub mod deals;
pub mod server;

use std::time::{Duration, Instant};

/// Something that does the work that is compared.
pub struct Contender<'a> {
    name: &'a str,
    work: Box<dyn FnMut() + 'a>,
}

impl<'a> Contender<'a> {
    /// One with a name.
    pub fn new(name: &'a str, work: impl FnMut() + 'a) -> Self {
        Self { name, work: Box::new(work) }
    }
}

/// Lets all of them work in turn, so many rounds, and prints the median of each and how it relates to that of the first.
pub fn compare(title: &str, rounds: usize, contenders: &mut [Contender<'_>]) -> Vec<f64> {
    let mut times = vec![Vec::with_capacity(rounds); contenders.len()];
    for round in 0..=rounds {
        for (contender, times) in contenders.iter_mut().zip(&mut times) {
            let begun = Instant::now();
            (contender.work)();
            // The first round only warms up.
            if round > 0 {
                times.push(begun.elapsed());
            }
        }
    }
    let medians: Vec<f64> = times.iter_mut().map(|times| median(times).as_secs_f64()).collect();
    println!("{title}");
    for (contender, median) in contenders.iter().zip(&medians) {
        println!("{:>44}: {:>10.1} µs  {:5.2}", contender.name, median * 1e6, median / medians[0]);
    }
    medians.iter().map(|median| median / medians[0]).collect()
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
