use cors_browser::{Body, CacheMode, Credentials, Mode, Redirect, ReferrerPolicy};

use super::{Misread, Pasted, scanner::Scanner};

/// How deep objects may stand in each other.
const DEEPEST: usize = 32;

/// A value of JavaScript, as far as a call holds it.
enum Value {
    Text(String),
    /// In order, a key as often as it stands there.
    Object(Vec<(String, Self)>),
    List(Vec<Self>),
    /// `new Name(…)` or a call of a function: its name, and what it is given.
    Made(String, Vec<Self>),
    /// `null`, a number, a variable.
    Other(String),
}

/// Reads `fetch("…", {…})`, as “Copy as fetch” writes it, and as people do where all that counts is written out.
pub(super) fn read(text: &str) -> Result<Pasted, Misread> {
    let mut scanner = Scanner::new(text);
    loop {
        blanks(&mut scanner);
        if scanner.eat("fetch") {
            break;
        }
        let word = scanner.take(|c| c.is_ascii_alphabetic());
        if word.is_empty() && !scanner.eat(".") && !scanner.eat("$") {
            return Err(Misread::new(scanner.at(), "here `fetch(` is to stand"));
        }
    }
    expect(&mut scanner, '(')?;
    let at = scanner.at();
    let first = value(&mut scanner, 0)?;
    let url = match first {
        Value::Text(url) => url,
        Value::Made(name, given) if matches!(name.as_str(), "URL" | "Request") => match given.into_iter().next() {
            Some(Value::Text(url)) => url,
            _ => return Err(Misread::new(at, "the URL is to be written out")),
        },
        _ => return Err(Misread::new(at, "the URL is to be written out")),
    };
    let mut call = Pasted::new(url);
    blanks(&mut scanner);
    if scanner.eat(",") {
        blanks(&mut scanner);
        let at = scanner.at();
        if scanner.peek() != Some(')') {
            let Value::Object(options) = value(&mut scanner, 0)? else {
                return Err(Misread::new(at, "the options are to be written out"));
            };
            options.into_iter().try_for_each(|(key, value)| option(&mut call, &key, value, at))?;
        }
        blanks(&mut scanner);
        scanner.eat(",");
    }
    expect(&mut scanner, ')')?;
    Ok(call)
}

fn option(call: &mut Pasted, key: &str, value: Value, at: usize) -> Result<(), Misread> {
    let wrong = |what: &str| Err(Misread::new(at, format!("`{key}` has no value `{what}`")));
    match (key, value) {
        ("headers", value) => return headers(call, value, at),
        ("body", Value::Other(word)) if matches!(word.as_str(), "null" | "undefined") => {}
        ("body", value) => call.body = Some(body(value)),
        ("method", Value::Text(method)) => call.method = method,
        ("referrer", Value::Text(referrer)) if referrer.contains("://") => call.page = Some(referrer),
        ("mode", Value::Text(mode)) => match Mode::ALL.into_iter().find(|own| own.name() == mode) {
            Some(mode) => call.mode = Some(mode),
            None => return wrong(&mode),
        },
        ("credentials", Value::Text(mode)) => {
            call.credentials = Some(match mode.as_str() {
                "include" => Credentials::Include,
                "same-origin" => Credentials::SameOrigin,
                "omit" => Credentials::Omit,
                other => return wrong(other),
            });
        }
        ("redirect", Value::Text(mode)) => {
            call.redirect = Some(match mode.as_str() {
                "follow" => Redirect::Follow,
                "error" => Redirect::Error,
                "manual" => Redirect::Manual,
                other => return wrong(other),
            });
        }
        ("cache", Value::Text(mode)) => match cache(&mode) {
            Some(mode) => call.cache = Some(mode),
            None => return wrong(&mode),
        },
        ("referrerPolicy", Value::Text(policy)) => match referrer_policy(&policy) {
            Some(policy) => call.referrer_policy = Some(policy),
            None => return wrong(&policy),
        },
        ("method" | "mode" | "credentials" | "redirect" | "cache" | "referrerPolicy", _) => {
            return Err(Misread::new(at, format!("`{key}` is to be written out")));
        }
        // `signal`, `keepalive`, `priority` and others have no part in it.
        _ => {}
    }
    Ok(())
}

