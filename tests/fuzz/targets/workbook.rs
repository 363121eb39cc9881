//! Any bytes as a workbook of one export; the first byte says which.

#![no_main]

mod exports;

use libfuzzer_sys::fuzz_target;
use oversight::records::{Demand, Export, Mapping};

// The fuzzer ends at any panic. Those of the library that reads workbooks are caught, and said as damage; one that is
// not caught still ends the run.
fuzz_target!(
    init: std::panic::set_hook(Box::new(|_| ())),
    |bytes: &[u8]| {
    let Some((first, workbook)) = bytes.split_first() else {
        return;
    };
    let export = Export::ALL[usize::from(*first) % Export::ALL.len()];
    let file = std::iter::once((export, workbook));
    exports::all(file, (&Mapping::default(), &Demand::default()));
    }
);
