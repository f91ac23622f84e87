use cors_core::{Lists, Policy, Rules, Terms};

use crate::{HeaderText, headers::Headers};

/// The header values of one set of rules.
#[derive(Debug)]
pub(crate) struct HeaderValues<H: Headers> {
    credentials: bool,
    preflight: Box<[(H::Name, H::Value)]>,
    actual: Box<[(H::Name, H::Value)]>,
}

impl<H: Headers> HeaderValues<H> {
    /// Those of all rules, each at its rules' [`Rules::index`].
    pub(crate) fn of_all<P: Policy<Rules: Rules<Text: HeaderText>>>(policy: &P) -> Box<[Self]> {
        policy.all().iter().map(|rules| Self::of(rules.terms())).collect()
    }

    fn of<Text: HeaderText>(terms: &Terms<Text>) -> Self {
        let lines = |texts: &[(H::Name, &Option<Text>)]| {
            texts.iter().filter_map(|(name, text)| Some((name.clone(), H::value(text.as_ref()?)?))).collect()
        };
        Self {
            credentials: terms.credentials,
            preflight: lines(&[
                (H::ALLOW_METHODS, &terms.allow_methods),
                (H::ALLOW_HEADERS, &terms.allow_headers),
                (H::MAX_AGE, &terms.max_age),
            ]),
            actual: lines(&[(H::EXPOSE_HEADERS, &terms.expose_headers)]),
        }
    }

    /// Adds what an allowed origin gets, where none of it is yet: what was is stripped.
    pub(crate) fn add(&self, lists: Lists, origin: H::Value, headers: &mut H) {
        headers.add(H::ALLOW_ORIGIN, origin);
        if self.credentials {
            headers.add(H::ALLOW_CREDENTIALS, H::TRUE);
        }
        let lines = match lists {
            Lists::None => return,
            Lists::Preflight => &self.preflight,
            Lists::Actual => &self.actual,
        };
        for (name, value) in lines {
            headers.add(name.clone(), value.clone());
        }
    }

    /// All headers of an allowed preflight; the origin is still to be set.
    #[cfg(feature = "tower")]
    pub(crate) fn preflight(&self) -> H
    where
        H: Default,
    {
        let mut headers = H::default();
        headers.add(H::VARY, H::VARY_PREFLIGHT);
        self.add(Lists::Preflight, H::ANY, &mut headers);
        headers
    }
}
