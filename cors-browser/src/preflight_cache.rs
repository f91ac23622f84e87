use std::time::Duration;

use crate::{
    Browser, Departure, Origin,
    method::is_safelisted,
    pending::Pending,
    preflight::{Permission, covers_authorization},
};

/// The [CORS-preflight cache](https://fetch.spec.whatwg.org/#cors-preflight-cache): an entry for each method and for each header that an
/// answer allowed.
#[derive(Clone, Debug, Default)]
pub(crate) struct PreflightCache(Vec<Entry>);

#[derive(Clone, Debug)]
struct Entry {
    origin: String,
    url: String,
    credentials: bool,
    item: Item,
    /// By the clock of whoever asks.
    expires: Duration,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Item {
    /// That there was an answer at all.
    Answer,
    Method(Vec<u8>),
    Header(Vec<u8>),
}

impl PreflightCache {
    /// For how much longer what is kept serves a request with these names, if it does ([HTTP fetch], step 4.3.1).
    ///
    /// [HTTP fetch]: https://fetch.spec.whatwg.org/#concept-http-fetch
    pub(crate) fn serves(&self, pending: &Pending, names: &[String], now: Duration) -> Option<Duration> {
        let browser = pending.browser;
        let needs_method = !is_safelisted(pending.method.as_bytes());
        // By the standard the method of an upload is looked up too, safelisted or not; an answer to it names the method, in effect.
        let is_by_flag = pending.forces_preflight() && !browser.departs(Departure::OneAnswerPerUrl);
        let mut asked = vec![Asked::Answer];
        if needs_method || is_by_flag {
            asked.push(Asked::Method(pending.method.as_bytes()));
        }
        asked.extend(names.iter().map(|name| Asked::Header(name.as_bytes())));
        let matching = |asked: &Asked<'_>| {
            let entries = self.0.iter().filter(|entry| entry.expires > now && entry.is_for(pending));
            entries.filter(|entry| entry.allows(browser, asked)).map(|entry| entry.expires.saturating_sub(now)).max()
        };
        asked.iter().map(matching).try_fold(Duration::MAX, |least, left| left.map(|left| least.min(left)))
    }

    /// Keeps what an answer allows.
    pub(crate) fn store(&mut self, pending: &Pending, permission: &Permission, now: Duration) {
        let (origin, url) = key(pending);
        let is_alone = pending.browser.departs(Departure::OneAnswerPerUrl);
        self.0.retain(|entry| entry.expires > now && !(is_alone && entry.origin == origin && entry.url == url));
        if permission.max_age == 0 {
            return;
        }
        let expires = now.saturating_add(Duration::from_secs(permission.max_age));
        let methods = permission.methods.iter().map(|method| Item::Method(method.clone()));
        let headers = permission.headers.iter().map(|name| Item::Header(name.to_ascii_lowercase()));
        for item in [Item::Answer].into_iter().chain(methods).chain(headers) {
            let credentials = pending.includes();
            let is_it = |entry: &&mut Entry| {
                entry.origin == origin && entry.url == url && entry.credentials == credentials && entry.item == item
            };
            match self.0.iter_mut().find(is_it) {
                Some(entry) => entry.expires = expires,
                None => self.0.push(Entry { origin: origin.clone(), url: url.clone(), credentials, item, expires }),
            }
        }
    }

    /// [Clears](https://fetch.spec.whatwg.org/#concept-cache-clear) what would serve a request.
    pub(crate) fn clear(&mut self, pending: &Pending) {
        let is_for = |entry: &Entry| match pending.browser.departs(Departure::CredentialsApart) {
            true => entry.is_of(pending),
            false => entry.is_for(pending),
        };
        self.0.retain(|entry| !is_for(entry));
    }

    /// Forgets everything.
    pub(crate) fn forget(&mut self) {
        self.0.clear();
    }
}

/// What a request asks of the cache.
enum Asked<'a> {
    Answer,
    Method(&'a [u8]),
    Header(&'a [u8]),
}

impl Entry {
    /// A [cache entry match](https://fetch.spec.whatwg.org/#concept-cache-match).
    fn is_for(&self, pending: &Pending) -> bool {
        let serves = if pending.browser.departs(Departure::CredentialsApart) {
            self.credentials == pending.includes()
        } else {
            self.credentials || !pending.includes()
        };
        serves && self.is_of(pending)
    }

    fn is_of(&self, pending: &Pending) -> bool {
        let (origin, url) = key(pending);
        self.origin == origin && self.url == url
    }

    /// A [method cache entry match](https://fetch.spec.whatwg.org/#concept-cache-match-method) or a [header-name cache entry match].
    ///
    /// A `*` that came with credentials is the name of a method or header, as it was in the check. To the letter the standard makes a
    /// wildcard of it here: then one answer to a `fetch()` with credentials would allow any method to the next.
    ///
    /// [header-name cache entry match]: https://fetch.spec.whatwg.org/#concept-cache-match-header
    fn allows(&self, browser: Browser, asked: &Asked<'_>) -> bool {
        let is_any = !self.credentials && !browser.departs(Departure::WildcardNotKept);
        match (&self.item, asked) {
            (Item::Answer, Asked::Answer) => true,
            (Item::Method(method), Asked::Method(asked)) => method == asked || (is_any && method == b"*"),
            (Item::Header(name), Asked::Header(asked)) => {
                let covers = !asked.eq_ignore_ascii_case(b"authorization") || covers_authorization(browser);
                name.eq_ignore_ascii_case(asked) || (is_any && covers && name == b"*")
            }
            _ => false,
        }
    }
}

/// Origin and URL; the fragment counts.
fn key(pending: &Pending) -> (String, String) {
    let origin = match &pending.call.page.origin {
        // A page without an origin has its own, which no other page has; here there is one page.
        Origin::Opaque => "null".to_owned(),
        Origin::Tuple(text) => text.clone(),
    };
    (origin, pending.url.to_string())
}
