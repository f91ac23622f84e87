use std::{collections::BTreeMap, net::SocketAddr, path::Path};

use cors_compiler::{Options, Program, Source, compile, emit, target::Shape, targets};
use corsgen_tests::{
    Answer, Failure, OWNED, Request, application,
    mutations::Change,
    nginx::{Server, free_address},
    socket::{self, Response},
};

/// Goes on where an origin is not allowed, and leaves `/open/…` to the application.
const SHOP: &str = "
name: shop
routes:
  - path: /*
    allow_origins: [https://app.example.com, 'https://*.app.example.com', 'null', 'http://localhost:*',
      https://a-longer-name-than-a-key-may-have.customers.example.com]
    allow_methods: [PUT, 'X-$a']
    allow_headers: [X-A, 'X-$host']
    expose_headers: [ETag]
    max_age: 10m
    accept_risks: [{risk: null-origin, origin: 'null', reason: test}]
  - path: /admin/*
    cors: false
  - path: /public/*
    allow_origins: '*'
";

/// Refuses, and has paths that nothing claims.
const BANK: &str = "
name: bank
routes:
  - path: [/, /account/*, /cap/*, /nocap, /secret/*]
    allow_origins: [https://app.example.com]
    allow_methods: [PUT]
    allow_headers: [X-A]
    allow_credentials: true
    on_denied: reject
";

/// An nginx with the parts of both policies, each in a server of its own.
pub(crate) struct World {
    pub(crate) server: Server,
    pub(crate) shop: Site,
    pub(crate) bank: Site,
    /// Whether it is before 1.23, and sees the first line of a header alone.
    pub(crate) is_old: bool,
}

/// A policy, and where it is served.
pub(crate) struct Site {
    pub(crate) program: Program,
    address: SocketAddr,
}

/// The files that nginx reads.
type Files = Vec<(String, String)>;

impl World {
    /// Starts an nginx, with a mistake in what it reads.
    pub(crate) fn start(nginx: &Path, is_old: bool, mistake: Option<Change>) -> Result<Self, Failure> {
        let echo = free_address()?;
        let mut files = Files::new();
        let (shop, bank) = (Site::new(SHOP, &mut files)?, Site::new(BANK, &mut files)?);
        let config = include_str!("nginx.conf")
            .replace("APPLICATION", &application::start()?.to_string())
            .replace("ECHO", &echo.to_string())
            .replace("DOWN", &free_address()?.to_string())
            .replace("SHOP", &shop.address.to_string())
            .replace("BANK", &bank.address.to_string());
        files.push(("nginx.conf".to_owned(), config));
        if let Some(mistake) = mistake {
            let wrong: Vec<_> = files.iter().map(|(_, text)| mistake.apply(text)).collect();
            if wrong.iter().all(Option::is_none) {
                return Err("changes nothing".into());
            }
            files.iter_mut().zip(wrong).for_each(|((_, text), wrong)| *text = wrong.unwrap_or_else(|| text.clone()));
        }
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Ok(Self { server: Server::start(nginx, &files, echo)?, shop, bank, is_old })
    }

    pub(crate) fn sites(&self) -> [&Site; 2] {
        [&self.shop, &self.bank]
    }
}

impl Site {
    fn new(text: &str, files: &mut Files) -> Result<Self, Failure> {
        let source = Source::new("cors.yaml", text);
        let (program, _) = compile(&source, &Options::default()).map_err(|report| format!("{report:?}"))?;
        let target = targets::find("nginx").ok_or("no target `nginx`")?;
        let artifact = emit(target, &source, &program, &Shape::PARTS).map_err(|report| format!("{report:?}"))?;
        files.extend(artifact.parts.into_iter().map(|part| (part.file, part.text)));
        Ok(Self { program, address: free_address()? })
    }

    pub(crate) fn send(&self, request: &Request) -> Response {
        socket::exchange(self.address, request).expect("an answer")
    }

    /// What the decision says that the layer and the application answer.
    pub(crate) fn expected(&self, request: &Request) -> Answer {
        Answer::of_decision(&cors_core::decide(&self.program, request), request).without_verdict()
    }

    /// Sends a request to a location behind which the application stands, and compares with the decision.
    pub(crate) fn compare(&self, request: &Request) -> Response {
        let response = self.send(request);
        let sent = request.bytes().escape_ascii().to_string();
        assert_eq!(Answer::of_response(&response), Some(self.expected(request)), "{sent}");
        response
    }

    /// Sends a request that nginx answers by itself: the headers are those of the decision all the same.
    pub(crate) fn compare_headers(&self, request: &Request) -> Response {
        let response = self.send(request);
        let Answer::Observed(expected) = self.expected(request) else { panic!("a decision is always observed") };
        let sent = request.bytes().escape_ascii().to_string();
        assert_eq!(cors(&response), expected.cors, "{sent}");
        let vary = response.values("vary").any(|value| value.starts_with(b"Origin"));
        assert_eq!(vary, expected.vary.contains("origin"), "{sent}");
        response
    }
}

/// The CORS headers of a response.
pub(crate) fn cors(response: &Response) -> BTreeMap<String, Vec<Vec<u8>>> {
    let lines = OWNED.iter().map(|name| ((*name).to_owned(), response.values(name).map(<[u8]>::to_vec).collect()));
    lines.filter(|(_, lines): &(String, Vec<_>)| !lines.is_empty()).collect()
}

pub(crate) fn request(method: &str, target: &str, headers: &[Line]) -> Request {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), value.to_vec())).collect();
    Request::new(method, target, headers)
}

pub(crate) type Line<'a> = (&'a str, &'a [u8]);

pub(crate) const APP: Line = ("origin", b"https://app.example.com");
/// What a pattern covers.
pub(crate) const FILLED: Line = ("origin", b"https://x.app.example.com");
/// A page of the host that requests name by default.
pub(crate) const OWN: Line = ("origin", b"https://api.example.com");
/// Looked up in two steps.
pub(crate) const LONG: Line = ("origin", b"https://a-longer-name-than-a-key-may-have.customers.example.com");
pub(crate) const EVIL: Line = ("origin", b"https://evil.example");
pub(crate) const PUT: Line = ("access-control-request-method", b"PUT");
