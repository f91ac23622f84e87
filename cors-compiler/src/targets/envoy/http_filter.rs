use std::{borrow::Cow, collections::BTreeMap};

use serde::Serialize;

use super::{cors_policy::CorsPolicy, header_mutation::HeaderMutationPerRoute, reject::RbacPerRoute};

/// An HTTP filter of ours, in the order in which they stand.
///
/// INVARIANT: a filter's name is also the key of what a route says to it. Where the two differ, Envoy says nothing and the policy
/// is without effect; so both are [`Filter::name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Filter {
    /// Adds `Vary: Origin`. Outermost, so that it reaches preflights and the refusals of other filters.
    Vary,
    /// Says that any origin may read. A filter of its own, that a virtual host never configures: Envoy would apply it to every
    /// route there, to those that allow few or none too.
    AnyOrigin,
    /// Refuses what `on_denied: reject` refuses.
    Reject,
    /// Envoy's own CORS filter.
    Cors,
}

/// An entry of `http_filters`.
#[derive(Clone, Serialize)]
pub(in super::super) struct HttpFilter {
    pub(super) name: Cow<'static, str>,
    pub(super) typed_config: Typed<Config>,
}

/// What a filter is told, for all routes.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(in super::super) enum Config {
    /// Nothing: routes tell it.
    Empty {},
    /// `envoy.extensions.filters.http.lua.v3.Lua`
    Lua { default_source_code: DataSource },
}

/// `envoy.config.core.v3.DataSource`
#[derive(Clone, Serialize)]
pub(super) struct DataSource {
    pub(super) inline_string: String,
}

/// A message with its type, as `google.protobuf.Any` has it in YAML.
#[derive(Clone, Serialize)]
pub(in super::super) struct Typed<T> {
    #[serde(rename = "@type")]
    url: &'static str,
    #[serde(flatten)]
    message: T,
}

/// What a route or a virtual host says to each filter: `typed_per_filter_config`.
pub(super) type PerFilter = BTreeMap<&'static str, PerRoute>;

/// What a route says to one filter.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(super) enum PerRoute {
    /// To the CORS filter.
    Cors(Typed<CorsPolicy>),
    /// To a filter that changes headers.
    Headers(Typed<HeaderMutationPerRoute>),
    /// To the filter that refuses.
    Reject(Typed<RbacPerRoute>),
    /// That it is to do nothing, whatever the virtual host says to it.
    Off(Typed<Disabled>),
}

/// `envoy.config.route.v3.FilterConfig`
#[derive(Clone, Serialize)]
pub(super) struct Disabled {
    disabled: bool,
}

impl Filter {
    /// Every filter.
    pub(super) const ALL: [Self; 4] = [Self::Vary, Self::AnyOrigin, Self::Reject, Self::Cors];

    /// Its name in the chain, and in what a route says to it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Vary => "corsgen.vary",
            Self::AnyOrigin => "corsgen.any-origin",
            Self::Reject => "corsgen.reject",
            Self::Cors => "envoy.filters.http.cors",
        }
    }

    /// Its entry in `http_filters`.
    pub(super) const fn entry(self) -> HttpFilter {
        let url = match self {
            Self::Vary | Self::AnyOrigin => {
                "type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutation"
            }
            Self::Reject => "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC",
            Self::Cors => "type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors",
        };
        HttpFilter::new(self.name(), url)
    }
}

impl HttpFilter {
    const fn new(name: &'static str, url: &'static str) -> Self {
        Self { name: Cow::Borrowed(name), typed_config: Typed::new(url, Config::Empty {}) }
    }

    /// The filter that sends requests on. It is the last.
    pub(super) const fn router() -> Self {
        Self::new("envoy.filters.http.router", "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router")
    }

    /// A filter that a script in Lua makes.
    pub(in super::super) fn lua(name: String, script: String) -> Self {
        let config = Config::Lua { default_source_code: DataSource { inline_string: script } };
        let url = "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua";
        Self { name: Cow::Owned(name), typed_config: Typed::new(url, config) }
    }
}

impl<T> Typed<T> {
    /// A message of the type that `url` names.
    pub(in super::super) const fn new(url: &'static str, message: T) -> Self {
        Self { url, message }
    }
}

impl PerRoute {
    /// That a filter is to do nothing here.
    pub(super) const fn off() -> Self {
        Self::Off(Typed::new("type.googleapis.com/envoy.config.route.v3.FilterConfig", Disabled { disabled: true }))
    }
}
