//! Any text as a mapping; behind the first character U+001C, the exports to read by it.

#![no_main]

mod exports;

use libfuzzer_sys::fuzz_target;
use oversight::records::{Demand, Mapping};

const EXPORTS: &[u8] = b"Worker No,role,start_date\nS1,sw,01/02/2026\n\x1ccase_id,case_type,opened\nC1,cp,2026-01-01\n\
\x1cdate,kind,status,minutes\n2026-02-03,personal,DNA,60\n";

fuzz_target!(|bytes: &[u8]| {
    let end = bytes.iter().position(|byte| *byte == 0x1c);
    let (text, rest) = match end {
        Some(end) => (&bytes[..end], &bytes[end + 1..]),
        None => (bytes, EXPORTS),
    };
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    match Mapping::parse(text, "mapping.toml") {
        Ok(mapping) => {
            exports::read(rest, &mapping, &Demand::default());
        }
        Err(problems) => assert!(!problems.is_empty(), "refused without a word"),
    }
});
