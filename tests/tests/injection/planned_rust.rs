//! The literals that target `rust` plans for a program, said once more: no other stands in the code, and no name but those that code has.

use std::{collections::BTreeSet, str::FromStr as _};

use cors_compiler::{
    Headers, Methods, Program,
    origin_set::{HostPattern, PortPattern},
};
use proc_macro2::{TokenStream, TokenTree};

/// Every word of generated code that is none of Rust's own or of a literal.
const NAMES: &str = "Reach _ Actual All Ambiguous Answer Back Both Checker Clone Copy Debug Denied Document Ends Entry Eq Forward Found Lengths None \
    Nothing OnDenied Option PROFILE PartialEq Pass Place Policy Preflight ROUTES Reject Route Routes Rules SET Self Set Slots Some Terms \
    Text Type Unclaimed __private all allow allow_headers allow_methods allows_header allows_method allows_origin any_origin as authority \
    automatically_derived below bool clippy clone cmp const contains contains_parent core cors cors_policy credentials dead_code derive doc \
    enum eq_ignore_ascii_case exact expose_headers false find fmt fn for get hidden host impl index inline is_below is_label is_some_and keys \
    label len lengths longest marker match max_age method modulo_64 name nursery on_denied option origin path pedantic perfect_hash pilots \
    places preflight primitive pub ranks reach rejects request_list_limit rest route routes rules seeds self shortest slots split_label starts \
    static str strip_prefix strip_suffix struct tags terms true type u8 unreachable_pub unused_variables use usize without_port written";

/// What stands in the code.
#[derive(Default)]
struct Read {
    /// Texts, as often as they stand there, sorted.
    texts: Vec<String>,
    /// Bytes, tables of keys taken apart.
    bytes: BTreeSet<Vec<u8>>,
}

/// Code, as a tokeniser and the Rust compiler's own reader of literals read it.
pub(crate) fn assert_code(program: &Program, code: &str) {
    let tokens = TokenStream::from_str(code).expect("tokens");
    let words: Vec<String> = words(tokens.clone());
    let own = words.iter().skip_while(|word| *word != "struct").nth(1).expect("a type").clone();
    let names: BTreeSet<&str> = NAMES.split_whitespace().collect();
    let is_route = |word: &str| word.strip_prefix("Route").is_some_and(|number| number.parse::<usize>().is_ok());
    for word in &words {
        let is_planned = names.contains(word.as_str())
            || is_route(word)
            || word.strip_prefix(&own).is_some_and(|rest| matches!(rest, "" | "Rules"));
        assert!(is_planned, "nobody planned `{word}`:\n{code}");
    }
    let mut read = Read::default();
    read.tokens(tokens);
    read.texts.sort();
    assert_eq!(read.texts, texts(program), "{code}");
    assert_eq!(shown(&read.bytes), shown(&bytes(program)), "{code}");
}

fn shown(bytes: &BTreeSet<Vec<u8>>) -> Vec<String> {
    bytes.iter().map(|bytes| bytes.escape_ascii().to_string()).collect()
}

/// What goes out, and what routes are called.
fn texts(program: &Program) -> Vec<String> {
    let mut all: Vec<String> = program.profile.iter().map(ToString::to_string).collect();
    for terms in program.rules.iter().map(|rules| &rules.terms) {
        let values = [&terms.allow_methods, &terms.allow_headers, &terms.expose_headers, &terms.max_age];
        all.extend(values.into_iter().flatten().map(ToString::to_string));
    }
    all.extend(program.routes.iter().map(|route| route.path.to_string()));
    all.extend(program.document.map(|_| "document".to_owned()));
    // What the code says of itself.
    all.extend([" The policy, compiled.", " The profile that was selected."].map(str::to_owned));
    all.sort();
    all
}

/// What is compared with what is sent.
fn bytes(program: &Program) -> BTreeSet<Vec<u8>> {
    let mut all: BTreeSet<String> = BTreeSet::new();
    for rules in &program.rules {
        all.extend(rules.origins.exact.iter().map(ToString::to_string));
        for pattern in rules.origins.patterns.iter().map(|pattern| &pattern.value) {
            all.insert(format!("{}://", pattern.scheme));
            if let PortPattern::Fixed(port) = pattern.port {
                all.insert(format!(":{port}"));
            }
            match &pattern.host {
                HostPattern::Exact(host) => all.extend([host.to_string()]),
                HostPattern::Subdomains { suffix } => all.extend([suffix.to_string()]),
                HostPattern::Label { before, after, rest } => {
                    all.extend([before, after, rest].map(ToString::to_string))
                }
            }
        }
        if let Methods::Listed(names) = &rules.methods {
            all.extend(["GET", "HEAD", "POST"].map(str::to_owned));
            all.extend(names.iter().map(ToString::to_string));
        }
        match &rules.headers {
            Headers::Any { authorization: true } => {}
            Headers::Any { authorization: false } => all.extend(["authorization".to_owned()]),
            Headers::Listed(names) => all.extend(names.iter().map(ToString::to_string)),
        }
    }
    all.into_iter().map(String::into_bytes).collect()
}

/// Names and words, those within groups too.
fn words(tokens: TokenStream) -> Vec<String> {
    let mut all = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(word) => all.push(word.to_string()),
            TokenTree::Group(group) => all.extend(words(group.stream())),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    all
}

impl Read {
    fn tokens(&mut self, tokens: TokenStream) {
        let all: Vec<TokenTree> = tokens.into_iter().collect();
        // A table of keys: where each begins, and all of them.
        if let (Some(starts), Some(keys)) = (field(&all, "starts"), field(&all, "keys")) {
            return self.keys(&starts, &keys);
        }
        // Numbers, as bytes: of slots and of routes.
        let is_numbers = ["pilots", "tags", "ranks"].map(|name| field(&all, name).is_some()).contains(&true);
        for token in all {
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Literal(literal) => match syn::Lit::new(literal) {
                    syn::Lit::Str(text) => self.texts.push(text.value()),
                    syn::Lit::ByteStr(_) if is_numbers => {}
                    syn::Lit::ByteStr(bytes) => _ = self.bytes.insert(bytes.value()),
                    syn::Lit::Int(_) | syn::Lit::Byte(_) => {}
                    _ => panic!("a literal of another kind"),
                },
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }

    fn keys(&mut self, starts: &[u8], keys: &[u8]) {
        let (starts, []) = starts.as_chunks::<4>() else { panic!("half a number") };
        let starts: Vec<usize> = starts.iter().map(|start| u32::from_le_bytes(*start) as usize).collect();
        assert_eq!((starts.first(), starts.last()), (Some(&0), Some(&keys.len())));
        let all = starts.windows(2).map(|pair| keys[pair[0]..pair[1]].to_vec());
        self.bytes.extend(all.filter(|key| !key.is_empty()));
    }
}

/// The bytes of a field, `name: b"…"`, of what stands in one pair of braces.
fn field(tokens: &[TokenTree], name: &str) -> Option<Vec<u8>> {
    tokens.windows(3).find_map(|three| match three {
        [TokenTree::Ident(own), TokenTree::Punct(colon), TokenTree::Literal(literal)]
            if own == name && colon.as_char() == ':' =>
        {
            match syn::Lit::new(literal.clone()) {
                syn::Lit::ByteStr(bytes) => Some(bytes.value()),
                _ => None,
            }
        }
        _ => None,
    })
}
