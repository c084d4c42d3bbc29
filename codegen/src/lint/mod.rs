//! Rules.

use crate::diag::Diagnostics;
use crate::load::Document;

/// Applies every rule.
pub fn run(_document: &Document, _diagnostics: &mut Diagnostics) {}
