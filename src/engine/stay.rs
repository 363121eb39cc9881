//! A subject in one of its spells, as of a day.

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
