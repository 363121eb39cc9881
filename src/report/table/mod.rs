//! x
use super::{Audit,Style};
pub(super) fn render(_a:&Audit<'_>,_w:u16,_s:Style)->String{String::new()}
