//! `--pseudonymise` and `oversight key`: reports that name nobody, and the key that says who is who.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::{anyhow, bail};

use crate::policy::{Policy, Scope};
use crate::records::{Dataset, Key, Pseudonyms};
use crate::report::Snapshot;

use super::args::KeyFile;
use super::exit::Exit;
use super::files;
use super::folder::Paths;

/// Makes a key from the operating system's own chance, never over a file that is there.
pub(super) fn make(args: &KeyFile, err: &mut dyn Write) -> anyhow::Result<Exit> {
    let name = args.path.display();
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| anyhow!("the operating system gives no random bytes: {error}"))?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&args.path).map_err(|error| {
        if error.kind() == ErrorKind::AlreadyExists {
            return anyhow!(
                "`{name}` is there already, and a key is never written over: what was made with it could not be told \
                 apart from what is made with another; give another name"
            );
        }
        if error.kind() == ErrorKind::NotFound {
            return anyhow!("`{name}` can't be written: there is no such folder; make it first");
        }
        anyhow::Error::new(error).context(format!("`{name}` can't be written"))
    })?;
    writeln!(file, "{}", Key::new(bytes).hex())?;
    file.sync_all()?;
    writeln!(
        err,
        "wrote {name}; keep it apart from the reports: whoever has both can find out who is who"
    )?;
    Ok(Exit::Clean)
}

/// Puts pseudonyms into policy and exports, when a key was given; what they are, for whatever was said of the exports
/// before.
pub(super) fn hide(
    paths: &Paths,
    policy: &mut Policy,
    data: &mut Dataset,
) -> anyhow::Result<Option<Pseudonyms>> {
    let Some(path) = &paths.key else {
        return Ok(None);
    };
    let key = read(path)?;
    let (mut staff, mut cases) = (Vec::new(), Vec::new());
    for waiver in &policy.waivers {
        match &waiver.scope {
            Scope::Staff(id) => staff.push(id.as_str()),
            Scope::Case(id) => cases.push(id.as_str()),
            Scope::Team(_) => {}
        }
    }
    let pseudonyms = Pseudonyms::of(data, &key, (&staff, &cases))?;
    pseudonyms.hide(data, &key)?;
    policy.hide(&pseudonyms);
    Ok(Some(pseudonyms))
}

/// Refuses to compare with a report that names somebody: what is gone from it would be printed as it stands there.
pub(super) fn check_since(paths: &Paths, since: Option<&Snapshot>) -> anyhow::Result<()> {
    if paths.key.is_some() && since.is_some_and(|earlier| !earlier.is_pseudonymised()) {
        bail!(
            "the report of --since names ids, which --pseudonymise is to hide; compare with one made under the same key"
        );
    }
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<Key> {
    let name = path.display();
    if !path.exists() {
        bail!(
            "`{name}` is not there; make a key with `oversight key {}`",
            super::quoted(&path.to_string_lossy())
        );
    }
    Key::parse(&files::text(path)?).ok_or_else(|| {
        anyhow!("`{name}` is no key, expected 64 hexadecimal digits as `oversight key` writes them")
    })
}