fn cache(mode: &str) -> Option<CacheMode> {
    Some(match mode {
        "default" => CacheMode::Default,
        "no-store" => CacheMode::NoStore,
        "reload" => CacheMode::Reload,
        "no-cache" => CacheMode::NoCache,
        "force-cache" => CacheMode::ForceCache,
        "only-if-cached" => CacheMode::OnlyIfCached,
        _ => return None,
    })
}

pub(super) fn referrer_policy(policy: &str) -> Option<ReferrerPolicy> {
    Some(match policy {
        "" | "strict-origin-when-cross-origin" => ReferrerPolicy::StrictOriginWhenCrossOrigin,
        "no-referrer" => ReferrerPolicy::NoReferrer,
        "no-referrer-when-downgrade" => ReferrerPolicy::NoReferrerWhenDowngrade,
        "same-origin" => ReferrerPolicy::SameOrigin,
        "origin" => ReferrerPolicy::Origin,
        "strict-origin" => ReferrerPolicy::StrictOrigin,
        "origin-when-cross-origin" => ReferrerPolicy::OriginWhenCrossOrigin,
        "unsafe-url" => ReferrerPolicy::UnsafeUrl,
        _ => return None,
    })
}

/// An object, a list of pairs, or `new Headers(…)` of either.
fn headers(call: &mut Pasted, value: Value, at: usize) -> Result<(), Misread> {
    let pairs = match value {
        Value::Object(entries) => entries,
        Value::List(pairs) => pairs.into_iter().map(|pair| named(pair, at)).collect::<Result<_, _>>()?,
        Value::Made(name, given) if name == "Headers" => {
            return given.into_iter().next().map_or(Ok(()), |given| headers(call, given, at));
        }
        _ => return Err(Misread::new(at, "the headers are to be written out")),
    };
    for (name, value) in pairs {
        match value {
            Value::Text(value) => call.header(&name, &value),
            // Its value is not known: what is sent is something.
            Value::Other(_) | Value::Made(..) => call.header(&name, "value"),
            Value::Object(_) | Value::List(_) => return Err(Misread::new(at, format!("`{name}` is no text"))),
        }
    }
    Ok(())
}

/// A header as a pair, in a list of them.
fn named(pair: Value, at: usize) -> Result<(String, Value), Misread> {
    let mut pair = if let Value::List(pair) = pair { pair } else { Vec::new() }.into_iter();
    match (pair.next(), pair.next()) {
        (Some(Value::Text(name)), Some(value)) => Ok((name, value)),
        _ => Err(Misread::new(at, "the names of headers are to be written out")),
    }
}

fn body(value: Value) -> Body {
    match value {
        Value::Made(name, given) => match name.as_str() {
            "URLSearchParams" => Body::UrlSearchParams,
            "FormData" => Body::FormData,
            "Blob" | "File" => Body::Blob(kind(given)),
            "ReadableStream" => Body::Stream,
            name if name.ends_with("Array") || matches!(name, "ArrayBuffer" | "DataView") => Body::Bytes,
            _ => Body::Text,
        },
        Value::Text(_) | Value::Object(_) | Value::List(_) | Value::Other(_) => Body::Text,
    }
}

/// The type of `new Blob(parts, { type })`.
fn kind(given: Vec<Value>) -> String {
    let entries =
        given.into_iter().filter_map(|value| if let Value::Object(entries) = value { Some(entries) } else { None });
    let kind = entries.flatten().find_map(|(key, value)| match value {
        Value::Text(text) if key == "type" => Some(text),
        _ => None,
    });
    kind.unwrap_or_default()
}

