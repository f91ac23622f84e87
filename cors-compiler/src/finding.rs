use crate::{Rule, Shown, Span};

/// What a rule says of a place in a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which rule.
    pub rule: &'static Rule,
    /// What is wrong here: lower case, no full stop, the author's text in backticks.
    pub message: String,
    /// Where.
    pub span: Span,
    /// What stands under the carets, if there is more to say than the message.
    pub caption: Option<String>,
    /// Other places that have to do with it.
    pub labels: Vec<Label>,
    /// The pattern, method or name as written.
    pub subject: Option<String>,
    /// The profile with which alone it is found.
    pub profile: Option<String>,
    /// The cure, in words.
    pub help: Option<String>,
    /// The cure, as edits.
    pub fix: Option<Fix>,
}

/// A place that has to do with a finding, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What it has to do with it.
    pub message: String,
}

/// Edits that cure a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Whether the edited text certainly means what its author meant.
    pub safe: bool,
    /// The edits; their spans do not overlap.
    pub edits: Vec<Edit>,
}

/// The replacement of a range of a policy's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

impl Finding {
    /// `rule` is broken at `span`, in this way.
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            message: shown(message),
            span,
            caption: None,
            labels: Vec::new(),
            subject: None,
            profile: None,
            help: None,
            fix: None,
        }
    }

    /// Says what the pattern, method or name is that it is about.
    #[must_use]
    pub fn subject(self, subject: impl Into<String>) -> Self {
        Self { subject: Some(subject.into()), ..self }
    }

    /// Says more under the carets.
    #[must_use]
    pub fn caption(self, caption: impl Into<String>) -> Self {
        Self { caption: Some(shown(caption)), ..self }
    }

    /// Points to another place.
    #[must_use]
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { span, message: shown(message) });
        self
    }

    /// Says the cure.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(shown(help)), ..self }
    }

    /// Offers a cure that certainly means what the author meant.
    #[must_use]
    pub fn fix(self, span: Span, text: impl Into<String>) -> Self {
        self.fix_at(Some(span), text)
    }

    /// The same, if there is a place for it: none where the source holds a text in another form than byte for byte.
    #[must_use]
    pub(crate) fn fix_at(self, span: Option<Span>, text: impl Into<String>) -> Self {
        let fix = span.map(|span| Fix { safe: true, edits: vec![Edit { span, text: text.into() }] });
        Self { fix, ..self }
    }
}

fn shown(text: impl Into<String>) -> String {
    let text = text.into();
    let shown = Shown::line(&text);
    if shown.is_as_written() { text } else { shown.to_string() }
}

#[cfg(test)]
mod tests {
    use crate::{Source, judge, render};

    #[test]
    fn escapes_stay_escapes() {
        let source = Source::new(
            "cors.yaml",
            "allow_origins: [\"https://\\n\\e[31m.example\"]\n\"a\\nb\\u202e\": 1\n\"a\\nb\\u202e\": 2\n",
        );
        let report = judge(&source, None);
        assert!(report.findings().len() >= 3);
        for finding in report.findings() {
            assert!(!finding.message.contains(char::is_control), "{finding:?}");
            assert!(!render::plain(&source, finding).contains(['\u{1b}', '\u{202e}']), "{finding:?}");
        }
    }

    #[test]
    fn neither_names_of_files_nor_excerpts_move_a_cursor() {
        for text in [
            "allow_origins: [https://a.example/] # \u{9b}31m\n",
            "allow_origins: [\"https://\\e[31mA.example\", \"$\\e[31m\"]\n",
        ] {
            let source = Source::new("\u{1b}]0;name\u{7}.yaml", text);
            let report = judge(&source, None);
            assert!(!report.findings().is_empty());
            for finding in report.findings() {
                let rendered = render::plain(&source, finding);
                assert!(!rendered.contains(|c: char| c.is_control() && c != '\n'), "{rendered:?}");
            }
        }
    }
}
