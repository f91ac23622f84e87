use crate::Check;

/// Why a call fails: one way in which one [`Check`] can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The URL cannot be read.
    UrlInvalid,
    /// The URL holds a user or a password.
    UrlCredentials,
    /// The method is no token.
    MethodInvalid,
    /// The method is `CONNECT`, `TRACE` or `TRACK`.
    MethodForbidden,
    /// The method needs CORS, which mode `no-cors` rules out.
    MethodNoCors,
    /// A header's name is no token.
    HeaderNameInvalid,
    /// A header's value holds a NUL or a line end.
    HeaderValueInvalid,
    /// `GET` and `HEAD` have no body.
    BodyOfGet,
    /// A stream is no body there.
    StreamBody,
    /// `only-if-cached` asks for mode `same-origin`.
    OnlyIfCached,
    /// An `https` page asks for an `http` URL.
    MixedContent,
    /// The port is another protocol's.
    BadPort,
    /// The page is no secure context, and the URL is nearer to the user than the page.
    LocalNetworkInsecure,
    /// The user does not let the page call the local network.
    LocalNetworkDenied,
    /// Mode `same-origin`, and another origin.
    OtherOrigin,
    /// Mode `no-cors` follows redirects.
    RedirectNoCors,
    /// The scheme is neither `http` nor `https`.
    Scheme,
    /// There was no answer.
    Network,
    /// A preflight is redirected.
    PreflightRedirect,
    /// A preflight's status is not 200 to 299.
    PreflightStatus,
    /// No `Access-Control-Allow-Origin`.
    AllowOriginMissing,
    /// `*`, which does not do with credentials.
    AllowOriginWildcard,
    /// Two lines of `Access-Control-Allow-Origin` or more.
    AllowOriginLines,
    /// One line that lists several.
    AllowOriginList,
    /// What is no origin at all.
    AllowOriginInvalid,
    /// Another origin.
    AllowOriginMismatch,
    /// `Access-Control-Allow-Credentials` is not `true`.
    AllowCredentials,
    /// `Access-Control-Allow-Methods` holds what is no token.
    AllowMethodsInvalid,
    /// `Access-Control-Allow-Headers` holds what is no token.
    AllowHeadersInvalid,
    /// `Access-Control-Allow-Methods` lacks the method.
    MethodNotAllowed,
    /// `Access-Control-Allow-Headers` lacks a header.
    HeaderNotAllowed,
    /// `Access-Control-Allow-Headers` is `*`, which does not cover `Authorization`.
    AuthorizationNotCovered,
    /// `Cross-Origin-Resource-Policy` withholds it.
    ResourcePolicy,
    /// Redirected, and redirect mode `error`.
    RedirectError,
    /// `Location` cannot be read.
    LocationInvalid,
    /// `Location` is neither `http` nor `https`.
    LocationScheme,
    /// `Location` holds a user or a password.
    LocationCredentials,
    /// More than 20 redirects.
    TooManyRedirects,
    /// A stream cannot be sent a second time.
    StreamRedirected,
}

impl Reason {
    /// The check that goes wrong.
    pub const fn check(self) -> Check {
        match self {
            Self::UrlInvalid | Self::UrlCredentials => Check::Url,
            Self::MethodInvalid | Self::MethodForbidden | Self::MethodNoCors => Check::Method,
            Self::HeaderNameInvalid | Self::HeaderValueInvalid => Check::Header,
            Self::BodyOfGet | Self::StreamBody => Check::Body,
            Self::OnlyIfCached => Check::CacheMode,
            Self::MixedContent => Check::MixedContent,
            Self::BadPort => Check::Port,
            Self::LocalNetworkInsecure | Self::LocalNetworkDenied => Check::LocalNetwork,
            Self::OtherOrigin => Check::SameOriginMode,
            Self::RedirectNoCors => Check::RedirectMode,
            Self::Scheme => Check::Scheme,
            Self::Network => Check::Network,
            Self::PreflightRedirect | Self::PreflightStatus => Check::PreflightStatus,
            Self::AllowOriginMissing
            | Self::AllowOriginWildcard
            | Self::AllowOriginLines
            | Self::AllowOriginList
            | Self::AllowOriginInvalid
            | Self::AllowOriginMismatch => Check::AllowOrigin,
            Self::AllowCredentials => Check::AllowCredentials,
            Self::AllowMethodsInvalid => Check::AllowMethods,
            Self::AllowHeadersInvalid => Check::AllowHeaders,
            Self::MethodNotAllowed => Check::MethodAllowed,
            Self::HeaderNotAllowed | Self::AuthorizationNotCovered => Check::HeaderAllowed,
            Self::ResourcePolicy => Check::ResourcePolicy,
            Self::RedirectError
            | Self::LocationInvalid
            | Self::LocationScheme
            | Self::LocationCredentials
            | Self::TooManyRedirects
            | Self::StreamRedirected => Check::Redirect,
        }
    }

    /// Reports whether the call itself is wrong: `fetch()` throws, or `open()` and `setRequestHeader()`, before there is a request.
    pub const fn is_thrown(self) -> bool {
        matches!(self.check(), Check::Url | Check::Method | Check::Header | Check::Body | Check::CacheMode)
    }
}
