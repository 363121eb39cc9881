//! The mappings that are shipped, one for each layout that is published nationally.

/// A shipped mapping.
#[derive(Clone, Copy, Debug)]
pub(super) struct Preset {
    pub(super) name: &'static str,
    /// What is laid out like it, for a sentence.
    pub(super) layout: &'static str,
    /// The header of the column that says of which year a row is, where a file may have rows of several.
    pub(super) year: Option<&'static str>,
    pub(super) text: &'static str,
}

/// Every shipped mapping, by the name that a `preset` gives.
pub(super) const PRESETS: [Preset; 3] = [
    Preset {
        name: "ssd",
        layout: "the Standard Safeguarding Dataset",
        year: None,
        text: include_str!("presets/ssd.toml"),
    },
    Preset {
        name: "annex-a",
        layout: "Ofsted's Annex A",
        year: None,
        text: include_str!("presets/annex-a.toml"),
    },
    Preset {
        name: "workforce-census",
        layout: "the children's social work workforce census",
        year: Some("YEAR"),
        text: include_str!("presets/workforce-census.toml"),
    },
];
