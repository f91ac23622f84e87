//! What `corsgen check --format github` prints: [workflow commands], which GitHub shows at the lines of a pull request.
//!
//! [workflow commands]: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands

use cors_compiler::{Finding, Level, Shown, Source};

/// A finding as a command, on a line of its own.
pub(crate) fn annotation(source: &Source, finding: &Finding) -> String {
    let (start, end) = (source.position(finding.span.start), source.position(finding.span.end));
    let rule = finding.rule;
    let command = match rule.level {
        Level::Error | Level::Risk => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let profile = finding.profile.as_ref().map_or(String::new(), |profile| format!(" (profile `{profile}`)"));
    let help = finding.help.as_ref().map_or(String::new(), |help| format!("\nhelp: {help}"));
    let message = format!("{}{profile}{help}", finding.message);
    // Columns are those of one line alone.
    let columns = if start.line == end.line {
        format!(",col={},endColumn={}", start.column, end.column)
    } else {
        format!(",col={}", start.column)
    };
    format!(
        "::{command} title={},file={},line={},endLine={}{columns}::{}\n",
        property(&format!("{}[{}]", rule.level, rule.name)),
        // A terminal that shows the log obeys no file's name.
        property(&Shown::line(source.name()).to_string()),
        start.line,
        end.line,
        data(&message),
    )
}

/// What may stand behind `::`. Whatever a policy or the name of a file holds, it ends no command and begins none.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What may stand as the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use cors_compiler::{Source, judge};

    use super::annotation;

    #[test]
    fn nothing_ends_a_command_but_its_line() {
        let source =
            Source::new("a,b:c%\r\n::error::x.yaml", "allow_origins: [\"https://a.example/%0A::error::\", 'é/']\n");
        let report = judge(&source, None);
        assert!(report.findings().len() >= 2);
        for finding in report.findings() {
            let line = annotation(&source, finding);
            assert_eq!(line.matches('\n').count(), 1, "{line}");
            assert!(line.starts_with("::error title=error[origin-"), "{line}");
            assert!(line.contains(",file=a%2Cb%3Ac%25\\r\\n%3A%3Aerror%3A%3Ax.yaml,line=1,endLine=1,col="), "{line}");
        }
    }
}
