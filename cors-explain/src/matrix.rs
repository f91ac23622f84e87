use cors_browser::{Browser, Call, Credentials, Kind, Origin, Outcome, Page, UserAgent, Verdict};
use cors_compiler::{
    OriginPattern, ProgramRules,
    origin_set::{HostPattern, PortPattern},
};

use crate::{Application, Judged, answer, site::are_same_site};

/// Which pages may call which paths: a page for whoever reviews a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// The columns: a method and a path.
    pub columns: Vec<Column>,
    /// The rows: an origin.
    pub rows: Vec<Row>,
}

/// A call of every origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The method.
    pub method: String,
    /// The path.
    pub path: String,
    /// What claims it: a route's pattern as written, or `document`; `None`: no policy holds there.
    pub claimed_by: Option<String>,
}

/// The calls of an origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The origin, as browsers send it.
    pub origin: String,
    /// Why it is here: `allowed`, or what it misses by.
    pub why: &'static str,
    /// A cell for each column.
    pub cells: Vec<Cell>,
}

/// What becomes of a call, with credentials and without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// It is the page's own origin.
    Own,
    /// The page reads the answer, also with credentials.
    Readable {
        /// After a preflight.
        preflighted: bool,
    },
    /// The page reads the answer, but not with credentials.
    WithoutCredentials {
        /// After a preflight.
        preflighted: bool,
    },
    /// The page reads nothing.
    Blocked {
        /// Whether the request reaches the application all the same.
        acted: bool,
    },
}

/// What is asked for in place of what is derived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Origins of pages.
    pub origins: Vec<String>,
    /// Methods.
    pub methods: Vec<String>,
    /// Paths.
    pub paths: Vec<String>,
}

/// Why a row is there that is not derived.
pub(crate) const ASKED_FOR: &str = "asked for";

/// The host that the pages call: nobody's own.
const HOST: &str = "https://api.invalid";

/// How many patterns the origins are derived from: a page of thousands is no page.
const MOST_PATTERNS: usize = 12;

/// Makes it: of a policy, whose origins and routes tell what is worth asking, with near misses.
pub fn matrix(judged: &Judged, asked: &Asked, browser: Browser) -> Matrix {
    let columns = columns(judged, asked);
    let origins = if asked.origins.is_empty() {
        derived(judged)
    } else {
        asked.origins.iter().map(|origin| (origin.clone(), ASKED_FOR)).collect()
    };
    let rows = origins.into_iter().filter_map(|(origin, why)| {
        let page = Page::parse(&origin).ok()?;
        let origin = page.origin.to_string();
        let cells = columns.iter().map(|column| cell(judged, &page, column, browser)).collect();
        Some(Row { origin, why, cells })
    });
    let mut rows: Vec<Row> = rows.collect();
    let mut known = std::collections::BTreeSet::new();
    rows.retain(|row| known.insert(row.origin.clone()));
    Matrix { columns, rows }
}

fn cell(judged: &Judged, page: &Page, column: &Column, browser: Browser) -> Cell {
    let url = format!("{HOST}{}", column.path);
    let mut call = Call::new(page.clone(), url).method(column.method.as_str());
    call.same_site = Origin::parse(&call.url).is_ok_and(|server| are_same_site(&page.origin, &server));
    let run = |credentials| {
        let call = Call { credentials, ..call.clone() };
        UserAgent::new(browser)
            .fetch(&call, |request| Some(answer(&judged.program, &Application::default(), request).response))
    };
    let (with, without) = (run(Credentials::Include), run(Credentials::Omit));
    let preflighted = |outcome: &Outcome| outcome.exchanges.iter().any(|exchange| exchange.kind != Kind::Actual);
    match (with.verdict, without.verdict) {
        _ if with.same_origin => Cell::Own,
        (Verdict::Readable, _) => Cell::Readable { preflighted: preflighted(&with) },
        (_, Verdict::Readable) => Cell::WithoutCredentials { preflighted: preflighted(&without) },
        _ => Cell::Blocked {
            acted: without.actual().is_some_and(|exchange| {
                answer(&judged.program, &Application::default(), &exchange.request).is_applications
            }),
        },
    }
}

