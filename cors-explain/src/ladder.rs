use cors_browser::{Browser, Call, Check, Failure, Outcome, Reason, Unsafe};

use crate::{Question, Sentence};

/// Every question that the browser asks, in its order, and what it found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ladder {
    /// The questions.
    pub rungs: Vec<Rung>,
}

/// A question, and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung {
    /// Its name, for machines.
    pub check: &'static str,
    /// The question.
    pub question: Sentence,
    /// What came of it.
    pub answer: Answer,
    /// The value that decided, as it was sent; `None`: there is none.
    pub found: Option<String>,
    /// Why, where the answer is not plain.
    pub why: Option<Sentence>,
    /// Two strings that have to be equal, byte for byte.
    pub comparison: Option<Comparison>,
    /// Where it is specified.
    pub spec: &'static str,
    /// Whether it is about a preflight's answer.
    pub is_preflight: bool,
}

/// What came of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It holds.
    Yes,
    /// It does not, and so the call takes another way: nothing fails by it.
    No,
    /// The call fails here.
    Fails,
    /// It would fail here next, were what failed before mended.
    NextFails,
}

/// Two strings, one below the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// What one is.
    pub left_name: &'static str,
    /// One.
    pub left: String,
    /// What the other is.
    pub right_name: &'static str,
    /// The other.
    pub right: String,
    /// How many bytes are the same from the beginning; always at a border of characters.
    pub same_bytes: usize,
}

impl Comparison {
    /// Compares.
    pub fn new(left: (&'static str, &str), right: (&'static str, &str)) -> Self {
        let pairs = left.1.chars().zip(right.1.chars());
        let same_bytes = pairs.take_while(|(one, other)| one == other).map(|(one, _)| one.len_utf8()).sum();
        let ((left_name, left), (right_name, right)) = (left, right);
        Self { left_name, left: left.to_owned(), right_name, right: right.to_owned(), same_bytes }
    }
}

impl Answer {
    /// Its name, for machines.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Fails => "fails",
            Self::NextFails => "would-fail-next",
        }
    }
}

/// What was asked up to the first failure, and then what would fail next.
pub(crate) fn of(question: &Question<'_>, outcome: &Outcome, next: &[Failure]) -> Ladder {
    let failed = outcome.ladder.iter().position(|rung| rung.verdict.is_err());
    let asked = outcome.ladder.iter().take(failed.map_or(usize::MAX, |failed| failed + 1));
    let rungs = asked.filter(|rung| is_telling(rung, question.call)).map(|rung| {
        let answer = match rung.verdict {
            Ok(true) => Answer::Yes,
            Ok(false) => Answer::No,
            Err(_) => Answer::Fails,
        };
        of_rung(rung, answer, question.browser)
    });
    let next = next.iter().map(|failure| {
        let rung = cors_browser::Rung {
            check: failure.check(),
            verdict: Err(failure.reason),
            subject: failure.subject.clone(),
            found: failure.found.clone(),
            hop: 0,
            is_preflight: failure.is_preflight,
        };
        of_rung(&rung, Answer::NextFails, question.browser)
    });
    Ladder { rungs: rungs.chain(next).collect() }
}

fn of_rung(rung: &cors_browser::Rung, answer: Answer, browser: Browser) -> Rung {
    let found = rung.found.as_deref().map(|found| String::from_utf8_lossy(found).into_owned());
    let comparison = (rung.check == Check::AllowOrigin && rung.verdict.is_err()).then_some(found.as_deref()).flatten();
    Rung {
        check: rung.check.name(),
        question: asked(rung),
        answer,
        why: why(rung, browser),
        comparison: comparison.map(|found| Comparison::new(("sent", &rung.subject), ("allowed", found))),
        found,
        spec: rung.check.spec(),
        is_preflight: rung.is_preflight,
    }
}

/// Whether it tells anything: every call has an `Accept`, and a list that is not there can be read.
fn is_telling(rung: &cors_browser::Rung, call: &Call) -> bool {
    let is_set = || call.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(&rung.subject));
    match (rung.check, rung.verdict) {
        (Check::HeaderSafelisted, Ok(true)) if rung.subject == "accept" => is_set(),
        (Check::AllowMethods | Check::AllowHeaders, Ok(_)) => rung.found.is_some(),
        _ => true,
    }
}

