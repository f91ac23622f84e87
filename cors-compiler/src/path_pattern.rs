use std::fmt;

/// A route's path, `/exact` or `/prefix/*`: unreserved characters and `/` alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PathPattern {
    written: String,
}

/// Why a text is no path pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// What is wrong.
    pub message: String,
    /// What may be meant, in words.
    pub help: Option<String>,
}

impl PathPattern {
    /// Reads a path pattern.
    ///
    /// # Errors
    ///
    /// Says what in the text no path pattern holds.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let wrong = |message: String| Err(Invalid { message, help: None });
        let Some(rest) = text.strip_prefix('/') else {
            return wrong("a path begins with `/`".to_owned());
        };
        let path = rest.strip_suffix("/*").or_else(|| rest.strip_suffix('*').filter(|rest| rest.is_empty()));
        let claims_below = path.is_some();
        let path = path.unwrap_or(rest);
        if path.contains('*') {
            return wrong("`*` stands only at the end, as `/*`".to_owned());
        }
        if let Some(odd) = path.chars().find(|c| !(c.is_ascii_alphanumeric() || "-._~/".contains(*c))) {
            return wrong(match odd {
                '%' => "a path holds no percent-triplet: a server may decode it, or not".to_owned(),
                '?' | '#' => format!("`{odd}` begins what is no part of a path"),
                _ => format!("`{}` is none of `A-Z a-z 0-9 - . _ ~ /`", odd.escape_default()),
            });
        }
        // `//*` is no `/*`.
        if matches!(text, "/" | "/*") {
            return Ok(Self { written: text.to_owned() });
        }
        if path.split('/').any(|segment| matches!(segment, "." | "..")) {
            return wrong("a path holds no `.` or `..` segment".to_owned());
        }
        if !claims_below
            && let Some(trimmed) = text.strip_suffix('/')
            && Self::parse(trimmed).is_ok()
        {
            return Err(Invalid {
                message: "a trailing slash makes no other path: `/x` claims `/x/` too".to_owned(),
                // To many servers `/x/` is all below it: which one is meant, only its author knows.
                help: Some(format!("write `{trimmed}` for this path alone, or `{trimmed}/*` for all below it too")),
            });
        }
        if path.split('/').any(str::is_empty) {
            return wrong("a path holds no empty segment".to_owned());
        }
        Ok(Self { written: text.to_owned() })
    }

    /// The pattern as written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The path without `/*`, and whether all below it is claimed too.
    pub fn parts(&self) -> (&str, bool) {
        cors_core::path::Pattern::new(&self.written).parts()
    }
}

impl fmt::Display for PathPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}
