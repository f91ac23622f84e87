use cors_browser::{Browser, Call, Credentials, Message, Page, Reason, Warning, recognize};

use crate::{Application, Explanation, Judged, Question, Sentence, explain, site::are_same_site};

/// What a text of a console means.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// Whose console, and what the text says of the call.
    pub message: Message,
    /// Each reason that the text can have: most often one.
    pub findings: Vec<Found>,
    /// The same call under a policy, as far as the text tells what it was; `None`: it does not, or there is no policy.
    pub explanation: Option<Explanation>,
    /// Whether the policy, too, makes that call fail for one of these reasons; `None`: there is no explanation. Where it does not, the server
    /// does something else than the policy says.
    pub agrees: Option<bool>,
}

/// A reason, and what is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The reason.
    pub reason: Reason,
    /// What it means.
    pub means: Sentence,
    /// The key of a policy that decides on it; `None`: no key does.
    pub key: Option<&'static str>,
    /// What is to be done.
    pub cure: Sentence,
}

/// Finds what a text means that stands in the console of a browser; `None`: it is about no failure of CORS. `page`: who called, where the
/// text does not tell.
pub fn diagnose(text: &str, policy: Option<&Judged>, page: Option<&Page>) -> Option<Diagnosis> {
    let message = recognize(text)?;
    let is_authorization = subject(&message).is_none_or(|name| name.eq_ignore_ascii_case("authorization"));
    let reasons =
        message.reasons.iter().filter(|reason| **reason != Reason::AuthorizationNotCovered || is_authorization);
    let mut findings: Vec<Found> = reasons.map(|reason| found(*reason, &message)).collect();
    // Safari has one text for whatever does not name the page.
    findings.dedup_by(|other, first| (other.key, &other.cure) == (first.key, &first.cure));
    let call = call(&message, page);
    let explanation = policy.zip(call).map(|(policy, call)| {
        explain(&Question {
            policy: Some(policy),
            application: &Application::default(),
            live: None,
            call: &call,
            browser: message.browser,
            again: None,
        })
    });
    let agrees = explanation.as_ref().map(|explanation| {
        let outcome = &explanation.outcome;
        // So far Firefox only warns of it.
        let is_warned = outcome.warnings.contains(&Warning::AuthorizationByWildcard);
        let reason = outcome.failed.as_ref().map(|failed| failed.reason);
        let reason = reason.or(is_warned.then_some(Reason::AuthorizationNotCovered));
        reason.is_some_and(|reason| message.reasons.contains(&reason))
    });
    Some(Diagnosis { message, findings, explanation, agrees })
}

/// The call that a text is about, as far as it tells.
fn call(message: &Message, page: Option<&Page>) -> Option<Call> {
    let page = match message.value("origin").or_else(|| message.value("sent")) {
        Some(origin) => Page::parse(origin).ok()?,
        None => page?.clone(),
    };
    let url = message.value("url")?;
    let mut call = Call::new(page, url);
    match (message.reasons.first()?, subject(message)) {
        (Reason::MethodNotAllowed, Some(method)) => method.clone_into(&mut call.method),
        (Reason::HeaderNotAllowed | Reason::AuthorizationNotCovered, Some(name)) => call = call.header(name, "value"),
        (Reason::AuthorizationNotCovered, None) => call = call.header("Authorization", "value"),
        (Reason::AllowOriginWildcard | Reason::AllowCredentials, _) => call.credentials = Credentials::Include,
        // What made the preflight is not told: something did.
        _ if message.is_preflight => "PUT".clone_into(&mut call.method),
        _ => {}
    }
    if let Ok(server) = cors_browser::Origin::parse(url) {
        call.same_site = are_same_site(&call.page.origin, &server);
    }
    Some(call)
}

fn found(reason: Reason, message: &Message) -> Found {
    let (key, cure) = cure(reason, message);
    Found { reason, means: means(reason, message), key, cure }
}

