//! One subject in one spell: what a walk is about.

use crate::calendar::Day;
use crate::language::{Facts, Sight, Spell};

/// One subject in one spell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stay<'a> {
    pub(super) facts: Facts<'a>,
    pub(super) sight: Sight,
    pub(super) spell: Spell,
    pub(super) as_of: Day,
}
