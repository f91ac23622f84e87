//! Findings as people read them: the place in the policy, what is wrong there, and the cure.

use annotate_snippets::{AnnotationKind, Element, Group, Level as Title, Origin, Renderer, Snippet};

use crate::{Finding, Level, Shown, Source, Span};

/// The most bytes of a policy that one excerpt spans. Places farther away are told by their line, and a longer line is not shown:
/// a file of one line has a finding a thousand times, and each would cost the whole line.
const WIDEST: usize = 8 * 1024;

/// A finding without colours, for the macro's compile errors. Ends without a line feed.
pub fn plain(source: &Source, finding: &Finding) -> String {
    render(source, finding, &Renderer::plain())
}

/// A finding with colours, for terminals. Ends without a line feed.
pub fn styled(source: &Source, finding: &Finding) -> String {
    render(source, finding, &Renderer::styled())
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
    let (near, far): (Vec<_>, Vec<_>) = finding.labels.iter().partition(|label| is_near(label.span, finding.span));
    let spans = || near.iter().map(|label| label.span).chain([finding.span]);
    let (first, last) =
        spans().fold((usize::MAX, 0), |(first, last), span| (first.min(span.start), last.max(span.end)));
    let window = source.lines_around(first, last);
    let within = |span: Span| {
        let span = first_line(source.text(), span);
        span.start.saturating_sub(window.start)..span.end.saturating_sub(window.start)
    };
    let excerpt = || {
        let primary = AnnotationKind::Primary.span(within(finding.span)).label(finding.caption.as_deref());
        let others =
            near.iter().map(|label| AnnotationKind::Context.span(within(label.span)).label(label.message.as_str()));
        let snippet = Snippet::source(source.slice(window)).path(path.as_str());
        snippet.line_start(source.position(window.start).line).annotation(primary).annotations(others)
    };
    let place: Element<'_> = if window.end - window.start <= 2 * WIDEST {
        excerpt().into()
    } else {
        let at = source.position(finding.span.start);
        Origin::path(path.as_str()).line(at.line).char_column(at.column).into()
    };
    let mut group = Group::with_title(title).element(place);
    for label in far {
        let line = source.position(label.span.start).line;
        group = group.element(Title::NOTE.message(format!("{}, in line {line}", label.message)));
    }
    if let Some(profile) = &finding.profile {
        group = group.element(Title::NOTE.message(format!("with profile `{profile}`")));
    }
    if let Some(help) = &finding.help {
        group = group.element(Title::HELP.message(help.as_str()));
    }
    // The renderer replaces control characters of the excerpt, but for those that some terminals take from two bytes.
    renderer.render(&[group]).replace(|c| matches!(c, '\u{80}'..='\u{9f}'), "\u{fffd}")
}

fn is_near(one: Span, other: Span) -> bool {
    one.end.max(other.end) - one.start.min(other.start) <= WIDEST
}

/// What of a span stands in its first line: an author needs the place, not a border around a block.
fn first_line(text: &str, span: Span) -> Span {
    let slice = text.get(span.range()).unwrap_or_default();
    let line = slice.lines().next().unwrap_or_default();
    Span::new(span.start, span.start + line.trim_end().len())
}
