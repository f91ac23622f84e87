use crate::{
    Browser, Reason,
    console::{Place, TEXTS, Text, exception, frame, trailer},
};

/// What a text of a console means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Whose console it is of.
    pub browser: Browser,
    /// The reasons that the text can have, most often one. None: it is what a page is told of every failure, and the reason stands in the
    /// console beside it.
    pub reasons: Vec<Reason>,
    /// What the text says of this call: `url`, `origin`, `found` for the value of a header, `subject` for a method or the name of a
    /// header, `status` and others, in the order of the text.
    pub values: Vec<(&'static str, String)>,
    /// Whether the text is about a preflight's answer.
    pub is_preflight: bool,
    /// Whether it is a line that also stands behind others: if there is one before it, that one says why.
    pub follows: bool,
}

impl Message {
    /// One of the values.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str())
    }
}

/// Finds what a text means that stands in the console of a browser. There may be more around it, such as the line of the script, and
/// quotes may be straight; what older Chromiums add at the end does no harm.
pub fn recognize(text: &str) -> Option<Message> {
    let text = straight(text);
    let found = TEXTS.iter().filter_map(|row| Some((row, matched(row, &text)?)));
    // Of two that fit, that which says more; where a whole console was copied, not the line that stands behind the others.
    let is_other = |row: &Text| !follows(row) && !row.text.starts_with("Failed to load resource: ");
    let best = found.max_by_key(|(row, _)| (is_other(row), literal_length(row.text)));
    let Some((best, mut values)) = best else { return of_every_failure(&text) };
    let same = TEXTS.iter().filter(|row| row.browser == best.browser && row.text == best.text);
    let mut reasons: Vec<_> = same.map(|row| row.reason).collect();
    reasons.dedup();
    if best.place == Place::Framed {
        let framed = fit(frame(best.browser), &text).unwrap_or_default();
        values.splice(0..0, framed);
    }
    if best.browser == Browser::Safari {
        values.extend(behind(best.browser, &text));
    }
    values.retain(|(name, value)| !is_optional(name) && !value.is_empty());
    values.extend(status(&text).map(|status| ("status", status)));
    let is_preflight =
        text.contains("Response to preflight request") || reasons.iter().all(|reason| is_of_preflight(*reason));
    Some(Message { browser: best.browser, reasons, values, is_preflight, follows: follows(best) })
}

/// Whether a text is one that stands behind others too.
fn follows(row: &Text) -> bool {
    row.place == Place::Behind || trailer(row.browser).is_some_and(|trailer| trailer.ends_with(row.text))
}

/// What the line says that stands behind others, if it was copied too.
fn behind(browser: Browser, text: &str) -> Vec<(&'static str, String)> {
    let values = trailer(browser).and_then(|trailer| fit(trailer, text)).unwrap_or_default();
    values.into_iter().filter(|(name, _)| *name == "url").collect()
}

/// Some texts end with the status, in some versions.
fn status(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("Status code: ")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
}

fn of_every_failure(text: &str) -> Option<Message> {
    let told = |browser: &Browser| exception(*browser).trim_start_matches("TypeError: ");
    let all = [Browser::Chromium, Browser::Firefox, Browser::Safari];
    let (browser, follows) = match all.iter().find(|browser| text.contains(told(browser))) {
        Some(browser) => (*browser, false),
        None => (*all.iter().find(|browser| !behind(**browser, text).is_empty())?, true),
    };
    Some(Message { browser, reasons: Vec::new(), values: behind(browser, text), is_preflight: false, follows })
}

fn matched(row: &Text, text: &str) -> Option<Vec<(&'static str, String)>> {
    fit(row.text, text)
}

/// Finds a template in a text, and what stands in it for its names.
fn fit(template: &'static str, text: &str) -> Option<Vec<(&'static str, String)>> {
    let mut values = Vec::new();
    let mut rest = text;
    let mut name: Option<&'static str> = None;
    for (literal, next) in pieces(template) {
        let literal = straight(literal);
        let at = if literal == "." { end_of_sentence(rest)? } else { rest.find(&literal)? };
        let (before, after) = (rest.get(..at)?, rest.get(at.checked_add(literal.len())?..)?);
        // No console shows a URL with white space in it: it is another text.
        if name == Some("url") && before.contains(char::is_whitespace) {
            return None;
        }
        values.extend(name.map(|name| (name, before.to_owned())));
        (rest, name) = (after, next);
    }
    values.extend(name.map(|name| (name, rest.lines().next().unwrap_or_default().to_owned())));
    Some(values)
}

/// Where the full stop is that ends a text's first line: within a URL there are others.
fn end_of_sentence(text: &str) -> Option<usize> {
    let line = text.lines().next()?.trim_end();
    line.strip_suffix('.').map(str::len)
}

/// The literals of a template, each with the name behind it. What is there at times is left out, and the literal before it ends there.
fn pieces(template: &'static str) -> Vec<(&'static str, Option<&'static str>)> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((literal, (name, after))) =
        rest.split_once('{').and_then(|(literal, rest)| Some((literal, rest.split_once('}')?)))
    {
        pieces.push((literal, Some(name).filter(|name| !is_optional(name))));
        rest = after;
    }
    if !rest.is_empty() || pieces.is_empty() {
        pieces.push((rest, None));
    }
    pieces
}

fn is_optional(name: &str) -> bool {
    matches!(name, "code" | "context" | "kind" | "preflight" | "redirected" | "redirection" | "valid" | "xhr")
}

fn literal_length(template: &'static str) -> usize {
    pieces(template).iter().map(|(literal, _)| literal.len()).sum()
}

const fn is_of_preflight(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::PreflightRedirect
            | Reason::PreflightStatus
            | Reason::AllowMethodsInvalid
            | Reason::AllowHeadersInvalid
            | Reason::MethodNotAllowed
            | Reason::HeaderNotAllowed
            | Reason::AuthorizationNotCovered
    )
}

/// A text with straight quotes: not everything that it goes through keeps the others.
fn straight(text: &str) -> String {
    text.replace(['‘', '’'], "'").replace(['“', '”'], "\"")
}
