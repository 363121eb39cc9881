//! Takes waivers out of a file's text and leaves every other byte of it as it stands.
//!
//! The places are those of the TOML reader, so that nothing inside a value is taken for a table. To write the whole
//! document anew would end its lines in another way and lay out by itself what people laid out.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The text without the waivers at these places among its `[[waiver]]` tables. A remark right above a waiver goes with
/// it, unless it is the head of the file; all other remarks stay. Nothing when they are no such tables.
pub fn without_waivers(text: &str, gone: &[usize]) -> Option<String> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mark = text.len() - body.len();
    let document = DeTable::parse(body).ok()?;
    let DeValue::Array(tables) = document.get_ref().get("waiver")?.get_ref() else {
        return None;
    };
    let mut left = text.get(..mark)?.to_owned();
    let mut from = 0;
    for (index, table) in tables.iter().enumerate() {
        if !gone.contains(&index) {
            continue;
        }
        let lines = lines_of(body, table)?;
        left.push_str(body.get(from..lines.start)?);
        from = lines.end;
    }
    left.push_str(body.get(from..)?);
    if from == body.len() {
        // Where the last of the file went, the gap above it is no gap any more.
        let end = if body.contains("\r\n") { "\r\n" } else { "\n" };
        let kept = left.trim_end().len();
        left.truncate(kept);
        if kept > mark {
            left.push_str(end);
        }
    }
    Some(left)
}

/// The lines of one table, with the remark right above it and the gap below.
fn lines_of(body: &str, table: &Spanned<DeValue<'_>>) -> Option<Range<usize>> {
    let DeValue::Table(keys) = table.get_ref() else {
        return None;
    };
    let first = keys.keys().map(|key| key.span().start).min()?;
    let last = keys.values().map(|value| value.span().end).max()?;
    let above = body.get(..first)?;
    // Between the head of a table and its first key stand gaps and remarks alone.
    let mut lines = above.split_inclusive('\n').rev();
    let mut start = above.len();
    loop {
        let line = lines.next()?;
        start -= line.len();
        if line.trim_start().starts_with("[[") {
            break;
        }
    }
    let remark = lines.take_while(|line| line.trim_start().starts_with('#'));
    let remark: usize = remark.map(str::len).sum();
    if remark < start {
        start -= remark;
    }
    let rest = body.get(last..)?;
    let line = rest.find('\n').map_or(rest.len(), |at| at + 1);
    let below = rest.get(line..)?.split_inclusive('\n');
    let gap = below.take_while(|line| line.trim().is_empty());
    let gap: usize = gap.map(str::len).sum();
    Some(start..last + line + gap)
}

#[cfg(test)]
mod tests {
    use super::without_waivers;

    const FILE: &str = "\
# The waivers of this council.
# Each has a last day.

# agreed in the panel
[[waiver]]
rule = \"a\"   # the first
reason = \"\"\"
[[waiver]]
# no remark\"\"\"

# What follows is about teams.

  [[waiver]]
  # why
  rule = \"b\"

[[action]]
id = \"A-1\"

[[waiver]]
rule = \"c\"
until = 2026-12-31 # and no longer";

    #[test]
    fn everything_else_stays_as_it_is() {
        let without = |gone: &[usize]| without_waivers(FILE, gone).unwrap();
        assert_eq!(without(&[]), FILE);
        let first = without(&[0]);
        assert!(first.starts_with(
            "# The waivers of this council.\n# Each has a last day.\n\n# What follows is about teams.\n\n  [[waiver]]\n"
        ));
        assert!(first.ends_with("until = 2026-12-31 # and no longer"));
        let second = without(&[1]);
        assert!(
            second.contains("# no remark\"\"\"\n\n# What follows is about teams.\n\n[[action]]")
        );
        assert!(without(&[2]).ends_with("[[action]]\nid = \"A-1\"\n"));
        assert_eq!(
            without(&[0, 1, 2]),
            "# The waivers of this council.\n# Each has a last day.\n\n# What follows is about teams.\n\n[[action]]\nid = \"A-1\"\n"
        );
    }

    #[test]
    fn ends_of_line_and_the_mark_of_an_editor_stay() {
        let text = "\u{feff}# head\r\n[[waiver]]\r\nrule = 'a'\r\n\r\n[[waiver]]\r\nrule = 'b'\r\n";
        let left = without_waivers(text, &[0]).unwrap();
        assert_eq!(left, "\u{feff}# head\r\n[[waiver]]\r\nrule = 'b'\r\n");
        assert_eq!(
            without_waivers(text, &[1]).unwrap(),
            "\u{feff}# head\r\n[[waiver]]\r\nrule = 'a'\r\n"
        );
        assert_eq!(
            without_waivers(text, &[0, 1]).unwrap(),
            "\u{feff}# head\r\n"
        );
        assert_eq!(
            without_waivers("[[waiver]]\nrule = 'a'\n", &[0]).unwrap(),
            ""
        );
    }

    #[test]
    fn a_list_is_left_alone() {
        assert_eq!(without_waivers("waiver = 1\n", &[0]), None);
        assert_eq!(without_waivers("waiver = [{ rule = 'a' }]\n", &[0]), None);
        assert_eq!(without_waivers("[policy]\nname = 'P'\n", &[0]), None);
    }
}
