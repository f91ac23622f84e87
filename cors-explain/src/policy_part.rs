use std::ops::Range;

use cors_browser::{Outcome, Request, ResponseType};
use cors_compiler::{PolicyBlock, ProgramRules, Source, Span};
use cors_core::Route;

use crate::{Cure, Judged, Nearest, Question, Sentence, cause::Cause, cure::cure, judged::allows, nearest::nearest};

/// The line of a policy that decides, and what would make the call work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyPart {
    /// Where it is; `None`: nothing in the policy says anything of it.
    pub line: Option<PolicyLine>,
    /// What it says of the call.
    pub says: Sentence,
    /// Whether the call works by it, whatever a running server does.
    pub allows: bool,
    /// The pattern that comes closest to an origin that is not allowed.
    pub nearest: Option<Nearest>,
    /// The smallest edit that makes the call work, if one was found.
    pub cure: Option<Cure>,
    /// What could be changed in the page instead.
    pub in_page: Option<Sentence>,
}

/// A place in a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyLine {
    /// The policy's file.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// The line, without its end.
    pub text: String,
    /// What is meant in it, in characters of `text` counted from 0.
    pub marked: Range<usize>,
}

impl PolicyLine {
    /// The place of a span: what of it stands in its first line.
    pub(crate) fn new(source: &Source, span: Span) -> Self {
        let at = source.position(span.start);
        let text = source.text().lines().nth(at.line.saturating_sub(1)).unwrap_or_default().to_owned();
        let marked = source.slice(span).lines().next().unwrap_or_default().trim_end().chars().count().max(1);
        let start = at.column.saturating_sub(1);
        Self { file: source.name().to_owned(), line: at.line, column: at.column, text, marked: start..start + marked }
    }
}

pub(crate) fn of(question: &Question<'_>, outcome: &Outcome) -> Option<PolicyPart> {
    let judged = question.policy?;
    // What the policy says, whatever a running server did.
    let by_policy = Question { live: None, ..*question };
    let own;
    let outcome = if question.live.is_some() {
        own = by_policy.run(question.browser);
        &own
    } else {
        outcome
    };
    let Some(place) = Place::of(&by_policy, outcome) else {
        let in_page = outcome.failed.as_ref().and_then(elsewhere);
        let says = "the policy is not asked: nothing is sent".into();
        return Some(PolicyPart { line: None, says, allows: false, nearest: None, cure: None, in_page });
    };
    let Some(cause) = Cause::of(&by_policy, outcome) else { return Some(place.allowing(judged, outcome)) };
    let (span, says) = place.refusing(judged, &cause);
    let nearest = match &cause {
        Cause::Origin(origin) => place.rules.and_then(|rules| nearest(judged, rules, origin)),
        _ => None,
    };
    // Nobody is to be talked into letting in who only looks like a friend.
    let is_friend = nearest.as_ref().is_none_or(|nearest| !nearest.is_lookalike);
    let cure = if is_friend { cure(&by_policy, &cause) } else { None };
    Some(PolicyPart {
        line: span.map(|span| PolicyLine::new(&judged.source, span)),
        says,
        allows: false,
        nearest,
        cure,
        in_page: in_page(&by_policy, outcome, &cause, place.rules),
    })
}

/// Where names of headers are to be added, so that pages read them.
pub(crate) fn expose(question: &Question<'_>, outcome: &Outcome) -> Option<PolicyLine> {
    let judged = question.policy?;
    let block = judged.block(Place::of(question, outcome)?.rules?)?;
    let span = block.expose_headers.as_ref().map(|names| names.span);
    let span = span.or_else(|| block.keys.iter().find(|key| key.value == "allow_origins").map(|key| key.span))?;
    Some(PolicyLine::new(&judged.source, span))
}

/// What of a policy holds for the path of a call.
pub(crate) struct Place<'a> {
    pub(crate) rules: Option<&'a ProgramRules>,
    /// The route's path pattern as written, or `document`.
    pub(crate) name: &'a str,
    request: &'a Request,
    /// Where a route says `cors: false`.
    denied: Option<Span>,
}

impl<'a> Place<'a> {
    pub(crate) fn of(question: &Question<'a>, outcome: &'a Outcome) -> Option<Self> {
        let judged = question.policy?;
        let exchange = outcome.exchanges.last()?;
        let request = &exchange.request;
        let route = cors_core::Policy::route(&judged.program, request.url.path().as_bytes());
        let (rules, name) = match route {
            Route::Rules(rules, name) => (Some(rules), name),
            Route::Denied | Route::Ambiguous | Route::Unclaimed => (None, ""),
        };
        let denied = (route == Route::Denied).then(|| denied(judged, request)).flatten();
        Some(Self { rules, name, request, denied })
    }

    /// What a policy says that lets the call through.
    fn allowing(&self, judged: &Judged, outcome: &Outcome) -> PolicyPart {
        let origin = String::from_utf8_lossy(&self.request.headers.get("origin").unwrap_or_default()).into_owned();
        let (span, says) = match self.rules {
            _ if outcome.same_origin => {
                (None, "the policy is not asked: browsers let a page read its own origin".into())
            }
            _ if outcome.response_type == ResponseType::Opaque => {
                (None, "the policy is not asked: without CORS nothing is read".into())
            }
            None => (None, "no policy holds for this path: what allows the page is the application".into()),
            Some(rules) => {
                let pattern = judged.patterns(rules).iter().find(|pattern| allows(&pattern.value, &origin));
                let says = match pattern {
                    Some(pattern) if pattern.value.as_str() == origin => "this is the page's origin".into(),
                    Some(pattern) => Sentence::of("{} allows {}", &[pattern.value.as_str(), &origin]),
                    None => Sentence::of("{} allows every origin", &["*"]),
                };
                (Some(pattern.map_or(rules.span, |pattern| pattern.span)), says.then(self.of_whom()))
            }
        };
        let line = span.map(|span| PolicyLine::new(&judged.source, span));
        PolicyPart { line, says, allows: true, nearest: None, cure: None, in_page: None }
    }