fn means(reason: Reason, message: &Message) -> Sentence {
    let subject = subject(message);
    let found = message.value("found").unwrap_or("…");
    let answer = if message.is_preflight { "the answer to the preflight" } else { "the answer" };
    let of_answer = |words: &str, codes: &[&str]| Sentence::from(answer).then(Sentence::of(words, codes));
    match reason {
        Reason::AllowOriginMissing if message.reasons.contains(&Reason::AllowOriginMismatch) => {
            of_answer(" has no {} that names the page", &["Access-Control-Allow-Origin"])
        }
        Reason::AllowOriginMissing => of_answer(" has no {}", &["Access-Control-Allow-Origin"]),
        Reason::AllowOriginWildcard => of_answer(" allows {}, and the call is made with credentials", &["*"]),
        // Chromium has one text for both.
        Reason::AllowOriginLines if message.reasons.contains(&Reason::AllowOriginList) => {
            of_answer(" has several values of {}, in one line or in more", &["Access-Control-Allow-Origin"])
        }
        Reason::AllowOriginLines => of_answer(" has more than one line of {}", &["Access-Control-Allow-Origin"]),
        Reason::AllowOriginList => of_answer(" lists several origins in one {}", &["Access-Control-Allow-Origin"]),
        Reason::AllowOriginInvalid => of_answer(" allows {}, which is no origin", &[found]),
        Reason::AllowOriginMismatch => of_answer(" allows {}, which is another origin than the page's", &[found]),
        Reason::AllowCredentials => of_answer(" does not allow credentials", &[]),
        Reason::PreflightStatus => "the preflight was answered with a status that is not 200 to 299".into(),
        Reason::PreflightRedirect => "the preflight was answered with a redirect, which no browser follows".into(),
        Reason::AllowMethodsInvalid => of_element("methods", subject, "no method"),
        Reason::AllowHeadersInvalid => of_element("headers", subject, "no name of a header"),
        Reason::MethodNotAllowed => match subject {
            Some(method) => Sentence::of("the method {} is not in the list of allowed methods", &[method]),
            None => "the method is not in the list of allowed methods".into(),
        },
        Reason::HeaderNotAllowed => {
            Sentence::of("the header {} is not in the list of allowed headers", &[subject.unwrap_or("…")])
        }
        Reason::AuthorizationNotCovered => {
            Sentence::of("{} is to be listed: {} does not stand for it", &["Authorization", "*"])
        }
        Reason::Network => "no answer came: CORS was not reached, or something on the way broke the connection".into(),
        Reason::MixedContent => Sentence::of("a page from {} calls a URL that is not secure", &["https"]),
        Reason::OtherOrigin => Sentence::of("the call is made in mode {}", &["same-origin"]),
        Reason::ResourcePolicy => Sentence::of("{} withholds the answer", &["Cross-Origin-Resource-Policy"]),
        Reason::RedirectError => {
            Sentence::of("the answer is a redirect, and the call says {}", &["redirect: \"error\""])
        }
        Reason::LocationInvalid | Reason::LocationScheme | Reason::LocationCredentials => {
            "the answer is a redirect to where no page may go: a URL that cannot be read, of another scheme, or with a password".into()
        }
        Reason::TooManyRedirects => "one redirect leads to the next, more than 20 times".into(),
        Reason::StreamBody => Sentence::of("Safari sends no {}", &["ReadableStream"]),
        Reason::LocalNetworkInsecure | Reason::LocalNetworkDenied => {
            "the page calls the network of its user, and may not".into()
        }
        _ => Sentence::of("it fails at the check {}", &[reason.check().name()]),
    }
}

/// The method or the header that a text is about, if it names one.
fn subject(message: &Message) -> Option<&str> {
    message.value("subject").or_else(|| message.value("typed"))
}

