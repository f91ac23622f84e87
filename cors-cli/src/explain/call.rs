use std::io::{self, Read as _};

use clap::{Args, ValueEnum};
use cors_browser::{Api, Body, CacheMode, Call, Credentials, Mode, Origin, Page, Redirect};
use cors_compiler::Source;
use cors_explain::{Misread, Pasted, are_same_site};

use crate::stop::Stop;

/// The most bytes of a call that was copied.
const LONGEST: u64 = 1024 * 1024;

/// The call.
#[derive(Clone, Debug, Args)]
pub(super) struct CallArguments {
    /// The origin or the URL of the page that calls; `null` for one without an origin, such as a sandboxed one
    #[arg(long, value_name = "ORIGIN")]
    from: Option<String>,

    /// What it calls: `URL`, `METHOD URL`, or a `fetch(…)` or a `curl …` as developer tools copy them; `-` is stdin
    #[arg(long, value_name = "CALL")]
    fetch: Option<String>,

    /// A header that the page sets; may be given several times
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE")]
    headers: Vec<String>,

    /// With cookies and the like: `credentials: "include"`
    #[arg(long)]
    credentials: bool,

    /// What the page sends; decides on the `Content-Type` if none is set
    #[arg(long, value_enum, value_name = "KIND")]
    body: Option<Kind>,

    /// The mode of the call
    #[arg(long, value_enum, value_name = "MODE")]
    mode: Option<ModeName>,

    /// What becomes of redirects
    #[arg(long, value_enum, value_name = "MODE")]
    redirect: Option<RedirectName>,

    /// The cache mode of the call
    #[arg(long, value_enum, value_name = "MODE")]
    cache: Option<CacheName>,

    /// The page uses `XMLHttpRequest` in place of `fetch()`
    #[arg(long)]
    xhr: bool,

