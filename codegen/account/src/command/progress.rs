//! The progress of `fetch`, on standard error: a bar on a terminal, lines elsewhere.

use std::io::{IsTerminal as _, stderr};

use indicatif::{ProgressBar, ProgressStyle};
use pipedrive_account::{FetchProgress, Section};

/// Shows progress.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    /// The list that is being read, and how many items it has so far.
    current: Option<(Section, usize)>,
}

impl Progress {
    pub(super) fn new() -> Self {
        let bar = stderr().is_terminal().then(|| {
            let style =
                ProgressStyle::with_template("{bar:20} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::new(0).with_style(style)
        });
        Self { bar, current: None }
    }

    pub(super) fn show(&mut self, progress: &FetchProgress) {
        match progress {
            FetchProgress::Started { section, done, total } => {
                self.end_section();
                self.current = Some((*section, 0));
                if let Some(bar) = &self.bar {
                    bar.set_length(*total as u64);
                    bar.set_position(*done as u64);
                    bar.set_message(section.as_str());
                }
            }
            FetchProgress::Received { items } => {
                if let Some((section, count)) = &mut self.current {
                    *count = *items;
                    if let Some(bar) = &self.bar {
                        bar.set_message(format!("{section}: {items}"));
                    }
                }
            }
            // `fetch` reports the warnings at the end, when no bar is drawn over them.
            FetchProgress::Refused { .. } => self.current = None,
            _ => {}
        }
    }

    pub(super) fn finish(&mut self) {
        self.end_section();
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn end_section(&mut self) {
        if let (None, Some((section, items))) = (&self.bar, self.current.take()) {
            match items {
                0 => eprintln!("read {section}"),
                items => eprintln!("read {section}: {items}"),
            }
        }
    }
}
