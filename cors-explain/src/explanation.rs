use std::time::Duration;

use cors_browser::{Browser, Call, Failure, Outcome, Request, Response, UserAgent};

use crate::{
    Answered, Application, Beside, Console, Judged, Ladder, Origins, PolicyPart, ResponseHeaders, Sentence, Sequence,
    Trial, Verdict, Wanted, answer, beside, console, ladder, limits, next::next, origins, policy_part, reading,
    sequence, trial, verdict, wanted,
};

/// What is to be explained: a call, a browser, and a server, which is a policy or one that was asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The policy; without one there is a server that was asked.
    pub policy: Option<&'a Judged>,
    /// What stands behind the policy.
    pub application: &'a Application,
    /// What a running server answered. Its answers count, and the policy's stand beside them.
    pub live: Option<&'a [Recorded]>,
    /// The call.
    pub call: &'a Call,
    /// Whose behaviour it is that is asked for.
    pub browser: Browser,
    /// The same call was made so long before.
    pub again: Option<Duration>,
}

/// A request that was sent to a running server, and what came back; `None`: nothing did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// What was sent.
    pub request: Request,
    /// What came back.
    pub response: Option<Response>,
}

/// What happens to one call, and why: all that is shown of it, decided. Whatever prints it only prints it.
///
/// What others wrote, such as origins, header values and lines of a policy, stands in it as it was written: control characters and
/// markup too. A renderer makes it harmless by a quoting of its own.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The call in a line.
    pub title: Sentence,
    /// Whose behaviour it is.
    pub browser: Browser,
    /// 1: the verdict, in a sentence.
    pub verdict: Verdict,
    /// 2: who says what to whom.
    pub sequence: Sequence,
    /// 3: every question that the browser asks.
    pub ladder: Ladder,
    /// 4: what the consoles say.
    pub console: Vec<Console>,
    /// 5: the two origins.
    pub origins: Origins,
    /// 6: the line of the policy that decides, and what would make it work.
    pub policy: Option<PolicyPart>,
    /// 6, where a server was asked and there is no policy: what would make it work.
    pub wanted: Option<Wanted>,
    /// 7: which headers the page reads.
    pub headers: ResponseHeaders,
    /// 8: how to see it for oneself.
    pub trials: Vec<Trial>,
    /// 9: what CORS does not do.
    pub limits: Vec<Sentence>,
    /// What a running server does otherwise than its policy says; `None`: none was asked, or there is no policy.
    pub beside: Option<Beside>,
    /// What would fail next, were the first mended.
    pub also_would_fail: Vec<Failure>,
    /// What the page's author should know beside.
    pub warnings: Vec<Sentence>,
    /// What is taken for granted of what is not known.
    pub assumptions: Vec<Sentence>,
    /// All that the browser does, as its model says.
    pub outcome: Outcome,
}

/// Explains.
pub fn explain(question: &Question<'_>) -> Explanation {
    let outcome = question.run(question.browser);
    let console = console::of(question, &outcome);
    let policy = policy_part::of(question, &outcome);
    let next = next(question, &outcome);
    Explanation {
        title: title(question.call, &outcome),
        browser: question.browser,
        verdict: verdict::of(question, &outcome, &console),
        sequence: sequence::of(question, &outcome),
        ladder: ladder::of(question, &outcome, &next),
        origins: origins::of(question.call),
        wanted: wanted::of(question, &outcome),
        headers: reading::of(question, &outcome),
        trials: trial::of(question, &outcome),
        limits: limits::of(question, &outcome),
        beside: beside::of(question, &outcome),
        also_would_fail: next,
        warnings: outcome.warnings.iter().map(|warning| Sentence::quoting(&warning.to_string())).collect(),
        assumptions: question.assumptions(&outcome),
        console,
        policy,
        outcome,
    }
}

impl Question<'_> {
    /// Makes the call.
    pub(crate) fn run(&self, browser: Browser) -> Outcome {
        let mut agent = UserAgent::new(browser);
        if let Some(time) = self.again {
            agent.fetch(self.call, |request| self.respond(request));
            agent.advance(time);
        }
        agent.fetch(self.call, |request| self.respond(request))
    }

    /// What the server answers.
    pub(crate) fn respond(&self, request: &Request) -> Option<Response> {
        match self.live {
            Some(live) => {
                // Browsers leave each other in what they send; what is asked is the same.
                let is_near = |one: &&Recorded| one.request.method == request.method && one.request.url == request.url;
                let exact = live.iter().find(|one| one.request == *request);
                exact.or_else(|| live.iter().find(is_near)).and_then(|one| one.response.clone())
            }
            None => self.by_policy(request).map(|answered| answered.response),
        }
    }

    /// What the policy answers.
    pub(crate) fn by_policy(&self, request: &Request) -> Option<Answered<'_>> {
        self.policy.map(|judged| answer(&judged.program, self.application, request))
    }

    /// Reports whether an answer to a request is the application's, so that it may have acted.
    pub(crate) fn reaches_application(&self, request: &Request) -> bool {
        let by_policy = || self.by_policy(request).is_none_or(|answered| answered.is_applications);
        self.live.is_some() || by_policy()
    }

    fn assumptions(&self, outcome: &Outcome) -> Vec<Sentence> {
        if self.live.is_some() {
            return self.unsent(outcome);
        }
        let mut assumptions = Vec::new();
        let answers = |is_preflight: bool| {
            let mut requests = outcome.sent().filter(move |request| (request.method == "OPTIONS") == is_preflight);
            requests.any(|request| self.reaches_application(request))
        };
        if outcome.preflight().is_some() && answers(true) {
            assumptions
                .push("the application answers the preflight with 204, and sets no CORS headers of its own".into());
        }
        if answers(false) && *self.application == Application::default() {
            assumptions.push("the application answers with 200, and sets no CORS headers of its own".into());
        }
        assumptions
    }
}

impl Question<'_> {
    /// What a browser would have sent to a server that was asked, and nobody has.
    fn unsent(&self, outcome: &Outcome) -> Vec<Sentence> {
        let Some(actual) = outcome.actual() else { return Vec::new() };
        let mut unsent = Vec::new();
        if self.call.body.is_some() {
            unsent.push("the server answers alike to a request with the page's body: it got one without".into());
        }
        if actual.request.credentials {
            unsent.push("the server answers alike to a request with the user's cookies: it got none".into());
        }
        unsent
    }
}

fn title(call: &Call, outcome: &Outcome) -> Sentence {
    let origin = call.page.origin.to_string();
    let method = outcome.actual().or_else(|| outcome.preflight()).map(|exchange| exchange.request.method.clone());
    let method =
        method.filter(|method| method.eq_ignore_ascii_case(&call.method)).unwrap_or_else(|| call.method.clone());
    let credentials = match call.credentials {
        cors_browser::Credentials::Include => ", with credentials",
        cors_browser::Credentials::SameOrigin | cors_browser::Credentials::Omit => "",
    };
    let mode = match call.mode {
        cors_browser::Mode::Cors => String::new(),
        mode => format!(", in mode `{}`", mode.name()),
    };
    let title = Sentence::of("{} calls {}", &[&origin, &format!("{method} {}", call.url)]);
    title.then(credentials.into()).then(Sentence::quoting(&mode))
}
