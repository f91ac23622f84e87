use serde_json::{Value, json};

/// A regular expression as editors run it (ECMA-262), and what they say where it does not match.
pub(super) struct Pattern {
    expression: &'static str,
    message: &'static str,
}

impl Pattern {
    /// A string that it matches.
    pub(super) fn schema(&self) -> Value {
        json!({ "type": "string", "pattern": self.expression, "patternErrorMessage": self.message })
    }
}

pub(super) const DOCUMENT_NAME: Pattern = Pattern {
    expression: "^[a-z][a-z0-9_]{0,14}$",
    message: "A name: a lower-case letter, then up to 14 of a-z, 0-9 and _.",
};

pub(super) const SET_NAME: Pattern = Pattern {
    expression: "^[a-z][a-z0-9_]{0,39}$",
    message: "A name: a lower-case letter, then up to 39 of a-z, 0-9 and _.",
};

/// What an origin set holds.
pub(super) const ORIGIN: Pattern = Pattern {
    expression: concat!(
        r"^(?!https://.*:443$)(?!http://.*:80$)",
        r"(null|[a-z][a-z0-9+.-]*://(\[[0-9a-f:.]+\]|[a-z0-9._-]*\*?[a-z0-9._-]+)(:(\*|[1-9][0-9]{0,4}))?)$"
    ),
    message: "An origin: scheme://host or scheme://host:port, lower case, without a path or trailing slash, and without the \
              scheme's default port. Or \"null\".",
};

/// What `allow_origins` holds.
pub(super) const ORIGIN_OR_SET: Pattern = Pattern {
    expression: concat!(
        r"^(?!https://.*:443$)(?!http://.*:80$)",
        r"(\$[a-z][a-z0-9_]{0,39}|",
        r"null|[a-z][a-z0-9+.-]*://(\[[0-9a-f:.]+\]|[a-z0-9._-]*\*?[a-z0-9._-]+)(:(\*|[1-9][0-9]{0,4}))?)$"
    ),
    message: "An origin: scheme://host or scheme://host:port, lower case, without a path or trailing slash, and without the \
              scheme's default port. Or $set, or \"null\". Any origin is allow_origins: \"*\".",
};

pub(super) const METHOD: Pattern = Pattern {
    expression: concat!(
        r"^(?!\*$)(?!(get|head|post|put|delete|options|patch|connect|trace|track|CONNECT|TRACE|TRACK)$)",
        r"[!#$%&'*+.^_`|~0-9A-Za-z-]+$"
    ),
    message: "A method, in upper case, and none of CONNECT, TRACE and TRACK. Any method is allow_methods: \"*\".",
};

/// An element of `allow_headers`, where `*` may stand beside `Authorization`.
pub(super) const REQUEST_HEADER: Pattern =
    Pattern { expression: r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", message: "The name of a header." };

/// An element of `expose_headers`, and with credentials of `allow_headers` too.
pub(super) const NAMED_HEADER: Pattern = Pattern {
    expression: r"^(?!\*$)[!#$%&'*+.^_`|~0-9A-Za-z-]+$",
    message: "The name of a header. In a list, or with credentials, * names none.",
};

pub(super) const AUTHORIZATION: Pattern = Pattern {
    expression: "^[Aa][Uu][Tt][Hh][Oo][Rr][Ii][Zz][Aa][Tt][Ii][Oo][Nn]$",
    message: "In a list, * stands only beside Authorization.",
};

/// Up to a day.
pub(super) const DURATION: Pattern = Pattern {
    expression: concat!(
        "^((0|[1-9][0-9]{0,3}|[1-7][0-9]{4}|8[0-5][0-9]{3}|86[0-3][0-9]{2}|86400)s",
        "|(0|[1-9][0-9]{0,2}|1[0-3][0-9]{2}|14[0-3][0-9]|1440)m",
        "|(0|[1-9]|1[0-9]|2[0-4])h",
        "|[01]d)$"
    ),
    message: "Seconds as a number, or such as 90s, 10m, 2h, 1d; at most a day.",
};

pub(super) const PATH: Pattern = Pattern {
    expression: r"^/(\*|(?!\.{1,2}(/|$))[A-Za-z0-9._~-]+(/(?!\.{1,2}(/|$))[A-Za-z0-9._~-]+)*(/\*)?)?$",
    message: "A path: /exact or /prefix/*, of A-Z a-z 0-9 - . _ ~ and /, without a trailing slash.",
};

pub(super) const DAY: Pattern = Pattern {
    expression: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    message: "A day, such as 2027-01-31.",
};
