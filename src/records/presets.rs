//! The mappings that are shipped, one for each layout that is published nationally.

/// A shipped mapping.
#[derive(Clone, Copy, Debug)]
pub(super) struct Preset {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
}

/// Every shipped mapping, by the name that a `preset` gives.
pub(super) const PRESETS: [Preset; 3] = [
    Preset {
        name: "ssd",
        text: include_str!("presets/ssd.toml"),
    },
    Preset {
        name: "annex-a",
        text: include_str!("presets/annex-a.toml"),
    },
    Preset {
        name: "workforce-census",
        text: include_str!("presets/workforce-census.toml"),
    },
];
