use crate::{Date, OriginPattern, PathPattern, Span, Spanned, most::Most};

/// What the author wrote, every node with its span; nothing inferred.
///
/// What could not be read stands in the report and is left out here, so that the rest can still be judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its first key.
    pub span: Span,
    /// The file's stem, where it may be a document's name.
    pub stem: Option<String>,
    /// `name`
    pub name: Option<Spanned<String>>,
    /// `origin_sets`
    pub origin_sets: Vec<SetBlock>,
    /// `profiles`
    pub profiles: Vec<Profile>,
    /// The document's own policy.
    pub policy: PolicyBlock,
    /// Whether `routes` stands there, readable or not.
    pub has_routes: bool,
    /// `routes`
    pub routes: Option<Spanned<Vec<RouteBlock>>>,
    /// Whether anything was left out. Findings that rest on absence are then not made: they would mostly be wrong.
    pub incomplete: bool,
    /// How much is to be found in it.
    pub(crate) most: Most,
}

/// A named list of origin patterns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetBlock {
    /// Without `$`.
    pub name: Spanned<String>,
    /// Its contents.
    pub origins: Vec<Spanned<OriginPattern>>,
    /// Whether the contents were given and not written: they stand nowhere in the text, and their place is the set's name.
    pub given: bool,
}

/// A profile: for some sets, other contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: Spanned<String>,
    /// The sets whose contents it replaces.
    pub sets: Vec<SetBlock>,
}

/// A route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteBlock {
    /// Its first key.
    pub span: Span,
    /// Whether `path` stands there, readable or not.
    pub has_path: bool,
    /// `path`, one or a list.
    pub paths: Vec<Spanned<PathPattern>>,
    /// Whether `cors` stands there, readable or not.
    pub has_cors: bool,
    /// Where `cors: false` stands, if it does.
    pub cors_false: Option<Span>,
    /// Everything else.
    pub policy: PolicyBlock,
}

/// The keys that may stand wherever a policy may.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyBlock {
    /// Every policy key that stands here, known value or not, in the author's order.
    pub keys: Vec<Spanned<&'static str>>,
    /// Whether keys that the language does not have stand beside them. What seems to be missing may be meant by one.
    pub has_unknown_keys: bool,
    /// `allow_origins`
    pub allow_origins: Option<Spanned<Origins>>,
    /// `allow_methods`
    pub allow_methods: Option<Spanned<Names>>,
    /// `allow_headers`
    pub allow_headers: Option<Spanned<Names>>,
    /// `expose_headers`
    pub expose_headers: Option<Spanned<Names>>,
    /// `allow_credentials`
    pub allow_credentials: Option<Spanned<bool>>,
    /// `max_age`, in seconds.
    pub max_age: Option<Spanned<u32>>,
    /// Whether `preflight: forward`.
    pub preflight: Option<Spanned<PreflightMode>>,
    /// `preflight_status`: 200 or 204.
    pub preflight_status: Option<Spanned<u16>>,
    /// `on_denied`
    pub on_denied: Option<Spanned<cors_core::OnDenied>>,
    /// `accept_risks`
    pub accept_risks: Vec<Acceptance>,
}

/// `preflight`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreflightMode {
    /// `answer`
    Answer,
    /// `forward`
    Forward,
}

/// `allow_origins`
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origins {
    /// `"*"`
    Any,
    /// A list.
    List(Vec<Spanned<OriginItem>>),
}

/// An element of `allow_origins`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OriginItem {
    /// An origin pattern.
    Pattern(OriginPattern),
    /// `$name`, without its `$`.
    Set(String),
}

/// `allow_methods`, `allow_headers` or `expose_headers`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// Whether `"*"` stands alone, or in the list beside `Authorization`.
    pub any: bool,
    /// The names in the author's order and spelling, duplicates included, without `*`. The value of the header that goes out is
    /// these joined by `, `, with `*` where it stood.
    pub names: Vec<Spanned<String>>,
    /// The place of `*` among the names, where it stands in a list.
    pub star_at: Option<usize>,
}

/// An element of `accept_risks`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// Its first key.
    pub span: Span,
    /// The rule's name.
    pub risk: Spanned<String>,
    /// The pattern as written.
    pub origin: Spanned<String>,
    /// Why.
    pub reason: Spanned<String>,
    /// The last day on which it holds.
    pub until: Option<Spanned<Date>>,
}
