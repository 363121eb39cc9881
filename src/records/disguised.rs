//! What is no export under the name of one: case systems give web pages and XML the ending of a workbook.

use crate::problem::Problem;

/// How much of a file says what it is.
const HEAD: usize = 2_000;

/// What a web page may begin with.
const TAGS: [&str; 9] = [
    "<!doctype html",
    "<html",
    "<head",
    "<body",
    "<meta",
    "<style",
    "<table",
    "<div",
    "<font",
];

/// What a file is, when its first letters say that it is no table of cells.
pub(super) fn disguised(text: &str) -> Option<Problem> {
    let head: String = text.trim_start().chars().take(HEAD).collect();
    let head = head.to_ascii_lowercase();
    let begins = |beginnings: &[&str]| beginnings.iter().any(|begin| head.starts_with(begin));
    // Excel's own pages begin with an XML remark or a comment.
    let inside = head.starts_with("<?xml") || head.starts_with("<!--");
    if begins(&TAGS) || (inside && head.contains("<html")) {
        return Some(to_be_saved_anew("a web page (HTML)"));
    }
    if begins(&["mime-version:"]) {
        return Some(to_be_saved_anew("a web page in one file (MHTML)"));
    }
    if (inside || begins(&["<workbook"]))
        && head.contains("schemas-microsoft-com:office:spreadsheet")
    {
        return Some(to_be_saved_anew("an XML spreadsheet of Excel 2003"));
    }
    let other = if begins(&["<?xml"]) {
        "XML"
    } else if begins(&["%pdf-"]) {
        "a PDF"
    } else if begins(&["{\\rtf"]) {
        "a text of a word processor (RTF)"
    } else if begins(&["{\"", "[{"]) {
        "JSON"
    } else {
        return None;
    };
    let problem = no_export(other);
    Some(problem.hint("export it again as CSV or as an Excel workbook"))
}

fn no_export(what: &str) -> Problem {
    let message = format!("the file is {what}, whatever its ending says");
    Problem::error("other-format", message).expected("CSV, .xlsx, .xls or .ods")
}

fn to_be_saved_anew(what: &str) -> Problem {
    no_export(what).hint(
        "have the system export CSV; or open it in Excel, choose File, Save As and the type Excel Workbook, and look \
         whether ids and dates are still what they were",
    )
}

#[cfg(test)]
mod tests {
    use super::disguised;

    fn said(text: &str) -> String {
        disguised(text).map_or(String::new(), |problem| problem.message)
    }

    #[test]
    fn what_is_no_table_says_what_it_is() {
        for (text, what) in [
            (
                "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>",
                "HTML",
            ),
            ("\r\n <TABLE border=1><tr><td>Staff ID</td>", "HTML"),
            ("<!DOCTYPE HTML PUBLIC>", "HTML"),
            ("<?xml version='1.0'?>\n<!DOCTYPE html><html>", "HTML"),
            ("<!-- made by X --><html>", "HTML"),
            (
                "MIME-Version: 1.0\r\nContent-Type: multipart/related",
                "MHTML",
            ),
            (
                "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
                "Excel 2003",
            ),
            ("<?xml version='1.0'?><rows/>", "the file is XML"),
            ("%PDF-1.7\n", "PDF"),
            ("{\\rtf1\\ansi", "RTF"),
            ("[{\"staff_id\": 1}]", "JSON"),
            ("{\"rows\": []}", "JSON"),
        ] {
            assert!(said(text).contains(what), "{text}: {}", said(text));
        }
    }

    #[test]
    fn a_table_whose_headers_begin_alike_is_one() {
        for text in [
            "",
            "staff_id,role\n",
            "<date>,<kind>\n",
            "Table of staff\nstaff_id\n",
            "mime,version\n",
            "PDF,%pdf\n",
        ] {
            assert_eq!(said(text), "", "{text}");
        }
    }
}
