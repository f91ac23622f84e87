use url::Url;

use crate::{AddressSpace, Api, Call, Check, Reason, Rung, pending::Pending};

/// Where and why a call fails, with all that a console says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Why.
    pub reason: Reason,
    /// What it is about: a method, the name of a header, an origin. As the check has it, header names in lower case.
    pub subject: String,
    /// The value that decided, such as a header's; `None`: there was none.
    pub found: Option<Vec<u8>>,
    /// Whether it is about a preflight's answer.
    pub is_preflight: bool,
    /// The URL that was asked for.
    pub url: String,
    /// The URL that the page asked for, if a redirect led elsewhere.
    pub redirected_from: Option<String>,
    /// The origin of the page.
    pub origin: String,
    /// The status of the answer, if there was one.
    pub status: Option<u16>,
    /// Which interface was called.
    pub api: Api,
    /// Whether the answer was a redirect, and where to: the URL, or what was sent if it is none.
    pub(crate) location: Option<String>,
    /// The subject as the page typed it.
    pub(crate) typed: String,
    /// The address space that was asked for.
    pub(crate) space: &'static str,
}

impl Failure {
    /// The check that failed; it has a name and the place of its specification.
    pub const fn check(&self) -> Check {
        self.reason.check()
    }

    /// What a rung says that does not hold.
    pub(crate) fn of(rung: &Rung, pending: &Pending, status: Option<u16>) -> Option<Self> {
        let space = pending.call.address_space.or_else(|| AddressSpace::of(&pending.url));
        Some(Self {
            url: pending.url.to_string(),
            redirected_from: pending.earlier.first().map(ToString::to_string),
            status,
            space: space.map_or("local", AddressSpace::name),
            ..Self::thrown(rung, &pending.call)?
        })
    }

    /// The same of a call that never became a request.
    pub(crate) fn thrown(rung: &Rung, call: &Call) -> Option<Self> {
        let typed = call.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(&rung.subject));
        Some(Self {
            reason: rung.verdict.err()?,
            subject: rung.subject.clone(),
            found: rung.found.clone(),
            is_preflight: rung.is_preflight,
            url: call.url.clone(),
            redirected_from: None,
            origin: call.page.origin.to_string(),
            status: None,
            api: call.api,
            location: None,
            typed: typed.map_or_else(|| rung.subject.clone(), |(name, _)| name.clone()),
            space: "",
        })
    }

    /// Adds where the answer redirects to.
    pub(crate) fn is_redirecting(&mut self, from: &Url, location: &[u8]) {
        let location = String::from_utf8_lossy(location);
        self.location = Some(from.join(&location).map_or_else(|_| location.into_owned(), String::from));
    }
}
