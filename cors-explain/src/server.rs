use cors_browser::{HeaderList, Request, Response};
use cors_compiler::{Program, ProgramRules};
use cors_core::{AllowOrigin, Decision, Field, Line, Lists, Outcome, Rules as _, Vary, decide};
use url::Url;

/// What stands behind the policy: the part of an answer that the policy does not decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its status.
    pub status: u16,
    /// Its header lines.
    pub headers: HeaderList,
}

/// A request as a policy's server has it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Received<'a>(pub(crate) &'a Request);

/// What answers a request where a policy holds.
#[derive(Debug)]
pub struct Answered<'p> {
    /// What is decided.
    pub decision: Decision<'p, ProgramRules>,
    /// What is answered.
    pub response: Response,
    /// Whether the application was asked: whether it may have acted.
    pub is_applications: bool,
}

impl Default for Application {
    fn default() -> Self {
        Self { status: 200, headers: HeaderList::new() }
    }
}

/// Answers a request by a policy, in front of an application.
pub fn answer<'p>(program: &'p Program, application: &Application, request: &Request) -> Answered<'p> {
    let decision = decide(program, &Received(request));
    let is_applications = decision.outcome == Outcome::Continue;
    let mut response = match decision.outcome {
        Outcome::Respond(status) => Response { status, headers: HeaderList::new() },
        // Whoever lets its application answer preflights has one that does.
        Outcome::Continue if request.method == "OPTIONS" => Response { status: 204, headers: HeaderList::new() },
        Outcome::Continue => Response { status: application.status, headers: application.headers.clone() },
    };
    if decision.effect.strip {
        let kept = response.headers.iter().filter(|(name, _)| !name.starts_with("access-control-allow-"));
        let kept =
            kept.filter(|(name, _)| !matches!(*name, "access-control-max-age" | "access-control-expose-headers"));
        response.headers = kept.collect();
    }
    let origin = request.headers.lines("origin").next();
    response.headers.extend(response_headers(&decision, origin));
    Answered { decision, response, is_applications }
}

/// The headers that a policy's server sets, on whichever response goes out, names in lower case. `origin`: the request's own.
pub fn response_headers(decision: &Decision<'_, ProgramRules>, origin: Option<&[u8]>) -> Vec<(&'static str, Vec<u8>)> {
    let effect = decision.effect;
    let mut headers = Vec::new();
    if let Some(terms) = decision.route.rules().map(ProgramRules::terms) {
        let allowed = match effect.allow_origin {
            AllowOrigin::None => None,
            AllowOrigin::Any => Some(b"*".as_slice()),
            AllowOrigin::Echo => origin,
        };
        headers.extend(allowed.map(|allowed| ("access-control-allow-origin", allowed.to_vec())));
        if effect.allow_origin == AllowOrigin::Echo && terms.credentials {
            headers.push(("access-control-allow-credentials", b"true".to_vec()));
        }
        let lists = match effect.lists {
            Lists::None => Vec::new(),
            Lists::Preflight => vec![
                ("access-control-allow-methods", &terms.allow_methods),
                ("access-control-allow-headers", &terms.allow_headers),
                ("access-control-max-age", &terms.max_age),
            ],
            Lists::Actual => vec![("access-control-expose-headers", &terms.expose_headers)],
        };
        headers.extend(lists.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?.as_bytes().to_vec()))));
    }
    let vary = match effect.vary {
        Vary::None => return headers,
        Vary::Origin => "Origin",
        Vary::Preflight => "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
    };
    headers.push(("vary", vary.as_bytes().to_vec()));
    headers
}

/// What a request names as its host: `Host`, or `:authority`.
pub fn authority(url: &Url) -> &str {
    // INVARIANT: a URL that is fetched holds no user, so that the authority is host and port.
    url.authority()
}

impl cors_core::Request for Received<'_> {
    fn method(&self) -> &[u8] {
        self.0.method.as_bytes()
    }

    fn path(&self) -> &[u8] {
        self.0.url.path().as_bytes()
    }

    fn authority(&self) -> Option<&[u8]> {
        Some(authority(&self.0.url).as_bytes())
    }

    fn line(&self, field: Field) -> Line<'_> {
        Line::of(self.0.headers.lines(match field {
            Field::Origin => "origin",
            Field::RequestMethod => "access-control-request-method",
            Field::SecFetchSite => "sec-fetch-site",
        }))
    }

    fn request_list(&self) -> impl Iterator<Item = &[u8]> {
        self.0.headers.lines("access-control-request-headers")
    }
}