    /// Something listens to the progress of its upload, for which there must be a preflight
    #[arg(long, requires = "xhr")]
    upload_listener: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A text: `JSON.stringify(…)` too
    Text,
    /// `URLSearchParams`
    UrlSearchParams,
    /// `FormData`
    FormData,
    /// A `Blob` without a type
    Blob,
    /// An `ArrayBuffer` or a view of one
    Bytes,
    /// A `ReadableStream`
    Stream,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ModeName {
    /// What `fetch()` does
    Cors,
    /// The answer stays opaque
    NoCors,
    /// Nothing goes elsewhere
    SameOrigin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RedirectName {
    /// They are followed
    Follow,
    /// They are failures
    Error,
    /// They are answers, opaque ones
    Manual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CacheName {
    /// What `fetch()` does
    Default,
    /// Nothing is kept
    NoStore,
    /// It is asked for anew, and kept
    Reload,
    /// What is kept is asked about
    NoCache,
    /// What is kept is taken
    ForceCache,
    /// Nothing else is taken
    OnlyIfCached,
}

impl CallArguments {
    /// Whether it is read from stdin.
    pub(super) fn is_stdin(&self) -> bool {
        self.fetch.as_deref() == Some("-")
    }

    /// Reads it, and what is taken for granted of it.
    ///
    /// # Errors
    ///
    /// A failure if there is no page, no URL, or one that is none.
    pub(super) fn read(&self) -> Result<(Call, Vec<String>), Stop> {
        let text = self.text()?;
        let (mut call, left_out) = match Pasted::read(&text) {
            Some(pasted) => self.pasted(pasted.map_err(|misread| self::misread(&text, &misread))?)?,
            None => (self.typed(&text)?, Vec::new()),
        };
        for typed in &self.headers {
            let (name, value) = header(typed)?;
            call = call.header(name, value);
        }
        self.options(&mut call);
        if let Ok(server) = Origin::parse(&call.url) {
            call.same_site = are_same_site(&call.page.origin, &server);
        }
        Ok((call, left_out))
    }

    /// The page, if it is said who calls.
    ///
    /// # Errors
    ///
    /// A failure if that is no page.
    pub(super) fn from(&self) -> Result<Option<Page>, Stop> {
        self.from.as_deref().map(page).transpose()
    }

    fn text(&self) -> Result<String, Stop> {
        let Some(fetch) = &self.fetch else {
            let help = "pass `--fetch` with a URL, `METHOD URL`, or a `fetch(…)` or `curl …` that was copied";
            return Err(Stop::failure("nothing says what the page calls").help(help));
        };
        stdin_or(fetch)
    }

    /// `URL`, or `METHOD URL`.
    fn typed(&self, text: &str) -> Result<Call, Stop> {
        let (method, url) = match text.trim().split_once(char::is_whitespace) {
            Some((method, url)) => (method, url.trim()),
            None => ("GET", text.trim()),
        };
        Ok(Call::new(self.page(None)?, url).method(method))
    }

    /// A call that was copied, and the headers of it that no page sets.
    fn pasted(&self, pasted: Pasted) -> Result<(Call, Vec<String>), Stop> {
        let mut call = Call::new(self.page(pasted.page.as_deref())?, pasted.url).method(pasted.method);
        call.headers = pasted.headers;
        call.body = pasted.body.filter(|_| !matches!(call.method.as_str(), "GET" | "HEAD"));
        call.mode = pasted.mode.unwrap_or(call.mode);
        call.credentials = pasted.credentials.unwrap_or(call.credentials);
        call.redirect = pasted.redirect.unwrap_or(call.redirect);
        call.cache = pasted.cache.unwrap_or(call.cache);
        call.referrer_policy = pasted.referrer_policy.unwrap_or(call.referrer_policy);
        Ok((call, pasted.left_out))
    }

    /// Who calls: `--from`, or else what was copied with the call.
    fn page(&self, copied: Option<&str>) -> Result<Page, Stop> {
        let Some(from) = self.from.as_deref().or(copied) else {
            return Err(Stop::failure("nothing says which page calls").help("pass `--from` with its origin"));
        };
        page(from)
    }

    /// What is said beside method, URL and headers.
    fn options(&self, call: &mut Call) {
        call.body = self.body.map(Kind::body).or(call.body.take());
        call.mode = self.mode.map_or(call.mode, ModeName::mode);
        call.redirect = self.redirect.map_or(call.redirect, RedirectName::redirect);
        call.cache = self.cache.map_or(call.cache, CacheName::cache);
        if self.credentials {
            call.credentials = Credentials::Include;
        }
        if self.xhr {
            call.api = Api::Xhr { upload_listener: self.upload_listener };
        }
    }
}

/// A text that was given, or if it is `-`, stdin.
pub(super) fn stdin_or(given: &str) -> Result<String, Stop> {
    if given != "-" {
        return Ok(given.to_owned());
    }
    let mut text = String::new();
    let read = io::stdin().lock().take(LONGEST).read_to_string(&mut text);
    read.map(|_| text).map_err(|error| Stop::failure(format!("stdin cannot be read: {error}")))
}

/// Where a text that was copied cannot be read.
fn misread(text: &str, misread: &Misread) -> Stop {
    let at = Source::new("", text).position(misread.at);
    let line = text.lines().nth(at.line - 1).unwrap_or_default();
    let before: String = line.chars().take(at.column - 1).collect();
    // What stands around it, so that the place can be found in a long line.
    let start = before.char_indices().rev().nth(30).map_or(0, |(start, _)| start);
    let before = before.get(start..).unwrap_or_default();
    let after: String = line.chars().skip(at.column - 1).take(30).collect();
    let place = format!("line {}, column {}", at.line, at.column);
    let stop = Stop::failure(format!("the call cannot be read at {place}: {}", misread.message));
    stop.help(format!("it is here, behind `⟶`: {before}⟶{after}"))
}

/// The page of an origin or of a URL.
fn page(from: &str) -> Result<Page, Stop> {
    let stop = || {
        let stop = Stop::failure(format!("`{from}` is no origin of a page"));
        stop.help("write one as `https://app.example.com`, or `null` for a page without an origin")
    };
    let page = Page::parse(from).map_err(|_| stop())?;
    // `app.example.com:3000` is a URL of the scheme `app.example.com`.
    if page.origin == Origin::Opaque && from != "null" && !from.contains("://") && !from.starts_with("data:") {
        return Err(stop());
    }
    Ok(page)
}

/// `Name: value`.
pub(super) fn header(typed: &str) -> Result<(String, Vec<u8>), Stop> {
    let (name, value) = typed.split_once(':').ok_or_else(|| {
        Stop::failure(format!("`{typed}` is no header")).help("write one as `content-type: application/json`")
    })?;
    Ok((name.trim().to_owned(), value.trim().as_bytes().to_vec()))
}

impl Kind {
    fn body(self) -> Body {
        match self {
            Self::Text => Body::Text,
            Self::UrlSearchParams => Body::UrlSearchParams,
            Self::FormData => Body::FormData,
            Self::Blob => Body::Blob(String::new()),
            Self::Bytes => Body::Bytes,
            Self::Stream => Body::Stream,
        }
    }
}

impl ModeName {
    const fn mode(self) -> Mode {
        match self {
            Self::Cors => Mode::Cors,
            Self::NoCors => Mode::NoCors,
            Self::SameOrigin => Mode::SameOrigin,
        }
    }
}

impl RedirectName {
    const fn redirect(self) -> Redirect {
        match self {
            Self::Follow => Redirect::Follow,
            Self::Error => Redirect::Error,
            Self::Manual => Redirect::Manual,
        }
    }
}

impl CacheName {
    const fn cache(self) -> CacheMode {
        match self {
            Self::Default => CacheMode::Default,
            Self::NoStore => CacheMode::NoStore,
            Self::Reload => CacheMode::Reload,
            Self::NoCache => CacheMode::NoCache,
            Self::ForceCache => CacheMode::ForceCache,
            Self::OnlyIfCached => CacheMode::OnlyIfCached,
        }
    }
}
