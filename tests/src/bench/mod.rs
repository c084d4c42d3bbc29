//! What the benchmarks share: contenders that do the same work take turns, so that whatever else the machine does hits all of
//! them alike, and what is told is how their times relate.

pub mod deals;
pub mod server;

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::time::Instant;

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

/// Lets all of them work in turn, so many rounds, and prints the median of each and of how it relates to the first. The relation is
/// that of one round, so that what changes from round to round hits both sides. Each round has an order of its own: whoever comes after
/// one that runs the same code finds it in the caches, and nobody should always have that advantage.
pub fn compare(title: &str, rounds: usize, contenders: &mut [Contender<'_>]) -> Vec<f64> {
    let count = contenders.len();
    let (mut times, mut ratios) = (vec![Vec::with_capacity(rounds); count], vec![Vec::with_capacity(rounds); count]);
    for round in 0..=rounds {
        let mut now = vec![0.0; count];
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by_key(|place| BuildHasherDefault::<DefaultHasher>::default().hash_one((round, place)));
        for place in order {
            let begun = Instant::now();
            (contenders[place].work)();
            now[place] = begun.elapsed().as_secs_f64();
        }
        // The first round only warms up.
        for (place, time) in now.iter().enumerate().filter(|_| round > 0) {
            times[place].push(*time);
            ratios[place].push(time / now[0]);
        }
    }
    let ratios: Vec<f64> = ratios.iter_mut().map(|ratios| median(ratios)).collect();
    println!("{title}");
    for ((contender, times), ratio) in contenders.iter().zip(&mut times).zip(&ratios) {
        println!("{:>44}: {:>10.1} µs  {ratio:5.2}", contender.name, median(times) * 1e6);
    }
    ratios
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}
