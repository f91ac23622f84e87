use cors_browser::{self as browser, Outcome, Reason, ResponseType};

use crate::{Console, Question, Sentence, because::because};

/// What becomes of the call, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How good that is.
    pub light: Light,
    /// The sentence, without a full stop.
    pub sentence: Sentence,
}

/// How good a verdict is. Never told by a colour alone: the sentence begins with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    /// It works.
    Green,
    /// It works, but.
    Amber,
    /// It fails.
    Red,
}

pub(crate) fn of(question: &Question<'_>, outcome: &Outcome, consoles: &[Console]) -> Verdict {
    let (light, sentence) = match (outcome.verdict, &outcome.failed) {
        (browser::Verdict::NotSent, failed) => {
            let why = failed.as_ref().map(because).unwrap_or_default();
            (Light::Red, Sentence::from("Not sent: ").then(why))
        }
        (browser::Verdict::Blocked, failed) => {
            let why = failed.as_ref().map(because).unwrap_or_default();
            // Where nothing came back nobody has blocked it.
            let is_unanswered = failed.as_ref().is_some_and(|failed| failed.reason == Reason::Network);
            let word = if is_unanswered { "Failed: " } else { "Blocked: " };
            (Light::Red, Sentence::from(word).then(why).then(aftermath(question, outcome).into()))
        }
        (browser::Verdict::Opaque, _) => (Light::Amber, opaque(outcome)),
        (browser::Verdict::Readable, _) => readable(outcome, consoles),
    };
    Verdict { light, sentence }
}

/// What has happened nevertheless.
fn aftermath(question: &Question<'_>, outcome: &Outcome) -> &'static str {
    let Some(actual) = outcome.actual() else { return ", so the request itself is not sent" };
    match (&actual.response, question.reaches_application(&actual.request)) {
        (None, _) => "",
        (Some(_), true) => ". The server has acted all the same",
        (Some(_), false) => ". The application was not asked",
    }
}

fn opaque(outcome: &Outcome) -> Sentence {
    if outcome.response_type == ResponseType::OpaqueRedirect {
        return "Sent, but the page reads nothing of the answer: it is a redirect that was not followed".into();
    }
    Sentence::of("Sent, but the page reads nothing of the answer: that is what mode {} means", &["no-cors"])
}

fn readable(outcome: &Outcome, consoles: &[Console]) -> (Light, Sentence) {
    let works = if outcome.exchanges.is_empty() {
        "Works: the URL is the answer itself, and nothing is sent"
    } else if outcome.response_type == ResponseType::Basic {
        "Works: it is the page's own origin, and CORS has no part in it"
    } else if outcome.preflight().is_some() {
        "Works: the preflight passes, and the page reads the answer"
    } else {
        "Works: no preflight is needed, and the page reads the answer"
    };
    let fails: Vec<&str> =
        consoles.iter().filter(|console| !console.works).map(|console| console.browser.title()).collect();
    if !fails.is_empty() {
        return (Light::Amber, Sentence::from(format!("{works}; but not in {}", fails.join(" and ")).as_str()));
    }
    match outcome.warnings.first() {
        Some(browser::Warning::MaxAge { .. }) | None => (Light::Green, works.into()),
        Some(_) => (Light::Amber, Sentence::from(works).then("; mind the warning".into())),
    }
}

/// What people call a browser.
pub trait Title {
    /// With a capital.
    fn title(self) -> &'static str;
}

impl Title for browser::Browser {
    fn title(self) -> &'static str {
        match self {
            Self::Standard => "the standard",
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::Safari => "Safari",
        }
    }
}
