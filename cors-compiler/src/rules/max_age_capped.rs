//! `max_age: 1d`: browsers have limits of their own.

use crate::{Finding, Rule, Span};

/// See the module.
pub static RULE: Rule = super::note("max-age-capped", "a time that some browsers shorten");

/// How long Safari keeps a preflight at most, in seconds:
/// [WebKit](https://github.com/WebKit/WebKit/blob/main/Source/WebCore/loader/CrossOriginPreflightResultCache.cpp).
const SAFARI: u32 = 600;

/// The same of [Chromium](https://source.chromium.org/chromium/chromium/src/+/main:services/network/cors/preflight_result.cc).
const CHROMIUM: u32 = 7200;

/// The time, at `span`, in seconds. `None`: every browser keeps a preflight as long.
pub(crate) fn at(span: Span, seconds: u32) -> Option<Finding> {
    let who = if seconds > CHROMIUM {
        "Chromium keeps a preflight for 2 hours at most, Safari for 10 minutes"
    } else if seconds > SAFARI {
        "Safari keeps a preflight for 10 minutes at most"
    } else {
        return None;
    };
    Some(Finding::new(&RULE, span, who).help("a longer time does no harm; other browsers keep to it"))
}
