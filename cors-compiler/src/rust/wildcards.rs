//! Patterns: by scheme, by port, and then by what the host may be.

use std::collections::BTreeMap;

use cors_core::origin::LONGEST_HOST;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::{
    disjunction::{any, any_operand},
    exact,
    literal::{Bytes, Number},
    small_match::{self, Case},
};
use crate::origin_set::{HostPattern, Pattern, PortPattern, default_port};

/// As many parents as are faster tried in turn than looked up.
const FEW: usize = 16;

/// The hosts of patterns that have scheme and port in common.
#[derive(Default)]
struct Hosts<'a> {
    exact: Vec<&'a [u8]>,
    /// Of `*.example.com`, `.example.com`.
    parents: Vec<&'a [u8]>,
    /// Of `pr-*.example.com`, by `.example.com`, `pr-*`.
    labels: BTreeMap<&'a [u8], Vec<Label<'a>>>,
}

/// A label with a `*`.
#[derive(Clone, Copy)]
struct Label<'a> {
    before: &'a [u8],
    after: &'a [u8],
}

/// Tests whether `origin` is one of a pattern's, a test a scheme.
pub(crate) fn tests<'a>(origin: &Ident, patterns: impl Iterator<Item = &'a Pattern>) -> Vec<TokenStream> {
    let mut schemes: BTreeMap<&str, BTreeMap<PortPattern, Hosts<'_>>> = BTreeMap::new();
    for pattern in patterns {
        schemes.entry(&pattern.scheme).or_default().entry(pattern.port).or_default().add(&pattern.host);
    }
    let test = |(scheme, ports): (&str, BTreeMap<PortPattern, Hosts<'_>>)| {
        let prefix = format!("{scheme}://");
        let prefix = Bytes(prefix.as_bytes());
        // Any port is the last in order: its digits are split off once every other test has failed.
        let test = any(ports.iter().map(|(port, hosts)| on_port(scheme, *port, hosts)).collect());
        quote!(#origin.strip_prefix(#prefix).is_some_and(|authority| #test))
    };
    schemes.into_iter().map(test).collect()
}

fn on_port(scheme: &str, port: PortPattern, hosts: &Hosts<'_>) -> TokenStream {
    match port {
        PortPattern::Elided => hosts.test(&Ident::new("authority", Span::call_site())),
        PortPattern::Fixed(port) => {
            let port = format!(":{port}");
            let (port, test) = (Bytes(port.as_bytes()), hosts.test(&Ident::new("host", Span::call_site())));
            quote!(authority.strip_suffix(#port).is_some_and(|host| #test))
        }
        PortPattern::Any => {
            let default = default_port(scheme).map(Literal::u16_unsuffixed);
            let default = default.map_or_else(|| quote!(None), |port| quote!(Some(#port)));
            let test = hosts.test(&Ident::new("host", Span::call_site()));
            quote!(cors::origin::without_port(authority, #default).is_some_and(|host| #test))
        }
    }
}

impl<'a> Hosts<'a> {
    fn add(&mut self, host: &'a HostPattern) {
        match host {
            HostPattern::Exact(host) => self.exact.push(host.as_bytes()),
            HostPattern::Subdomains { suffix } => self.parents.push(suffix.as_bytes()),
            HostPattern::Label { before, after, rest } => {
                let label = Label { before: before.as_bytes(), after: after.as_bytes() };
                self.labels.entry(rest.as_bytes()).or_default().push(label);
            }
        }
    }

    /// Tests whether the bytes `host` are one of the hosts.
    fn test(&self, host: &Ident) -> TokenStream {
        let mut tests = Vec::new();
        if !self.exact.is_empty() {
            tests.push(exact::is_one_of(host, &self.exact));
        }
        let mut wild = self.parent_tests(host);
        if !self.labels.is_empty() {
            wild.push(self.has_label(host));
        }
        if !wild.is_empty() {
            let (longest, test) = (Number(LONGEST_HOST), any_operand(wild));
            tests.push(quote!(#host.len() <= #longest && #test));
        }
        any(tests)
    }

    /// Tests, of which one holds if `host` is a subdomain. Many parents are looked up at each dot from the right. (A `match` tree
    /// over the bytes from the end would take the user's compiler a minute for ten thousand.)
    fn parent_tests(&self, host: &Ident) -> Vec<TokenStream> {
        if let Some(table) = (self.parents.len() > FEW).then(|| exact::table(&self.parents)).flatten() {
            return vec![quote!({ #table SET.contains_parent(#host) })];
        }
        let test = |parent: &&[u8]| {
            let parent = Bytes(parent);
            quote!(#host.strip_suffix(#parent).is_some_and(cors::origin::is_labels))
        };
        self.parents.iter().map(test).collect()
    }

    /// Tests whether the first label of `host` is what a pattern says, and the rest its own.
    fn has_label(&self, host: &Ident) -> TokenStream {
        let rest = Ident::new("rest", Span::call_site());
        let arm = |(own, labels): (&&'a [u8], &Vec<Label<'a>>)| {
            let (key, test) = (Bytes(own), any_operand(labels.iter().map(|label| label.test()).collect()));
            (*own, quote!(#rest == #key && #test))
        };
        let test = small_match::dispatch(&rest, self.labels.iter().map(arm).collect(), Case::Exact);
        quote!(cors::origin::split_label(#host).is_some_and(|(label, #rest)| #test))
    }
}

impl Label<'_> {
    fn test(&self) -> TokenStream {
        let (before, after) = (Bytes(self.before), Bytes(self.after));
        quote!(cors::origin::is_label(label, #before, #after))
    }
}
