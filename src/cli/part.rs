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
    /// The names asked for; nothing for the whole council.
    pub(super) fn asked(&self) -> Option<Part> {
        let asked = Part {
            team: self.team.clone(),
            service: self.service.clone(),
            supervisor: self.supervisor.clone(),
        };
        (asked != Part::default()).then_some(asked)
    }

    /// The arguments once more, for a call that repeats them.
    pub(super) fn typed(&self) -> String {
        let named = [
            ("team", &self.team),
            ("service", &self.service),
            ("supervisor", &self.supervisor),
        ];
        let typed = named.iter().filter_map(|(what, name)| {
            let name = super::quoted(name.as_ref()?);
            Some(format!(" --{what} {name}"))
        });
        typed.collect()
    }

    /// The part, each name as the exports write it; nothing for the whole council.
    pub(super) fn part(&self, data: &Dataset) -> anyhow::Result<Option<Part>> {
        let asked = self.asked();
        let part = asked.map(|asked| engine::named(data, &asked));
        Ok(part.transpose()?)
    }
}
