use std::{cmp::Reverse, collections::BTreeSet, sync::Arc};

use cors_core::{Preflight, Terms, method, path};

use crate::{
    Names, OriginPattern, Policy, PreflightMode, Program, ProgramRoute, ProgramRules, Spanned,
    origin_set::{OriginSet, Pattern},
    policy::CheckedRules,
    program::{Headers, Methods},
};

/// Makes every default explicit and every set minimal.
pub fn lower(policy: &Policy) -> Program {
    let mut rules = Vec::new();
    let mut add = |checked: &CheckedRules| {
        rules.push(lower_rules(rules.len(), checked));
        rules.len() - 1
    };
    let document = policy.document.as_ref().map(&mut add);
    let mut routes = Vec::new();
    for route in &policy.routes {
        let index = route.rules.as_ref().map(&mut add);
        for path in &route.paths {
            routes.push(ProgramRoute { path: path.value.as_str().into(), rules: index, span: path.span });
        }
    }
    routes.sort_by(|a, b| precedence(&a.path).cmp(&precedence(&b.path)));
    Program {
        name: policy.name.as_deref().map(Arc::from),
        profile: policy.profile.as_deref().map(Arc::from),
        rules,
        document,
        routes,
    }
}

/// Exact before prefix, longer before shorter.
fn precedence(path: &str) -> (bool, Reverse<usize>, &str) {
    let (own, below) = path::Pattern::new(path).parts();
    (below, Reverse(own.len()), own)
}

fn lower_rules(index: usize, checked: &CheckedRules) -> ProgramRules {
    let allow_headers = checked.headers.as_ref().map(header_value);
    let preflight = match checked.preflight.map(|preflight| preflight.value) {
        Some(PreflightMode::Forward) => Preflight::Forward,
        Some(PreflightMode::Answer) | None => Preflight::Answer(checked.preflight_status),
    };
    let terms = Terms {
        any_origin: checked.origins.is_none(),
        credentials: checked.credentials,
        allow_methods: checked.methods.as_ref().map(header_value),
        expose_headers: checked.expose.as_ref().map(header_value),
        max_age: checked.max_age.map(|seconds| seconds.to_string().into()),
        request_list_limit: request_list_limit(checked.headers.as_ref(), allow_headers.as_deref()),
        allow_headers,
        preflight,
        on_denied: checked.on_denied,
    };
    ProgramRules {
        index,
        span: checked.span,
        preflight_span: checked.preflight.filter(|p| p.value == PreflightMode::Forward).map(|p| p.span),
        terms,
        origins: origins(checked.origins.as_deref().unwrap_or_default()),
        methods: lower_methods(checked.methods.as_ref()),
        headers: lower_headers(checked.headers.as_ref()),
    }
}

/// The names in the author's order and spelling, `, ` between.
fn header_value(names: &Names) -> Arc<str> {
    let mut all: Vec<&str> = names.names.iter().map(|name| name.value.as_str()).collect();
    if names.any {
        all.insert(names.star_at.unwrap_or(0).min(all.len()), "*");
    }
    all.join(", ").into()
}

/// Twice what the policy itself would list, and room for what proxies add; 4096 where it cannot know.
fn request_list_limit(names: Option<&Names>, value: Option<&str>) -> usize {
    if names.is_some_and(|names| names.any) { 4096 } else { 2 * value.map_or(0, str::len) + 64 }
}

/// The patterns as a set: what they denote, whatever their order.
pub(crate) fn origins(patterns: &[Spanned<OriginPattern>]) -> OriginSet {
    let mut exact: Vec<Arc<str>> = Vec::with_capacity(patterns.len());
    let mut wild: Vec<Spanned<Pattern>> = Vec::new();
    for pattern in patterns {
        match pattern.value.wildcard() {
            Some(wildcard) => wild.push(Spanned::new(wildcard, pattern.span)),
            None => exact.push(Arc::clone(pattern.value.written())),
        }
    }
    wild.sort_by(|a, b| (&a.value, a.span).cmp(&(&b.value, b.span)));
    wild.dedup_by(|later, first| later.value == first.value);
    exact.sort_unstable();
    exact.dedup();
    let set = OriginSet { exact, patterns: wild };
    set.minimal()
}

fn lower_methods(names: Option<&Names>) -> Methods {
    let Some(names) = names else { return Methods::Listed(Vec::new()) };
    if names.any {
        return Methods::Any;
    }
    let listed: BTreeSet<&str> = names.names.iter().map(|name| name.value.as_str()).collect();
    Methods::Listed(listed.into_iter().filter(|name| !method::is_safelisted(name.as_bytes())).map(Arc::from).collect())
}

fn lower_headers(names: Option<&Names>) -> Headers {
    let Some(names) = names else { return Headers::Listed(Vec::new()) };
    let listed: BTreeSet<String> = names.names.iter().map(|name| name.value.to_ascii_lowercase()).collect();
    if names.any {
        return Headers::Any { authorization: listed.contains("authorization") };
    }
    Headers::Listed(listed.into_iter().map(Arc::from).collect())
}
