//! To which part of the council a report is cut.

use crate::engine;
use crate::ledger::Part;
use crate::records::Dataset;

/// The part asked for: what counts for everything that is named.
#[derive(Debug, clap::Args)]
pub(super) struct Cut {
    /// Only what counts for this team
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// Only what counts for this service
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// Only what counts for this supervisor: the staff supervised, and the cases they hold
    #[arg(long, value_name = "ID")]
    supervisor: Option<String>,
}

impl Cut {
    /// The part, each name as the exports write it; nothing for the whole council.
    pub(super) fn part(&self, data: &Dataset) -> anyhow::Result<Option<Part>> {
        let asked = Part {
            team: self.team.clone(),
            service: self.service.clone(),
            supervisor: self.supervisor.clone(),
        };
        if asked == Part::default() {
            return Ok(None);
        }
        Ok(Some(engine::named(data, &asked)?))
    }
}
