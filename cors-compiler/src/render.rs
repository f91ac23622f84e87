//! Findings as people read them: the place in the policy, what is wrong there, and the cure.

use annotate_snippets::{AnnotationKind, Element, Group, Level as Title, Origin, Renderer, Snippet};

use crate::{Finding, Level, Shown, Source, Span, excerpt::Excerpt};

/// The most bytes of a policy that one excerpt spans. Places farther away are told by their line, and a longer line is not shown:
/// a file of one line has a finding a thousand times, and each would cost the whole line.
const WIDEST: usize = 8 * 1024;

/// A terminal so wide that the renderer cuts nothing: it would cut within words.
const UNCUT: usize = 1024 * 1024;

/// A finding without colours, for the macro's compile errors. Ends without a line feed.
pub fn plain(source: &Source, finding: &Finding) -> String {
    render(source, finding, &Renderer::plain().term_width(UNCUT))
}

/// A finding with colours, for terminals. Ends without a line feed.
pub fn styled(source: &Source, finding: &Finding) -> String {
    render(source, finding, &Renderer::styled().term_width(UNCUT))
}

fn render(source: &Source, finding: &Finding, renderer: &Renderer) -> String {
    let title = match finding.rule.level {
        Level::Error => Title::ERROR,
        Level::Risk => Title::ERROR.with_name("risk"),
        Level::Warning => Title::WARNING,
        Level::Note => Title::NOTE,
    };
    let path = Shown::line(source.name()).to_string();
    let title = title.primary_title(finding.message.as_str()).id(finding.rule.name);
    let (near, far): (Vec<_>, Vec<_>) =
        finding.labels.iter().partition(|label| is_near(source, label.span, finding.span));
    let spans: Vec<Span> = std::iter::once(finding.span).chain(near.iter().map(|label| label.span)).collect();
    let excerpt = Shortened::of(source, &spans);
    let at = source.position(finding.span.start);
    let place: Element<'_> = match &excerpt {
        Some(Shortened { excerpt, line }) => {
            let captions =
                std::iter::once(finding.caption.as_deref()).chain(near.iter().map(|label| Some(&*label.message)));
            let kinds = std::iter::once(AnnotationKind::Primary).chain(std::iter::repeat(AnnotationKind::Context));
            let places = excerpt.places.iter().cloned();
            let annotations =
                kinds.zip(places).zip(captions).map(|((kind, place), caption)| kind.span(place).label(caption));
            let snippet = Snippet::source(excerpt.text.as_str()).path(path.as_str()).line_start(*line);
            snippet.annotations(annotations).into()
        }
        None => Origin::path(path.as_str()).line(at.line).char_column(at.column).into(),
    };
    let mut group = Group::with_title(title).element(place);
    for label in far {
        let there = source.position(label.span.start);
        let column = if there.line == at.line { format!(", column {}", there.column) } else { String::new() };
        group = group.element(Title::NOTE.message(format!("{}, in line {}{column}", label.message, there.line)));
    }
    if let Some(profile) = &finding.profile {
        group = group.element(Title::NOTE.message(format!("with profile `{profile}`")));
    }
    if let Some(help) = &finding.help {
        group = group.element(Title::HELP.message(help.as_str()));
    }
    let rendered = renderer.render(&[group]);
    let rendered = match excerpt.and_then(|excerpt| excerpt.column()) {
        // The renderer counts in what it was given.
        Some(column) if column != at.column => {
            let place = |column: usize| format!("{path}:{}:{column}", at.line);
            rendered.replacen(&place(column), &place(at.column), 1)
        }
        _ => rendered,
    };
    // The renderer replaces control characters of the excerpt, but for those that some terminals take from two bytes.
    rendered.replace(|c| matches!(c, '\u{80}'..='\u{9f}'), "\u{fffd}")
}

/// The lines of places, cut where they are too long.
struct Shortened {
    excerpt: Excerpt,
    /// The first of them.
    line: usize,
}

impl Shortened {
    /// `None` where there is more of them than anybody would read.
    fn of(source: &Source, spans: &[Span]) -> Option<Self> {
        let first = spans.iter().map(|span| span.start).min()?;
        let window = source.lines_around(first, spans.iter().map(|span| span.end).max()?);
        if window.end - window.start > 2 * WIDEST {
            return None;
        }
        let within = |span: &Span| {
            let span = first_line(source.text(), *span);
            span.start.saturating_sub(window.start)..span.end.saturating_sub(window.start)
        };
        let places: Vec<_> = spans.iter().map(within).collect();
        Some(Self { excerpt: Excerpt::of(source.slice(window), &places), line: source.position(window.start).line })
    }

    /// The column, counted from 1, of the first place in what is shown.
    fn column(&self) -> Option<usize> {
        let before = self.excerpt.text.get(..self.excerpt.places.first()?.start)?;
        let line = before.rsplit('\n').next()?;
        Some(line.chars().count() + 1)
    }
}

/// Reports whether both places can be shown at once.
fn is_near(source: &Source, one: Span, other: Span) -> bool {
    let (first, last) = (one.start.min(other.start), one.end.max(other.end));
    if last - first > WIDEST {
        return false;
    }
    let line = source.lines_around(first, first);
    let within = |span: Span| span.start - line.start..span.end.min(line.end) - line.start;
    one.start.max(other.start) > line.end || Excerpt::holds(source.slice(line), within(one), within(other))
}

/// What of a span stands in its first line: an author needs the place, not a border around a block.
fn first_line(text: &str, span: Span) -> Span {
    let slice = text.get(span.range()).unwrap_or_default();
    let line = slice.lines().next().unwrap_or_default();
    Span::new(span.start, span.start + line.trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of a key that stands there twice, so many bytes apart.
    fn told(between: &str) -> String {
        let text = format!("allow_origins: [https://a.example]\nmax_age: 1h\n{between}max_age: 2h\n");
        let source = Source::new("cors.yaml", text);
        let report = crate::judge(&source, None);
        let found = report.findings().iter().find(|finding| finding.rule.name == "duplicate-key");
        plain(&source, found.unwrap())
    }

    #[test]
    fn what_is_far_away_is_told_by_its_line() {
        for (between, line) in
            [("", "2 |"), ("# a\n# b\n", "2 |"), (&*format!("#{}\n", "x".repeat(WIDEST)), "in line 2")]
        {
            let told = told(between);
            assert!(told.contains("`max_age`") && told.contains(line), "{told}");
            assert!(told.len() < 400, "{told}");
        }
    }
}
