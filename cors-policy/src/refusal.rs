use std::fmt;

use cors_core::{Class, Decision, Field, Line, Request, Route, Rules, header_list};
use tracing::{Level, enabled, event};

/// The bytes of a request's own text that an event shows: strangers must not fill the log.
const LONGEST: usize = 256;

/// Tells a refusal to whoever listens: an event at debug level. Where nobody does, it costs one comparison.
///
/// A path with `cors: false` is none: its author wants no CORS there, and browsers send `Origin` with every `POST`.
pub(crate) fn tell<R: Rules>(decision: &Decision<'_, R>, request: &impl Request) {
    if !enabled!(target: "cors_policy", Level::DEBUG) {
        return;
    }
    let verdict = decision.verdict;
    let refused = match (&decision.route, verdict.origin, verdict.method, verdict.headers) {
        (Route::Ambiguous, ..) if verdict.class != Class::NotCors => Shown::Text(request.path()),
        (Route::Rules(..), Some(false), ..) => Shown::of(request.line(Field::Origin)),
        (Route::Rules(..), _, Some(false), _) => Shown::of(request.line(Field::RequestMethod)),
        (Route::Rules(rules, _), _, _, Some(false)) => header_list::first_denied(request, *rules)
            .map_or(Shown::Words("a list longer than any that is allowed"), Shown::Text),
        _ => return,
    };
    event!(
        target: "cors_policy",
        Level::DEBUG,
        verdict = decision.word(),
        policy = decision.route.name(),
        origin = %Shown::of(request.line(Field::Origin)),
        refused = %refused,
        "not allowed by the CORS policy"
    );
}

/// A part of the request, fit for a log.
enum Shown<'a> {
    Text(&'a [u8]),
    Words(&'static str),
}

impl<'a> Shown<'a> {
    const fn of(line: Line<'a>) -> Self {
        match line {
            Line::One(text) => Self::Text(text),
            Line::Several => Self::Words("several lines"),
            Line::Absent => Self::Words("none"),
        }
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(words) => f.write_str(words),
            Self::Text(text) => match text.get(..LONGEST) {
                Some(start) if start.len() < text.len() => write!(f, "{}…", start.escape_ascii()),
                _ => write!(f, "{}", text.escape_ascii()),
            },
        }
    }
}
