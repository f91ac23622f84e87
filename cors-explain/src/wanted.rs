use cors_browser::{Credentials, Origin, Outcome, Reason, Response, Verdict};
use cors_compiler::Source;
use cors_core::method::is_safelisted;

use crate::{
    Application, Judged, Question, Sentence,
    cause::usual,
    cure::{insecure, quoted},
};

/// What would let a call through to a server of which no policy is known: a policy, and the answers that it gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The policy, which allows this call and no more. It was tried: compiled, and asked.
    pub text: String,
    /// What is answered to the preflight; `None`: there is none.
    pub preflight: Option<Response>,
    /// The headers that the answer to the request has more than the application gives it.
    pub actual: Response,
    /// What it costs.
    pub prices: Vec<Sentence>,
}

/// `None`: there is a policy, or nothing of CORS is in the way, or the page has no origin that could be named.
pub(crate) fn of(question: &Question<'_>, outcome: &Outcome) -> Option<Wanted> {
    let failed = outcome.failed.as_ref()?;
    if question.policy.is_some() || !is_of_policy(failed.reason) || question.call.page.origin == Origin::Opaque {
        return None;
    }
    let origin = question.call.page.origin.to_string();
    let judged = Judged::new(Source::new("cors.yaml", text(question, outcome, &origin)), None).ok()?;
    let application = Application::default();
    let mended = Question { policy: Some(&judged), live: None, application: &application, ..*question };
    let outcome = mended.run(question.browser);
    if outcome.verdict != Verdict::Readable {
        return None;
    }
    let mut wanted = Wanted {
        preflight: outcome.preflight().and_then(|exchange| exchange.response.clone()),
        actual: outcome.actual()?.response.clone()?,
        prices: vec![price(question, &origin)],
        text: judged.source.text().to_owned(),
    };
    wanted.prices.extend(insecure(&origin));
    Some(wanted)
}

/// Whether answers are what is to be changed, and a policy changes those.
const fn is_of_policy(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::PreflightStatus
            | Reason::AllowOriginMissing
            | Reason::AllowOriginWildcard
            | Reason::AllowOriginLines
            | Reason::AllowOriginList
            | Reason::AllowOriginInvalid
            | Reason::AllowOriginMismatch
            | Reason::AllowCredentials
            | Reason::AllowMethodsInvalid
            | Reason::AllowHeadersInvalid
            | Reason::MethodNotAllowed
            | Reason::HeaderNotAllowed
            | Reason::AuthorizationNotCovered
    )
}

/// A policy for this call.
fn text(question: &Question<'_>, outcome: &Outcome, origin: &str) -> String {
    let mut text = format!("allow_origins: [{}]\n", quoted(origin));
    let asked = |name: &str| {
        let value = outcome.preflight().and_then(|exchange| exchange.request.headers.get(name));
        value.map(|value| String::from_utf8_lossy(&value).into_owned())
    };
    if let Some(method) = asked("access-control-request-method").filter(|method| !is_safelisted(method.as_bytes())) {
        text += &format!("allow_methods: [{}]\n", quoted(&method));
    }
    if let Some(names) = asked("access-control-request-headers") {
        let names: Vec<String> = names.split(',').map(|name| quoted(&usual(name.trim()))).collect();
        text += &format!("allow_headers: [{}]\n", names.join(", "));
    }
    if question.call.credentials == Credentials::Include {
        text += "allow_credentials: true\n";
    }
    text
}

fn price(question: &Question<'_>, origin: &str) -> Sentence {
    let reads = match question.call.credentials {
        Credentials::Include => "reads answers that carry its users' credentials",
        Credentials::SameOrigin | Credentials::Omit => "reads the answers",
    };
    Sentence::of("whoever can put a script into a page of {} ", &[origin]).then(reads.into())
}