fn value(scanner: &mut Scanner<'_>, depth: usize) -> Result<Value, Misread> {
    blanks(scanner);
    let at = scanner.at();
    if depth > DEEPEST {
        return Err(Misread::new(at, "this stands too deep"));
    }
    match scanner.peek() {
        Some('"' | '\'' | '`') => {
            let mut all = text(scanner)?;
            loop {
                blanks(scanner);
                if !scanner.eat("+") {
                    return Ok(Value::Text(all));
                }
                match value(scanner, depth + 1)? {
                    Value::Text(more) => all.push_str(&more),
                    _ => return Err(Misread::new(at, "only texts can be joined here")),
                }
            }
        }
        Some('{') => object(scanner, depth),
        Some('[') => {
            scanner.next();
            items(scanner, depth, ']').map(Value::List)
        }
        Some(_) => word(scanner, depth),
        None => Err(Misread::new(at, "a value is to stand here")),
    }
}

fn object(scanner: &mut Scanner<'_>, depth: usize) -> Result<Value, Misread> {
    scanner.next();
    let mut entries = Vec::new();
    loop {
        blanks(scanner);
        let at = scanner.at();
        match scanner.peek() {
            Some('}') => {
                scanner.next();
                return Ok(Value::Object(entries));
            }
            Some('"' | '\'') => {
                let key = text(scanner)?;
                expect(scanner, ':')?;
                entries.push((key, value(scanner, depth + 1)?));
            }
            Some(c) if c.is_ascii_alphabetic() || "_$".contains(c) => {
                let key = scanner.take(|c| c.is_ascii_alphanumeric() || "_$".contains(c)).to_owned();
                blanks(scanner);
                if scanner.eat(":") {
                    entries.push((key, value(scanner, depth + 1)?));
                } else {
                    entries.push((key.clone(), Value::Other(key)));
                }
            }
            _ => return Err(Misread::new(at, "a key is to stand here")),
        }
        blanks(scanner);
        if !scanner.eat(",") && scanner.peek() != Some('}') {
            return Err(Misread::new(scanner.at(), "here `,` or `}` is to stand"));
        }
    }
}

/// What stands up to a bracket, with commas between.
fn items(scanner: &mut Scanner<'_>, depth: usize, end: char) -> Result<Vec<Value>, Misread> {
    let mut items = Vec::new();
    loop {
        blanks(scanner);
        if scanner.peek() == Some(end) {
            scanner.next();
            return Ok(items);
        }
        items.push(value(scanner, depth + 1)?);
        blanks(scanner);
        if !scanner.eat(",") && scanner.peek() != Some(end) {
            return Err(Misread::new(scanner.at(), format!("here `,` or `{end}` is to stand")));
        }
    }
}

/// A number, a name, `new Name(…)` or `name(…)`.
fn word(scanner: &mut Scanner<'_>, depth: usize) -> Result<Value, Misread> {
    let at = scanner.at();
    scanner.eat("new ");
    blanks(scanner);
    let name = scanner.take(|c| c.is_alphanumeric() || "_$.-".contains(c)).to_owned();
    if name.is_empty() {
        return Err(Misread::new(at, "a value is to stand here"));
    }
    blanks(scanner);
    if scanner.eat("(") {
        return Ok(Value::Made(name, items(scanner, depth, ')')?));
    }
    Ok(Value::Other(name))
}

/// A text in quotes.
fn text(scanner: &mut Scanner<'_>) -> Result<String, Misread> {
    let start = scanner.at();
    let quote = scanner.next();
    let mut text = String::new();
    loop {
        let at = scanner.at();
        match scanner.next() {
            None => return Err(Misread::new(start, "this quote is not closed")),
            Some('\n') if quote != Some('`') => {
                return Err(Misread::new(start, "this quote is not closed in its line"));
            }
            c if c == quote => return Ok(text),
            Some('$') if quote == Some('`') && scanner.peek() == Some('{') => {
                return Err(Misread::new(at, "what stands in `${…}` is to be written out"));
            }
            Some('\\') => escape(scanner, at, &mut text)?,
            Some(c) => text.push(c),
        }
    }
}

