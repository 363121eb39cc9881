//! Any bytes as the exports of one audit, up to six of them with the character U+001C between.

#![no_main]

mod exports;

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use oversight::policy::Policy;
use oversight::records::{Demand, Mapping};

static DEMAND: OnceLock<Demand> = OnceLock::new();

fuzz_target!(|bytes: &[u8]| {
    let demand = DEMAND.get_or_init(|| {
        let policy = Policy::parse(include_str!("../../../policies/newcastle.toml"), "p.toml");
        policy.expect("a shipped policy").demand()
    });
    exports::read(bytes, &Mapping::default(), demand);
});
