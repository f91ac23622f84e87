//! The other texts of the language as regular expressions.

use super::text::Text;

/// The name of a document.
pub(super) fn document_name() -> Text {
    Text::new("[a-z][a-z0-9_]{0,14}", "a name is a lower-case letter, then up to 14 of a-z, 0-9 and _ (name-syntax)")
}

/// How long a preflight's answer may be kept, with its unit: up to a day.
pub(super) fn duration() -> Text {
    let expression = concat!(
        "(?:0|[1-9][0-9]{0,3}|[1-7][0-9]{4}|8[0-5][0-9]{3}|86[0-3][0-9]{2}|86400)s",
        "|(?:0|[1-9][0-9]{0,2}|1[0-3][0-9]{2}|14[0-3][0-9]|1440)m",
        "|(?:0|[1-9]|1[0-9]|2[0-4])h",
        "|[01]d"
    );
    Text::new(expression, "seconds as a number, or a duration such as 90s, 10m, 2h or 1d (wrong-type)")
        .slip("[0-9]+$", "a number of seconds stands without quotes (wrong-type)")
        .slip("-[0-9]+[smhd]?$", "0 forbids browsers to keep the answer; there is nothing below it (max-age-range)")
        .slip(
            format!("(?!(?:{expression})$)[1-9][0-9]*[smhd]$"),
            "at most a day: 86400s, 1440m, 24h or 1d (max-age-range)",
        )
}

/// The path of a route.
pub(super) fn path() -> Text {
    let segment = r"(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+";
    Text::new(
        format!(r"/(?:\*|{segment}(?:/{segment})*(?:/\*)?)?"),
        "a path is /exact or /prefix/*, of A-Z a-z 0-9 - . _ ~ and / (route-path-syntax)",
    )
    .slip("(?!/)", "a path begins with / (route-path-syntax)")
    .slip(r"/[^*?#%]*[^/*?#%]/+$", "a trailing slash makes no other path: /x claims /x/ too (route-path-syntax)")
    .slip(r"/[\s\S]*%", "a path holds no percent-triplet: one server decodes it, another does not (route-path-syntax)")
    .slip(r"/[\s\S]*[?#]", "? and # begin what is no part of a path (route-path-syntax)")
    .slip(r"/(?!\*$)(?:[^*]*[^/*])?\*|/[^*]*\*[\s\S]", "* stands only at the end, as /* (route-path-syntax)")
    .slip(r"/(?:[^*?#]*/)?\.{1,2}(?:/|$)", "a path holds no . or .. segment (route-path-syntax)")
    .slip(r"/(?:[^*?#]*/)?/[^\s]", "a path holds no empty segment (route-path-syntax)")
}

/// A day of the Gregorian calendar.
pub(super) fn day() -> Text {
    let leap_years = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";
    let expression = format!(
        "[0-9]{{4}}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])\
         |(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|{leap_years}-02-29"
    );
    Text::new(expression, "a day, such as 2027-01-31 (wrong-type)")
}

/// Why a risk is accepted: not blank, to Rust's idea of white space.
pub(super) fn reason() -> Text {
    const NOT_BLANK: &str = r"[^\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]";
    Text::new(
        format!(r"[\s\S]*{NOT_BLANK}[\s\S]*"),
        "a text that says why the risk is acceptable here (risk-without-reason)",
    )
}