fn asked(rung: &cors_browser::Rung) -> Sentence {
    let subject = [rung.subject.as_str()];
    let whose = if rung.is_preflight { "preflight: " } else { "" };
    let of_answer = |words: &str, codes: &[&str]| Sentence::from(whose).then(Sentence::of(words, codes));
    match rung.check {
        Check::Url => Sentence::of("is {} a URL that can be called?", &subject),
        Check::Method => Sentence::of("is {} a method for pages?", &subject),
        Check::Header => Sentence::of("is {} a header that can be sent?", &subject),
        Check::Body => Sentence::of("may {} have a body?", &subject),
        Check::CacheMode => "does the cache mode go with the mode?".into(),
        Check::MixedContent => "is the URL as secure as the page?".into(),
        Check::Port => "is the port one that browsers call?".into(),
        Check::LocalNetwork => "may the page call the local network?".into(),
        Check::SameOrigin => "is it the page's own origin?".into(),
        Check::SameOriginMode => Sentence::of("does mode {} allow it?", &["same-origin"]),
        Check::RedirectMode => "does the redirect mode go with the mode?".into(),
        Check::Scheme => Sentence::of("is {} a scheme that CORS knows?", &subject),
        Check::MethodSafelisted => Sentence::of("may {} go without a preflight?", &subject),
        Check::HeaderSafelisted => Sentence::of("may {} go without a preflight?", &subject),
        Check::TotalLength => "may all these headers together go without a preflight?".into(),
        Check::PreflightKept => "is the answer to an earlier preflight kept?".into(),
        Check::Network => "is there an answer?".into(),
        Check::PreflightStatus => of_answer("is the status 200 to 299?", &[]),
        Check::AllowOrigin => of_answer("does {} name the page?", &["Access-Control-Allow-Origin"]),
        Check::AllowCredentials => of_answer("is {} {}?", &["Access-Control-Allow-Credentials", "true"]),
        Check::AllowMethods => of_answer("can {} be read?", &["Access-Control-Allow-Methods"]),
        Check::AllowHeaders => of_answer("can {} be read?", &["Access-Control-Allow-Headers"]),
        Check::MethodAllowed => of_answer("is {} allowed?", &subject),
        Check::HeaderAllowed => of_answer("is {} allowed?", &subject),
        Check::ResourcePolicy => Sentence::of("does {} let it through?", &["Cross-Origin-Resource-Policy"]),
        Check::Redirect => "may the redirect be followed?".into(),
    }
}

fn why(rung: &cors_browser::Rung, browser: Browser) -> Option<Sentence> {
    match (rung.check, rung.verdict) {
        (Check::HeaderSafelisted, Ok(false)) => {
            let why = Unsafe::of(browser, &rung.subject, rung.found.as_deref()?);
            why.map(|why| Sentence::quoting(&why.to_string()))
        }
        (Check::MethodSafelisted, Ok(false)) => Some(Sentence::of("only {}, {} and {} may", &["GET", "HEAD", "POST"])),
        (Check::MethodAllowed, Ok(_)) if cors_browser::method::is_safelisted(rung.subject.as_bytes()) => {
            Some("it always is".into())
        }
        (_, Err(Reason::AllowOriginMissing)) => Some("there is no such header".into()),
        (_, Err(Reason::AllowOriginWildcard)) => Some(Sentence::of("with credentials {} is a literal", &["*"])),
        (_, Err(Reason::MethodNotAllowed | Reason::HeaderNotAllowed)) => Some(listed(rung)),
        _ => None,
    }
}

fn listed(rung: &cors_browser::Rung) -> Sentence {
    let header = if rung.check == Check::MethodAllowed {
        "Access-Control-Allow-Methods"
    } else {
        "Access-Control-Allow-Headers"
    };
    match &rung.found {
        None => Sentence::of("there is no {}", &[header]),
        Some(_) => Sentence::of("{} lacks it", &[header]),
    }
}
