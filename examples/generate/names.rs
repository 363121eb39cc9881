//! Made-up names: surnames are birds and plants, so that nobody takes them for real people.

use crate::rng::Rng;

const FORENAMES: &[&str] = &[
    "Ada", "Ben", "Cara", "Dev", "Ella", "Femi", "Gwen", "Hari", "Imogen", "Jo", "Kemi", "Leon",
    "Maya", "Nadia", "Owen", "Priya", "Quinn", "Rosa", "Sam", "Tariq", "Una", "Vik", "Wren",
    "Yusuf", "Zoe", "Anil", "Beth", "Carl", "Dina", "Ewan", "Farah", "Grace", "Hugo", "Iris",
    "Jude", "Katya", "Liam", "Mina", "Noor", "Oscar",
];

const SURNAMES: &[&str] = &[
    "Alder",
    "Bramble",
    "Campion",
    "Dunnock",
    "Elder",
    "Fennel",
    "Gorse",
    "Hazel",
    "Ivywood",
    "Jackdaw",
    "Kestrel",
    "Larch",
    "Mallow",
    "Nettle",
    "Osprey",
    "Pipit",
    "Quince",
    "Redstart",
    "Sorrel",
    "Teasel",
    "Umbel",
    "Vetch",
    "Wagtail",
    "Yarrow",
    "Ashling",
    "Bittern",
    "Clover",
    "Dogwood",
    "Eglantine",
    "Finchley-Wren",
    "Goldcrest",
    "Hornbeam",
    "Juniper",
    "Knapweed",
    "Lapwing",
    "Marigold",
    "Nuthatch",
    "Oxlip",
    "Plover",
    "Rowan",
    "Siskin",
    "Tansy",
    "Whimbrel",
    "Woodruff",
    "Bluebell",
    "Curlew-Moss",
    "Dabchick",
    "Eider",
    "Fieldfare",
    "Greenfinch",
    "Harebell",
    "Linnet",
    "Meadowsweet",
    "Puffin",
    "Rosebay",
    "Stonechat",
    "Thrift",
    "Willow",
    "Wheatear",
    "Sedge",
];

/// How a system writes a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameStyle {
    /// `Ada Alder`
    Plain,
    /// `Alder, Ada`
    SurnameFirst,
}

/// A name; `number` keeps two people of one council from sharing one for as long as the lists allow.
pub fn name(rng: &mut Rng, number: usize, style: NameStyle) -> String {
    let surname = SURNAMES[number % SURNAMES.len()];
    let forename =
        FORENAMES[(number / SURNAMES.len() * 7 + rng.below(FORENAMES.len())) % FORENAMES.len()];
    match style {
        NameStyle::Plain => format!("{forename} {surname}"),
        NameStyle::SurnameFirst => format!("{surname}, {forename}"),
    }
}
