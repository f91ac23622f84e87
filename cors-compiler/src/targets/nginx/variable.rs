use std::fmt;

/// The name of an nginx variable, without its `$`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Variable(String);

/// What the variables of one document are called. nginx knows one name space for all that it includes, and of two definitions
/// the last wins silently: so each document has a prefix of its own.
#[derive(Clone, Debug)]
pub(super) struct Names {
    /// `shop`
    document: String,
}

impl Variable {
    /// One that nginx defines.
    pub(super) fn of_nginx(name: &'static str) -> Self {
        Self(name.to_owned())
    }

    /// `$upstream_http_…`: a header of the application's response.
    pub(super) fn of_upstream(header: &'static str) -> Self {
        Self(format!("upstream_http_{}", header.to_ascii_lowercase().replace('-', "_")))
    }
}

impl fmt::Display for Variable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Names {
    /// The names of the document called `name`, which holds `a-z 0-9 _` alone.
    ///
    /// nginx stops at a variable of more than 46 bytes; the longest name has 15, so ours may have 25.
    pub(super) fn new(name: &str) -> Self {
        // Nothing else is in a name. Should it come here, it is left out: this is text of the policy too.
        Self { document: name.chars().filter(|c| matches!(c, 'a'..='z' | '0'..='9' | '_')).collect() }
    }

    /// What the document is called, for the names of files.
    pub(super) fn document(&self) -> &str {
        &self.document
    }

    /// What is not a variable and yet needs a name of its own: the log format.
    pub(super) fn log_format(&self) -> String {
        format!("cors_{}", self.document)
    }

    /// One of our variables.
    pub(super) fn variable(&self, role: &'static str) -> Variable {
        Variable(format!("cors_{}_{role}", self.document))
    }

    /// One of many.
    pub(super) fn numbered(&self, role: &'static str, number: usize) -> Variable {
        Variable(format!("cors_{}_{role}{number}", self.document))
    }
}