/// A list that cannot be read, for what stands in it.
fn of_element(list: &str, element: Option<&str>, is: &str) -> Sentence {
    let list = Sentence::from(format!("the list of allowed {list} holds ").as_str());
    match element {
        Some(element) => list.then(Sentence::of("{}, which is ", &[element])).then(is.into()),
        None => list.then(format!("what is {is}").as_str().into()),
    }
}

/// The key of a policy that decides, and what is to be done.
fn cure(reason: Reason, message: &Message) -> (Option<&'static str>, Sentence) {
    let told = message.value("origin").or_else(|| message.value("sent"));
    let subject = subject(message);
    let list = |key: &'static str, what: &str| (Some(key), Sentence::of("list {} in {}", &[what, key]));
    let words = |text: &str| (None, Sentence::quoting(text));
    match reason {
        Reason::AllowOriginMissing | Reason::AllowOriginMismatch | Reason::AllowOriginInvalid => match told {
            Some(origin) => list("allow_origins", origin),
            None => (Some("allow_origins"), Sentence::of("list the page's origin in {}", &["allow_origins"])),
        },
        Reason::AllowOriginWildcard => {
            let name = told.map_or_else(|| "name the page's origin".into(), |told| Sentence::of("name {}", &[told]));
            (Some("allow_origins"), name.then(Sentence::of(" in place of {}, and allow credentials", &["*"])))
        }
        Reason::AllowOriginLines | Reason::AllowOriginList => words(
            "let one place alone set it: the application, or what stands before it. What `corsgen` generates removes the others'",
        ),
        Reason::AllowCredentials => (Some("allow_credentials"), Sentence::of("say {}", &["allow_credentials: true"])),
        Reason::MethodNotAllowed => match subject {
            Some(method) if *method != method.to_ascii_uppercase() => {
                let upper = method.to_ascii_uppercase();
                let words = Sentence::of("write {} in the page, and list it in {}", &[&upper, "allow_methods"]);
                (Some("allow_methods"), words)
            }
            Some(method) => list("allow_methods", method),
            None => (Some("allow_methods"), Sentence::of("list it in {}", &["allow_methods"])),
        },
        // Only of `authorization` a text may be silent.
        Reason::HeaderNotAllowed | Reason::AuthorizationNotCovered => {
            list("allow_headers", subject.unwrap_or("Authorization"))
        }
        Reason::AllowMethodsInvalid => words("let the list hold methods alone, with commas between"),
        Reason::AllowHeadersInvalid => words("let the list hold names of headers alone, with commas between"),
        Reason::PreflightStatus => words(
            "let `OPTIONS` be answered before anything asks who is there, or where the path leads: the policy's own layer answers with 204",
        ),
        Reason::RedirectError => words("call the URL that it redirects to, or leave out `redirect: \"error\"`"),
        Reason::PreflightRedirect => words("call the URL that it redirects to: often `https`, or the slash at the end"),
        Reason::Network => words("see whether the server can be reached at all: its name, its port, its certificate"),
        Reason::MixedContent => words("serve the API by `https`, and call it so"),
        Reason::OtherOrigin => words("leave out `mode: \"same-origin\"`"),
        Reason::ResourcePolicy => {
            words("let the server send `Cross-Origin-Resource-Policy: cross-origin`, or call it with CORS")
        }
        Reason::LocationInvalid | Reason::LocationScheme | Reason::LocationCredentials => {
            words("let the server redirect to a URL of `http` or `https`, without a user name")
        }
        Reason::TooManyRedirects => words("see by `curl -IL` where they go round"),
        Reason::StreamBody => words("send a `Blob` or a text"),
        Reason::LocalNetworkInsecure => words("serve the page by `https`"),
        Reason::LocalNetworkDenied => words("let the user allow it, in the settings of the site"),
        _ => words("it is the call that is to be changed, not the policy"),
    }
}

impl Diagnosis {
    /// Whose console it is.
    pub const fn browser(&self) -> Browser {
        self.message.browser
    }
}
