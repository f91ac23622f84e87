use cors_compiler::{
    CheckedRules, Document, Options, OriginPattern, Policy, PolicyBlock, Program, ProgramRules, Report, RouteBlock,
    Source, Spanned, check, lower, parse,
};

/// A policy that holds, at each stage of its way: what the author wrote, and what it means.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Its text.
    pub source: Source,
    /// The profile that is selected.
    pub profile: Option<String>,
    /// What the author wrote.
    pub document: Document,
    /// What was checked.
    pub policy: Policy,
    /// What it means.
    pub program: Program,
    /// What was found, none of which refuses it.
    pub report: Report,
}

impl Judged {
    /// Reads and checks a policy.
    ///
    /// # Errors
    ///
    /// What was found, if any of it refuses the policy.
    pub fn new(source: Source, profile: Option<&str>) -> Result<Self, Report> {
        let (document, found) = parse(&source);
        let profile = profile.map(str::to_owned);
        let (policy, report) = check(&document, found, &Options { profile: profile.clone() })?;
        let program = lower(&policy);
        Ok(Self { source, profile, document, policy, program, report })
    }

    /// The same policy with another text.
    ///
    /// # Errors
    ///
    /// What was found, if any of it refuses the text.
    pub fn with_text(&self, text: String) -> Result<Self, Report> {
        Self::new(Source::new(self.source.name(), text), self.profile.as_deref())
    }

    /// The block in which some rules stand.
    pub fn block(&self, rules: &ProgramRules) -> Option<&PolicyBlock> {
        let routes = self.routes().map(|route| &route.policy);
        let mut blocks = std::iter::once(&self.document.policy).chain(routes);
        blocks.find(|block| block.allow_origins.as_ref().is_some_and(|origins| origins.span == rules.span))
    }

    /// The route that says `cors: false` for the path pattern that stands at `path`.
    pub fn route(&self, path: &str) -> Option<&RouteBlock> {
        self.routes().find(|route| route.paths.iter().any(|own| own.value.as_str() == path))
    }

    /// The routes, in the author's order.
    pub fn routes(&self) -> impl Iterator<Item = &RouteBlock> {
        self.document.routes.iter().flat_map(|routes| &routes.value)
    }

    /// Who may read under some rules, sets resolved; empty where anyone may.
    pub fn patterns(&self, rules: &ProgramRules) -> &[Spanned<OriginPattern>] {
        let routes = self.policy.routes.iter().filter_map(|route| route.rules.as_ref());
        let mut all = self.policy.document.iter().chain(routes);
        let checked: Option<&CheckedRules> = all.find(|checked| checked.span == rules.span);
        checked.and_then(|checked| checked.origins.as_deref()).unwrap_or_default()
    }
}

/// Reports whether a pattern's origins hold this one.
pub(crate) fn allows(pattern: &OriginPattern, origin: &str) -> bool {
    pattern.wildcard().map_or_else(|| pattern.as_str() == origin, |many| many.matches(origin.as_bytes()))
}