/// A path of each route and one of the document's, each with `GET` and with the first method that needs a preflight.
fn columns(judged: &Judged, asked: &Asked) -> Vec<Column> {
    let paths = if asked.paths.is_empty() { paths(judged) } else { asked.paths.clone() };
    let mut columns = Vec::new();
    for path in paths {
        let path = if path.starts_with('/') { path } else { format!("/{path}") };
        let route = cors_core::Policy::route(&judged.program, path.split('?').next().unwrap_or_default().as_bytes());
        let methods = if asked.methods.is_empty() { methods(route.rules()) } else { asked.methods.clone() };
        let claimed_by = match &route {
            cors_core::Route::Denied => Some("cors: false".to_owned()),
            route => route.name().map(str::to_owned),
        };
        columns.extend(methods.into_iter().map(|method| Column {
            method,
            path: path.clone(),
            claimed_by: claimed_by.clone(),
        }));
    }
    columns
}

fn methods(rules: Option<&ProgramRules>) -> Vec<String> {
    let listed = rules.and_then(|rules| match &rules.methods {
        cors_compiler::Methods::Listed(listed) => listed.first().map(ToString::to_string),
        cors_compiler::Methods::Any => None,
    });
    vec!["GET".to_owned(), listed.unwrap_or_else(|| "DELETE".to_owned())]
}

fn paths(judged: &Judged) -> Vec<String> {
    let mut paths = vec!["/".to_owned()];
    for route in &judged.program.routes {
        let (own, below) = cors_core::path::Pattern::new(&route.path).parts();
        paths.push(if below { format!("{own}/x") } else { own.to_owned() });
    }
    paths.dedup();
    paths
}

/// Origins that the patterns allow, each with what nearly is one.
fn derived(judged: &Judged) -> Vec<(String, &'static str)> {
    let mut origins = Vec::new();
    let patterns = judged.program.rules.iter().flat_map(|rules| judged.patterns(rules));
    for pattern in patterns.take(MOST_PATTERNS) {
        origins.extend(near(&pattern.value));
    }
    origins.push(("https://elsewhere.example".to_owned(), "anyone else"));
    origins.push(("null".to_owned(), "sandboxed, or a file"));
    origins
}

fn near(pattern: &OriginPattern) -> Vec<(String, &'static str)> {
    let Some(parts) = pattern.parts() else { return vec![("null".to_owned(), "allowed")] };
    let scheme = &*parts.scheme;
    let host = match &parts.host {
        HostPattern::Exact(host) => host.to_string(),
        HostPattern::Subdomains { suffix } => format!("a{suffix}"),
        HostPattern::Label { before, after, rest } => format!("{before}a{after}{rest}"),
    };
    let port = match parts.port {
        PortPattern::Fixed(port) => format!(":{port}"),
        PortPattern::Elided | PortPattern::Any => String::new(),
    };
    let mut origins = vec![(format!("{scheme}://{host}{port}"), "allowed")];
    match scheme {
        "https" => origins.push((format!("http://{host}{port}"), "another scheme")),
        "http" => origins.push((format!("https://{host}{port}"), "another scheme")),
        _ => {}
    }
    if parts.port != PortPattern::Any {
        origins.push((format!("{scheme}://{host}:8443"), "another port"));
    }
    let is_name = !host.starts_with('[') && host.contains(|c: char| c.is_ascii_alphabetic());
    if is_name && matches!(parts.host, HostPattern::Exact(_)) {
        origins.push((format!("{scheme}://{host}.evil.example{port}"), "begins like it"));
        origins.push((format!("{scheme}://evil{host}{port}"), "ends like it"));
    }
    if let HostPattern::Subdomains { suffix } = &parts.host {
        origins.push((format!("{scheme}://{}{port}", suffix.trim_start_matches('.')), "the domain itself"));
        origins.push((format!("{scheme}://evil{}{port}", suffix.trim_start_matches('.')), "ends like it"));
    }
    origins
}

impl Cell {
    /// Its name, for machines.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Own => "own-origin",
            Self::Readable { .. } => "readable",
            Self::WithoutCredentials { .. } => "without-credentials",
            Self::Blocked { .. } => "blocked",
        }
    }

    /// Whether there is a preflight before what is read.
    pub const fn is_preflighted(self) -> bool {
        matches!(self, Self::Readable { preflighted: true } | Self::WithoutCredentials { preflighted: true })
    }
}
