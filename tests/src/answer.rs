use std::collections::{BTreeMap, BTreeSet};

use cors_core::{AllowOrigin, Decision, Lists, Outcome, Rules, Vary};

use crate::{
    Request, application,
    case::{By, Class, Expectation, Judged, Verdict},
    socket::Response,
};

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It was answered.
    Observed(Observed),
    /// The server's parser refused it, with this status; 0: without one.
    Unsendable(u16),
}

/// What can be seen of an answer, as far as CORS goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// Who answered.
    pub by: By,
    /// The status.
    pub status: u16,
    /// Fetch's six and `access-control-allow-private-network`: each one's lines, names in lower case.
    pub cors: BTreeMap<String, Vec<Vec<u8>>>,
    /// The names in `Vary`, in lower case. With `*` there is no other.
    pub vary: BTreeSet<String>,
    /// `Cache-Control` of what the layer answered.
    pub cache_control: Option<Vec<u8>>,
    /// Whether what the layer answered has no body; `true` of the application's.
    pub empty: bool,
    /// Why; of the subjects that can tell.
    pub verdict: Option<Verdict>,
    /// Why, in the word for logs; of the subjects that have it.
    pub word: Option<Vec<u8>>,
}

/// The headers that the layer owns.
pub const OWNED: [&str; 7] = [
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-max-age",
    "access-control-expose-headers",
    "access-control-allow-private-network",
];

impl Observed {
    /// What the layer answers on its own: no headers yet.
    fn layer(status: u16) -> Self {
        let cache_control = (status == 403).then(|| b"no-store".to_vec());
        Self { cache_control, ..Self::of(By::Layer, status) }
    }

    /// What the application answers to `request`, if nothing stands in front of it but for what removes its CORS headers.
    fn application(request: &Request, keeps_cors: bool) -> Self {
        let mut observed = Self::of(By::Application, application::status(request));
        for (name, value) in application::headers(request) {
            if keeps_cors || name == "vary" {
                observed.add(name, &value);
            }
        }
        observed
    }

    fn of(by: By, status: u16) -> Self {
        Self {
            by,
            status,
            cors: BTreeMap::new(),
            vary: BTreeSet::new(),
            cache_control: None,
            empty: true,
            verdict: None,
            word: None,
        }
    }

    /// Adds a line, if the header is one of those that count.
    fn add(&mut self, name: &str, value: &[u8]) {
        let name = name.to_ascii_lowercase();
        if OWNED.contains(&name.as_str()) {
            self.cors.entry(name).or_default().push(value.to_vec());
        } else if name == "vary" {
            let names = value.split(|byte| *byte == b',').map(<[u8]>::trim_ascii).filter(|name| !name.is_empty());
            self.vary.extend(names.map(|name| String::from_utf8_lossy(name).to_ascii_lowercase()));
            if self.vary.contains("*") {
                self.vary = BTreeSet::from(["*".to_owned()]);
            }
        }
    }
}

impl Answer {
    /// What a case expects.
    pub fn expected(expectation: &Expectation, request: &Request) -> Self {
        let mut observed = match expectation.answered_by {
            By::Layer => Observed::layer(expectation.status.unwrap_or_default()),
            By::Application => Observed::application(request, expectation.untouched),
        };
        for (name, value) in &expectation.response_headers {
            observed.add(name, value.as_bytes());
        }
        Self::Observed(Observed { verdict: Some(expectation.verdict()), ..observed })
    }

