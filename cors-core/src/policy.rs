/// A whole policy: which rules hold for which path.
///
/// Generated code, a policy read at run time and the compiler's own `Program` are its implementations.
pub trait Policy {
    /// One set of rules: the document's or a route's. Generated code has a fieldless enum here.
    type Rules: Rules;

    /// The rules of every route and of the document, each at its own [`Rules::index`].
    fn all(&self) -> &[Self::Rules];
    /// Finds what holds for a raw path.
    fn route(&self, path: &[u8]) -> Route<'_, Self::Rules>;
    /// Reports whether any rules say `on_denied: reject` (an ambiguous path is then refused).
    fn rejects(&self) -> bool;
}

/// What holds for a path.
#[derive(Debug, PartialEq, Eq)]
pub enum Route<'p, R> {
    /// These rules, claimed by the route's path as written, or by `document`.
    Rules(&'p R, &'p str),
    /// A route with `cors: false`.
    Denied,
    /// Two servers could read the path differently.
    Ambiguous,
    /// No route and no document policy.
    Unclaimed,
}

/// The rules that hold for a path: sets to ask, and terms that are the same for every request.
pub trait Rules {
    /// How header values are kept: `&'static str` in generated code, so that a layer need not copy them; shared text at run time.
    type Text;

    /// Its place in [`Policy::all`].
    fn index(&self) -> usize;
    /// What does not depend on the request.
    fn terms(&self) -> &Terms<Self::Text>;
    /// Reports whether the origin's bytes are in the set. Not asked where any origin is allowed.
    fn allows_origin(&self, origin: &[u8]) -> bool;
    /// Reports whether the method is listed or safelisted.
    fn allows_method(&self, method: &[u8]) -> bool;
    /// Reports whether the name is listed, ignoring ASCII case.
    fn allows_header(&self, name: &[u8]) -> bool;
}

impl<'p, R> Route<'p, R> {
    /// The rules that hold, if any do.
    pub const fn rules(&self) -> Option<&'p R> {
        match self {
            Self::Rules(rules, _) => Some(rules),
            Self::Denied | Self::Ambiguous | Self::Unclaimed => None,
        }
    }

    /// What claimed the path: a route's pattern as written, or `document`; `None` where no policy holds.
    pub const fn name(&self) -> Option<&'p str> {
        match self {
            Self::Rules(_, name) => Some(name),
            Self::Denied | Self::Ambiguous | Self::Unclaimed => None,
        }
    }
}

/// The part of some rules that is the same for every request. Header values are ready to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms<Text> {
    /// `allow_origins: "*"`.
    pub any_origin: bool,
    /// `Access-Control-Allow-Credentials: true`.
    pub credentials: bool,
    /// `Access-Control-Allow-Methods`.
    pub allow_methods: Option<Text>,
    /// `Access-Control-Allow-Headers`.
    pub allow_headers: Option<Text>,
    /// `Access-Control-Expose-Headers`.
    pub expose_headers: Option<Text>,
    /// `Access-Control-Max-Age`, in seconds.
    pub max_age: Option<Text>,
    /// A request list of more bytes than this is denied unread.
    pub request_list_limit: usize,
    /// Who answers preflights.
    pub preflight: Preflight,
    /// What happens to a refused request.
    pub on_denied: OnDenied,
}

/// Who answers a preflight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preflight {
    /// The layer, with this status (200 or 204).
    Answer(u16),
    /// The application; the layer sets the headers.
    Forward,
}

/// What happens to a request that is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDenied {
    /// It goes on; the browser withholds the answer.
    Pass,
    /// It is answered 403.
    Reject,
}
