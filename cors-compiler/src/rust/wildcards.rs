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
use crate::{
    origin_set::{Pattern, PortPattern, default_port},
    pattern_groups::{Hosts, Label, groups},
};

/// As many parents as are faster tried in turn than looked up.
const FEW: usize = 16;

/// Tests whether `origin` is one of a pattern's, a test a scheme.
pub(crate) fn tests<'a>(origin: &Ident, patterns: impl Iterator<Item = &'a Pattern>) -> Vec<TokenStream> {
    let test = |(scheme, ports): (&str, BTreeMap<PortPattern, Hosts<'_>>)| {
        let prefix = format!("{scheme}://");
        let prefix = Bytes(prefix.as_bytes());
        let test = any(ports.iter().map(|(port, hosts)| on_port(scheme, *port, hosts)).collect());
        quote!(#origin.strip_prefix(#prefix).is_some_and(|authority| #test))
    };
    groups(patterns).into_iter().map(test).collect()
}

fn on_port(scheme: &str, port: PortPattern, hosts: &Hosts<'_>) -> TokenStream {
    match port {
        PortPattern::Elided => test(hosts, &Ident::new("authority", Span::call_site())),
        PortPattern::Fixed(port) => {
            let port = format!(":{port}");
            let (port, test) = (Bytes(port.as_bytes()), test(hosts, &Ident::new("host", Span::call_site())));
            quote!(authority.strip_suffix(#port).is_some_and(|host| #test))
        }
        PortPattern::Any => {
            let default = default_port(scheme).map(Literal::u16_unsuffixed);
            let default = default.map_or_else(|| quote!(None), |port| quote!(Some(#port)));
            let test = test(hosts, &Ident::new("host", Span::call_site()));
            quote!(cors::origin::without_port(authority, #default).is_some_and(|host| #test))
        }
    }
}

/// Tests whether the bytes `host` are one of the hosts.
fn test(hosts: &Hosts<'_>, host: &Ident) -> TokenStream {
    let mut tests = Vec::new();
    if !hosts.exact.is_empty() {
        tests.push(exact::is_one_of(host, &hosts.exact));
    }
    let mut wild = parent_tests(&hosts.parents, host);
    if !hosts.labels.is_empty() {
        wild.push(has_label(&hosts.labels, host));
    }
    if !wild.is_empty() {
        let (longest, test) = (Number(LONGEST_HOST), any_operand(wild));
        tests.push(quote!(#host.len() <= #longest && #test));
    }
    any(tests)
}

/// Tests, of which one holds if `host` is a subdomain. Many parents are looked up at each dot from the right. (A `match` tree
/// over the bytes from the end would take the user's compiler a minute for ten thousand.)
fn parent_tests(parents: &[&[u8]], host: &Ident) -> Vec<TokenStream> {
    if let Some(table) = (parents.len() > FEW).then(|| exact::table(parents)).flatten() {
        return vec![quote!({ #table SET.contains_parent(#host) })];
    }
    let test = |parent: &&[u8]| {
        let parent = Bytes(parent);
        quote!(cors::origin::is_below(#host, #parent))
    };
    parents.iter().map(test).collect()
}

/// Tests whether the first label of `host` is what a pattern says, and the rest its own.
fn has_label(labels: &BTreeMap<&[u8], Vec<Label<'_>>>, host: &Ident) -> TokenStream {
    let rest = Ident::new("rest", Span::call_site());
    let mut arms = Vec::new();
    for (own, labels) in labels {
        let (key, test) = (Bytes(own), any_operand(labels.iter().map(is_label).collect()));
        arms.push((*own, quote!(#rest == #key && #test)));
    }
    let test = small_match::dispatch(&rest, arms, Case::Exact);
    quote!(cors::origin::split_label(#host).is_some_and(|(label, #rest)| #test))
}

fn is_label(label: &Label<'_>) -> TokenStream {
    let (before, after) = (Bytes(label.before), Bytes(label.after));
    quote!(cors::origin::is_label(label, #before, #after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_few_parents_are_a_table() {
        let host = Ident::new("host", Span::call_site());
        for (count, tests) in [(1, 1), (FEW, FEW), (FEW + 1, 1), (FEW + 2, 1)] {
            let parents: Vec<String> = (0..count).map(|n| format!(".d{n}.example.com")).collect();
            let parents: Vec<&[u8]> = parents.iter().map(|parent| parent.as_bytes()).collect();
            let found = parent_tests(&parents, &host);
            assert_eq!(found.len(), tests, "{count}");
            assert_eq!(found[0].to_string().contains("static SET"), count > FEW, "{count}");
        }
    }
}