    /// What a decision makes of a request, with the application behind it.
    pub fn of_decision<R>(decision: &Decision<'_, R>, request: &Request) -> Self
    where
        R: Rules,
        R::Text: AsRef<str>,
    {
        let mut observed = match decision.outcome {
            Outcome::Respond(status) => Observed::layer(status),
            Outcome::Continue => Observed::application(request, !decision.effect.strip),
        };
        for (name, value) in headers(decision, request) {
            observed.add(name, &value);
        }
        let word = Some(decision.word().as_bytes().to_vec());
        Self::Observed(Observed { verdict: Some(verdict(decision)), word, ..observed })
    }

    /// What came over a socket. `None`: neither the layer nor the application answers so.
    pub fn of_response(response: &Response) -> Option<Self> {
        let by = if response.values("x-application").next().is_some() { By::Application } else { By::Layer };
        match (by, response.status) {
            (By::Application, _) | (By::Layer, 200 | 204 | 403) => {}
            (By::Layer, refused @ (0 | 400 | 405 | 408 | 414 | 421 | 431 | 501 | 505)) => {
                return Some(Self::Unsendable(refused));
            }
            (By::Layer, _) => return None,
        }
        let mut observed = Observed::of(by, response.status);
        for (name, value) in &response.headers {
            observed.add(name, value);
        }
        observed.word = response.values("x-verdict").next().map(<[u8]>::to_vec);
        if by == By::Layer {
            observed.cache_control = response.values("cache-control").next().map(<[u8]>::to_vec);
            observed.empty = response.body.is_empty();
        }
        Some(Self::Observed(observed))
    }

    /// Reports whether the request's origin was found to be allowed, by a subject that can tell.
    pub fn is_to_allowed_origin(&self) -> bool {
        let verdict = match self {
            Self::Observed(observed) => observed.verdict.as_ref(),
            Self::Unsendable(_) => None,
        };
        verdict.is_some_and(|verdict| verdict.origin == Judged::Allowed)
    }

    /// The same answer of a subject that cannot tell why.
    #[must_use]
    pub fn without_verdict(self) -> Self {
        match self {
            Self::Observed(observed) => Self::Observed(Observed { verdict: None, word: None, ..observed }),
            Self::Unsendable(_) => self,
        }
    }

    /// Reports whether it is the same answer, and for the same reason, as far as both tell one.
    pub fn agrees(&self, other: &Self) -> bool {
        let (Self::Observed(one), Self::Observed(other)) = (self, other) else { return self == other };
        fn differ<T: PartialEq>(one: &Option<T>, other: &Option<T>) -> bool {
            matches!((one, other), (Some(one), Some(other)) if one != other)
        }
        self.clone().without_verdict() == Self::Observed(other.clone()).without_verdict()
            && !differ(&one.verdict, &other.verdict)
            && !differ(&one.word, &other.word)
    }
}

/// The headers that a decision sets.
fn headers<R>(decision: &Decision<'_, R>, request: &Request) -> Vec<(&'static str, Vec<u8>)>
where
    R: Rules,
    R::Text: AsRef<str>,
{
    let effect = decision.effect;
    let mut headers = Vec::new();
    match effect.vary {
        Vary::None => {}
        Vary::Origin => headers.push(("vary", b"Origin".to_vec())),
        Vary::Preflight => {
            let names = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
            headers.push(("vary", names.as_bytes().to_vec()));
        }
    }
    let Some(terms) = decision.route.rules().map(Rules::terms) else { return headers };
    match effect.allow_origin {
        AllowOrigin::None => {}
        AllowOrigin::Any => headers.push((OWNED[0], b"*".to_vec())),
        AllowOrigin::Echo => headers.extend(request.values("origin").map(|origin| (OWNED[0], origin.to_vec()))),
    }
    if effect.allow_origin == AllowOrigin::Echo && terms.credentials {
        headers.push((OWNED[1], b"true".to_vec()));
    }
    let lists: &[(&str, &Option<R::Text>)] = match effect.lists {
        Lists::None => &[],
        Lists::Preflight => {
            &[(OWNED[2], &terms.allow_methods), (OWNED[3], &terms.allow_headers), (OWNED[4], &terms.max_age)]
        }
        Lists::Actual => &[(OWNED[5], &terms.expose_headers)],
    };
    for (name, text) in lists {
        headers.extend(text.as_ref().map(|text| (*name, text.as_ref().as_bytes().to_vec())));
    }
    headers
}

fn verdict<R>(decision: &Decision<'_, R>) -> Verdict {
    let judged = |allowed| if allowed { Judged::Allowed } else { Judged::Denied };
    Verdict {
        policy: decision.route.name().map(str::to_owned),
        class: match decision.verdict.class {
            cors_core::Class::Preflight => Class::Preflight,
            cors_core::Class::Actual => Class::Actual,
            cors_core::Class::NotCors => Class::NotCors,
        },
        origin: decision.verdict.origin.map_or(Judged::Absent, judged),
        method: decision.verdict.method.map(judged),
        headers: decision.verdict.headers.map(judged),
    }
}