fn escape(scanner: &mut Scanner<'_>, at: usize, text: &mut String) -> Result<(), Misread> {
    let escaped = match scanner.next() {
        Some('n') => Some('\n'),
        Some('r') => Some('\r'),
        Some('t') => Some('\t'),
        Some('b') => Some('\u{8}'),
        Some('f') => Some('\u{c}'),
        Some('v') => Some('\u{b}'),
        Some('0') => Some('\0'),
        Some('\n') => return Ok(()),
        Some('x') => scanner.hex(2, 2).and_then(char::from_u32),
        Some('u') if scanner.eat("{") => {
            let c = scanner.hex(1, 6).and_then(char::from_u32);
            c.filter(|_| scanner.eat("}"))
        }
        Some('u') => unit(scanner),
        other => other,
    };
    let Some(escaped) = escaped else { return Err(Misread::new(at, "this is no escape")) };
    text.push(escaped);
    Ok(())
}

/// A code unit, or two that are one character.
fn unit(scanner: &mut Scanner<'_>) -> Option<char> {
    let first = scanner.hex(4, 4)?;
    if !(0xd800..0xdc00).contains(&first) || !scanner.eat("\\u") {
        return Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    let second = scanner.hex(4, 4)?;
    let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
    char::from_u32(0x10000 + ((first - 0xd800) << 10) + low)
}

fn expect(scanner: &mut Scanner<'_>, wanted: char) -> Result<(), Misread> {
    blanks(scanner);
    let at = scanner.at();
    if scanner.next() == Some(wanted) { Ok(()) } else { Err(Misread::new(at, format!("here `{wanted}` is to stand"))) }
}

/// Skips blanks and comments.
fn blanks(scanner: &mut Scanner<'_>) {
    loop {
        scanner.take(char::is_whitespace);
        if scanner.eat("//") {
            scanner.take(|c| c != '\n');
        } else if scanner.eat("/*") {
            while !scanner.eat("*/") && scanner.next().is_some() {}
        } else {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use cors_browser::{Body, CacheMode, Credentials, Mode, Redirect, ReferrerPolicy};

    use super::read;

    #[test]
    fn as_developer_tools_copy_it() {
        let text = r#"fetch("https://api.example.com/items/1", {
  "headers": {
    "accept": "*/*",
    "content-type": "application/json",
    "priority": "u=1, i",
    "sec-ch-ua": "\"Chromium\";v=\"156\""
  },
  "referrer": "https://app.example.com/page",
  "referrerPolicy": "strict-origin-when-cross-origin",
  "body": "{\"a\":\"\u00e9\"}",
  "method": "PUT",
  "mode": "cors",
  "credentials": "include"
});"#;
        let call = read(text).unwrap();
        assert_eq!((call.url.as_str(), call.method.as_str()), ("https://api.example.com/items/1", "PUT"));
        let names: Vec<&str> = call.headers.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["accept", "content-type"]);
        assert_eq!(call.left_out, ["priority", "sec-ch-ua"]);
        assert_eq!(call.page.as_deref(), Some("https://app.example.com/page"));
        assert_eq!((call.credentials, call.mode), (Some(Credentials::Include), Some(Mode::Cors)));
        assert_eq!(call.body, Some(Body::Text));
    }

    #[test]
    fn as_people_write_it() {
        let call = read(
            "await fetch(`https://a.example/` + 'x', { // why\n method: 'PATCH', headers: new Headers([['X-A', token], ['x-b', `1`]]),\n \
             body: JSON.stringify({ a: [1, null], b }), signal, })",
        );
        let call = call.unwrap();
        assert_eq!((call.url.as_str(), call.method.as_str()), ("https://a.example/x", "PATCH"));
        assert_eq!(call.headers, [("X-A".to_owned(), b"value".to_vec()), ("x-b".to_owned(), b"1".to_vec())]);
        assert_eq!(call.body, Some(Body::Text));
        for (body, expected) in [
            ("new URLSearchParams('a=1')", Body::UrlSearchParams),
            ("new FormData()", Body::FormData),
            ("new Blob(['a'], { type: 'text/css' })", Body::Blob("text/css".to_owned())),
            ("new Uint8Array(3)", Body::Bytes),
        ] {
            let call = read(&format!("fetch('https://a.example', {{method: 'POST', body: {body}}})")).unwrap();
            assert_eq!(call.body, Some(expected));
        }
    }

    #[test]
    fn the_url_in_other_ways() {
        for (text, url) in [
            ("fetch(new URL('https://a.example/x'))", "https://a.example/x"),
            ("fetch(new Request(`https://a.example`), )", "https://a.example"),
            (r"fetch('https://a.example/\ud83d\ude42')", "https://a.example/🙂"),
            (r"fetch('https://a.example/\u{1f642}\x21\n\f\v')", "https://a.example/🙂!\n\u{c}\u{b}"),
            // Half of a character.
            (r"fetch('https://a.example/\ud83d')", "https://a.example/\u{fffd}"),
        ] {
            assert_eq!(read(text).unwrap().url, url, "{text}");
        }
    }

    #[test]
    fn modes_and_policies() {
        let option = |name: &str, value: &str| read(&format!("fetch('https://a.example', {{{name}: '{value}'}})"));
        for (value, expected) in [
            ("default", CacheMode::Default),
            ("no-store", CacheMode::NoStore),
            ("reload", CacheMode::Reload),
            ("no-cache", CacheMode::NoCache),
            ("force-cache", CacheMode::ForceCache),
            ("only-if-cached", CacheMode::OnlyIfCached),
        ] {
            assert_eq!(option("cache", value).unwrap().cache, Some(expected));
        }
        for (value, expected) in
            [("follow", Redirect::Follow), ("error", Redirect::Error), ("manual", Redirect::Manual)]
        {
            assert_eq!(option("redirect", value).unwrap().redirect, Some(expected));
        }
        for (value, expected) in [
            ("", ReferrerPolicy::StrictOriginWhenCrossOrigin),
            ("strict-origin-when-cross-origin", ReferrerPolicy::StrictOriginWhenCrossOrigin),
            ("no-referrer", ReferrerPolicy::NoReferrer),
            ("no-referrer-when-downgrade", ReferrerPolicy::NoReferrerWhenDowngrade),
            ("same-origin", ReferrerPolicy::SameOrigin),
            ("origin", ReferrerPolicy::Origin),
            ("strict-origin", ReferrerPolicy::StrictOrigin),
            ("origin-when-cross-origin", ReferrerPolicy::OriginWhenCrossOrigin),
            ("unsafe-url", ReferrerPolicy::UnsafeUrl),
        ] {
            assert_eq!(option("referrerPolicy", value).unwrap().referrer_policy, Some(expected));
        }
        for name in ["mode", "credentials", "redirect", "cache", "referrerPolicy"] {
            assert_eq!(option(name, "x").unwrap_err().message, format!("`{name}` has no value `x`"));
        }
    }

    #[test]
    fn what_is_not_written_out() {
        for (text, message) in [
            ("fetch(new URL(path, base))", "the URL is to be written out"),
            ("fetch('a' + b)", "only texts can be joined here"),
            ("fetch('a', {headers: [[name, 'x']]})", "the names of headers are to be written out"),
            ("fetch('a', {headers: [['X-A', 'x'], pair]})", "the names of headers are to be written out"),
            ("fetch('a', {headers: [['X-A']]})", "the names of headers are to be written out"),
            ("fetch('a', {headers: own})", "the headers are to be written out"),
            ("fetch('a', {headers: {'X-A': ['x']}})", "`X-A` is no text"),
            (r"fetch('\ud83d\u0041')", "this is no escape"),
            (r"fetch('\ud83d\ux')", "this is no escape"),
        ] {
            assert_eq!(read(text).unwrap_err().message, message, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        for (text, at) in [
            ("fetch(", 6),
            ("fetch(url)", 6),
            ("fetch('a", 6),
            ("fetch('a' 'b')", 10),
            ("fetch('a', options)", 11),
            ("fetch('a', {mode: 'x'})", 11),
            ("fetch('a', {a b})", 14),
            ("fetch(`${x}`)", 7),
            ("x = 1", 2),
        ] {
            assert_eq!(read(text).unwrap_err().at, at, "{text}");
        }
        assert!(read(&format!("fetch('a', {}", "[".repeat(100_000))).is_err());
    }
}
