use std::{fmt, str::FromStr};

/// Whose behaviour is asked for: the standard's, or that of a browser that [departs](crate::Departure) from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Browser {
    /// The [Fetch standard](https://fetch.spec.whatwg.org/) to the letter.
    #[default]
    Standard,
    /// Chrome, Edge and others; as observed of Chromium 156.
    Chromium,
    /// Firefox; as observed of version 153.
    Firefox,
    /// Safari; as WebKit's sources have it, not observed.
    Safari,
}

impl Browser {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Standard, Self::Chromium, Self::Firefox, Self::Safari];

    /// Its name, in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Safari => "safari",
        }
    }

    /// For how many seconds a preflight's answer is kept at most, whatever `Access-Control-Max-Age` asks for. The standard leaves it to
    /// the browser ([step 7.15]).
    ///
    /// [step 7.15]: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
    pub const fn longest_max_age(self) -> Option<u64> {
        match self {
            Self::Standard => None,
            Self::Chromium => Some(7200),
            Self::Firefox => Some(86400),
            Self::Safari => Some(600),
        }
    }
}

impl fmt::Display for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Browser {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|browser| browser.name() == name);
        found.ok_or_else(|| {
            format!("no browser is called `{name}`: there are `standard`, `chromium`, `firefox` and `safari`")
        })
    }
}