    /// What a policy says that does not, and where.
    fn refusing(&self, judged: &Judged, cause: &Cause) -> (Option<Span>, Sentence) {
        let block = self.rules.and_then(|rules| judged.block(rules));
        let key =
            |name: &str| block.and_then(|block| block.keys.iter().find(|key| key.value == name)).map(|key| key.span);
        let origins = self.rules.map(|rules| rules.span);
        let lists = |span: Option<Span>, names: &str, what: &str| match span {
            Some(_) => Sentence::of("{} lacks {}", &[names, what]).then(self.of_whom()),
            None => Sentence::of("there is no {}", &[names]).then(self.of_whom()),
        };
        match cause {
            Cause::Unclaimed => (None, "no route claims this path, and the document has no policy of its own".into()),
            Cause::Denied => {
                (self.denied, Sentence::of("{}: no page of another origin reads this path", &["cors: false"]))
            }
            Cause::Ambiguous => {
                (None, "two servers could read this path differently, so no rules are chosen by it".into())
            }
            Cause::Origin(origin) => (origins, Sentence::of("nothing here allows {}", &[origin]).then(self.of_whom())),
            Cause::AnyOrigin(_) => (
                origins,
                Sentence::of("{} allows every origin, but none with credentials", &["*"]).then(self.of_whom()),
            ),
            Cause::Credentials => {
                let own = block.and_then(|block| block.allow_credentials).map(|own| own.span);
                let says = Sentence::of("credentials are not allowed", &[]).then(self.of_whom());
                (own.or_else(|| key("allow_origins")), says)
            }
            Cause::Method(method) => {
                let own = span_of(block, |block| &block.allow_methods);
                (own.or_else(|| key("allow_origins")), lists(own, "allow_methods", method))
            }
            Cause::Headers(names) => {
                let own = span_of(block, |block| &block.allow_headers);
                (own.or_else(|| key("allow_origins")), lists(own, "allow_headers", &names.join(", ")))
            }
            Cause::Elsewhere => (None, "nothing in the policy has to do with it".into()),
        }
    }

    fn of_whom(&self) -> Sentence {
        if self.name == "document" { Sentence::default() } else { Sentence::of(", for {}", &[self.name]) }
    }
}

fn span_of(
    block: Option<&PolicyBlock>,
    names: impl Fn(&PolicyBlock) -> &Option<cors_compiler::Spanned<cors_compiler::Names>>,
) -> Option<Span> {
    block.and_then(|block| names(block).as_ref().map(|names| names.span))
}

fn denied(judged: &Judged, request: &Request) -> Option<Span> {
    let path = request.url.path().as_bytes();
    let claims = |route: &&cors_compiler::ProgramRoute| cors_core::path::Pattern::new(&route.path).claims(path);
    let route = judged.program.routes.iter().find(claims)?;
    judged.route(&route.path)?.cors_false
}

/// What could be changed in the page instead.
fn in_page(
    question: &Question<'_>,
    outcome: &Outcome,
    cause: &Cause,
    rules: Option<&ProgramRules>,
) -> Option<Sentence> {
    match cause {
        Cause::Method(method) => {
            let upper = method.to_ascii_uppercase();
            let is_upper = upper != *method && rules.is_some_and(|rules| rules.methods.allow(upper.as_bytes()));
            is_upper.then(|| {
                Sentence::of(
                    "write {}: browsers send {} as it is written, and compare it byte for byte",
                    &[&upper, method],
                )
            })
        }
        Cause::AnyOrigin(_) | Cause::Credentials => {
            Some(Sentence::of("leave out {}, if it needs no cookies", &["credentials: \"include\""]))
        }
        Cause::Ambiguous => Some("write the path in its plain form".into()),
        Cause::Origin(origin) if origin == "null" => {
            let is_sandboxed = question.call.page.origin == cors_browser::Origin::Opaque;
            Some(Sentence::quoting(if is_sandboxed {
                "pages that are sandboxed, from a file or from `data:` are all `null`: serve it from an origin of its own"
            } else {
                "a redirect to another origin made it `null`: call the last URL directly"
            }))
        }
        Cause::Elsewhere => outcome.failed.as_ref().and_then(elsewhere),
        _ => None,
    }
}

/// The cure of what no policy is about.
fn elsewhere(failed: &cors_browser::Failure) -> Option<Sentence> {
    use cors_browser::Reason;
    Some(match failed.reason {
        Reason::MixedContent => Sentence::of("serve the API by {}, and call it so", &["https"]),
        Reason::BadPort => "let the server listen on another port".into(),
        Reason::OtherOrigin => Sentence::of("leave out {}", &["mode: \"same-origin\""]),
        Reason::MethodNoCors => Sentence::of("leave out {}", &["mode: \"no-cors\""]),
        Reason::BodyOfGet => "send what is asked for in the URL, or use `POST`".into(),
        Reason::StreamBody => "send a `Blob` or a text".into(),
        _ => return None,
    })
    .map(|sentence| Sentence::quoting(&sentence.to_string()))
}
