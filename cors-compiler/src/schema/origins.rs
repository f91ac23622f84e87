//! Origin patterns as regular expressions: what [`OriginPattern::parse`](crate::OriginPattern::parse) accepts, and nothing else.

use super::{
    address::{ipv4, ipv6},
    explained,
    text::{Text, never},
};
use serde_json::{Value, json};

/// The name of an origin set or a profile. Editors propose the title where a name should stand.
pub(super) fn set_name(title: &str, text: &str) -> Value {
    let name = Text::new(SET_NAME, "a name is a lower-case letter, then up to 39 of a-z, 0-9 and _ (name-syntax)");
    let mut name = explained(text, name.schema());
    if let Value::Object(name) = &mut name {
        name.insert("title".to_owned(), json!(title));
    }
    name
}

/// An element of an origin set, and one of `allow_origins`, by what the lists refer to them as.
pub(super) fn definitions() -> [(&'static str, Value); 2] {
    let element = |text: &str, origin: Text| {
        let mut element = explained(text, origin.schema());
        if let Value::Object(element) = &mut element {
            element.insert("defaultSnippets".to_owned(), snippets());
        }
        element
    };
    let named = origin(&format!(r"\${SET_NAME}|{}", expression())).slip(
        format!(r"\$(?!{SET_NAME}$)"),
        "the name of a set is $, a lower-case letter, then up to 39 of a-z, 0-9 and _ (unknown-set)",
    );
    let unnamed =
        origin(&expression()).slip(r"\$", "a set holds origins; sets are named in allow_origins (origin-syntax)");
    [
        ("origin", element("An origin pattern: `scheme://host` or `scheme://host:port`.", unnamed)),
        ("origin_or_set", element("An origin pattern, or the name of an origin set with a leading `$`.", named)),
    ]
}

fn snippets() -> Value {
    let snippet = |label: &str, body: &str, description: &str| json!({ "label": label, "body": body, "description": description });
    json!([
        snippet("https://app.example.com", "https://${1:app.example.com}", "This origin alone."),
        snippet(
            "https://*.example.com",
            "https://*.${1:example.com}",
            "Every subdomain at any depth, not the domain itself."
        ),
        snippet("http://localhost:*", "http://localhost:*", "The user's own machine, any port: for a profile."),
        snippet("\"null\"", "\"null\"", "Sandboxed frames, which any site can make: a risk."),
    ])
}

fn origin(expression: &str) -> Text {
    let decimal = "(?:0|[1-9][0-9]*)";
    // What browsers read as an IP address, and four numbers, of which one may be too large for it.
    let address = format!(r"{NUMBER}(?:\.{NUMBER}){{0,3}}\.?(?::|$)");
    let four = format!(r"{decimal}(?:\.{decimal}){{3}}(?::|$)");
    let text = Text::new(
        expression,
        "an origin is scheme://host or scheme://host:port, in lower case; a wildcard stands in front of a domain, as in \
         https://*.example.com; or it is \"null\", in quotes (origin-syntax)",
    );
    text.slip(r"\*$", "any origin is allow_origins: \"*\", which stands alone (any-origin-in-list)")
        .slip(
            r"(?![Nn][Uu][Ll][Ll]$|\*$)[A-Za-z0-9._*-]+(?::[0-9*]+)?(?:/\S*)?$",
            "an origin begins with its scheme: write https:// or http:// in front, whichever is meant (origin-missing-scheme)",
        )
        .slip(r"\s*[^\s/]*://[^\s/?#\\,;]+[/?#\\]\S*\s*$", "an origin has no path and no trailing slash (origin-has-path)")
        .slip(
            r"(?:[^/\s]*[A-Z][^/\s]*://|[^/\s]+://[^\s/?#\\]*[A-Z])",
            "browsers send origins in lower case (origin-upper-case)",
        )
        .slip(
            r"(?:https://[^\s/]+:443|http://[^\s/]+:80)(?:[/?#]|$)",
            "browsers never write the default port of a scheme (origin-default-port)",
        )
        .slip(r"(?:\s|\S*\s+$)", "an origin holds no white space (origin-whitespace)")
        .slip(r"[\s\S]*://[\s\S]*[,;\s][\s\S]*://", "each origin is an element of its own (origin-comma-list)")
        .slip(r"[^\s/]+://[^\s/]*[^\x00-\x7f]", "browsers send host names in punycode (origin-unicode-host)")
        .slip(r"[^\s/]+://[^\s/?#\\]*@", "an origin holds no user name (origin-user-info)")
        .slip(r"wss?://", "browsers send http:// or https:// for WebSockets (origin-scheme-websocket)")
        .slip(r"file:", "pages of file: have the origin null (origin-scheme-file)")
        .slip(
            format!(r"[^\s/]+://(?:\[[^\s\]/]*\]|[^\s/?#\\,;@\[:]*):(?!{PORT}$)[^\s/?#\\,;@]*$"),
            "a port is 1 to 65535, without a leading zero, or * (origin-port-range)",
        )
        .slip(
            format!(r"https?://(?:(?!{four}){address}|(?!{}(?::|$))\[[0-9a-f:.]+\](?::|$))", ipv6()),
            "browsers write an IP address in one way only, as in http://127.0.0.1 (origin-ip-not-canonical)",
        )
        .slip(
            format!(r"https?://(?:{STAR_AMONG_NUMBERS}|\[[^\]/]*\*)"),
            "an IP address has no subdomains and takes no wildcard (origin-ip-wildcard)",
        )
        .slip(
            format!(
                r"https?://(?:(?!{address})(?:(?![0-9*.]+(?::|$))[^\s:/]*\.)?{NUMBER}\.?(?::|$)|(?!{}(?::|$)){four})",
                ipv4()
            ),
            "a last label that is a number makes a browser read an IP address, and this is none (origin-label)",
        )
        .slip(
            r"https?://(?:[^\s:/]{254}|(?:[^\s:/]*\.)?[^\s:/.]{64}|\.|[^\s:/]*\.\.)",
            "a label has 1 to 63 bytes, and a host at most 253 (origin-label)",
        )
        .slip(
            r"(?:https?://(?:[^\s:/.]*\*[^\s:/.]*\.?(?::|$)|[^\s:/*]*\.[^\s:/.]*\*|[^\s:/]*\*[^\s:/]*\*)|[^\s/]*\*[^\s/]*://|(?!https?:)[a-z][a-z0-9+.-]*://[^\s:/]*\*)",
            "a wildcard stands in the first label of a web host, once, with a domain behind it (origin-wildcard-place)",
        )
}

/// Not `"null"`.
pub(super) fn no_null(message: &str) -> Value {
    never("null$", message)
}

/// No origin of the user's own machine.
pub(super) fn no_loopback(message: &str) -> Value {
    never(LOOPBACK, message)
}

/// No `http` origin but those of the user's own machine.
pub(super) fn no_insecure(message: &str) -> Value {
    never(&format!("(?!{LOOPBACK})http://"), message)
}

/// No wildcard over `http` hosts but those of the user's own machine.
pub(super) fn no_insecure_wildcard(message: &str) -> Value {
    never(&format!(r"(?!{LOOPBACK})http://[^:/]*\*"), message)
}

/// No wildcard right below a name of one label, which anyone can register below. The names of more labels are a list of
/// thousands, which belongs to a release.
pub(super) fn no_suffix_wildcard(message: &str) -> Value {
    // Two wildcards are told elsewhere. Where each could be any of a row of them, the time goes by the square of the row.
    never(&format!(r"(?!{LOOPBACK})https?://[^:/.*]*\*[^:/.*]*\.[^:/.]+\.?(?::|$)"), message)
}

/// No name of a set.
pub(super) fn no_set(message: &str) -> Value {
    never(r"\$", message)
}

const PORT: &str = r"(?:\*|[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

/// A label that browsers read as a number: the end of an IPv4 address.
const NUMBER: &str = "(?:0x[0-9a-f]*|[0-9]+)";

const SET_NAME: &str = "[a-z][a-z0-9_]{0,39}";

/// `localhost`, `*.localhost`, `127.0.0.0/8`, `[::1]`, and `127.0.0.0/8` as an IPv6 address.
const LOOPBACK: &str = concat!(
    r"https?://(?:(?:[^:/]*\.)?localhost\.?|127(?:\.[0-9]{1,3}){3}",
    r"|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])(?::|$)"
);

/// A host of numbers, with a wildcard for one of them or within one.
const STAR_AMONG_NUMBERS: &str = concat!(
    r"(?=[^\s/:]*\*)(?=(?:[^\s:/]*\.)?[0-9]+(?:[.:]|$))",
    r"(?:(?:[0-9]+|[^\s:/.]*\*[^\s:/.]*)\.)*(?:[0-9]+|[^\s:/.]*\*[^\s:/.]*)(?::|$)"
);

fn expression() -> String {
    let label = "[a-z0-9_-]{1,63}";
    // A last label that is a number makes a browser read an IP address.
    let name = format!(r"(?:{label}\.)*(?!{NUMBER}\.?(?::|$)){label}\.?");
    let wildcard = format!(r"(?=[^.]{{1,63}}\.)[a-z0-9_-]*\*[a-z0-9_-]*\.{name}");
    let web = format!(r"(?=[^:]{{1,253}}(?::|$))(?:{name}|{}|{wildcard})|{}", ipv4(), ipv6());
    let no_default_port = "(?!https://[^/]*:443$)(?!http://[^/]*:80$)";
    let custom = r"(?!(?:https?|wss?|file|data|blob|about|javascript):)[a-z][a-z0-9+.-]*://[a-z0-9._-]{1,253}";
    format!("null|{no_default_port}(?:https?://(?:{web})|{custom})(?::{PORT})?")
}
