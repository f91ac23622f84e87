use std::sync::Arc;

use cors_core::{Policy, Rules};

use crate::HeaderText;
#[cfg(any(feature = "tower", feature = "actix"))]
use crate::header_values::HeaderValues;

/// What one request is answered from: a policy and its header values.
pub struct Snapshot<P> {
    pub(crate) policy: P,
    #[cfg(feature = "tower")]
    pub(crate) tower: Box<[HeaderValues<http::HeaderMap>]>,
    /// The headers of an allowed preflight, of all rules.
    #[cfg(feature = "tower")]
    pub(crate) tower_preflights: Box<[http::HeaderMap]>,
    #[cfg(feature = "actix")]
    pub(crate) actix: Box<[HeaderValues<actix_web::http::header::HeaderMap>]>,
}

/// Where a layer has its policy from: a [`Policy`], which stays as it is, or (feature `runtime`) a
/// [`ReloadingPolicy`](crate::runtime::ReloadingPolicy). A layer takes one snapshot for a request, so that no request sees half a
/// policy.
///
/// These are all: nobody else can make a snapshot.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no policy",
    note = "a layer takes a `Policy` or a `ReloadingPolicy`"
)]
pub trait PolicySource: 'static {
    /// The policy.
    type Policy: Policy<Rules: Rules<Text: HeaderText>> + Send + Sync + 'static;
    /// What a layer keeps.
    #[doc(hidden)]
    type Kept: Clone + Send + Sync + 'static;

    #[doc(hidden)]
    fn keep(self) -> Self::Kept;
    #[doc(hidden)]
    fn with_snapshot<T>(kept: &Self::Kept, f: impl FnOnce(&Arc<Snapshot<Self::Policy>>) -> T) -> T;
}

impl<P: Policy<Rules: Rules<Text: HeaderText>> + Send + Sync + 'static> PolicySource for P {
    type Policy = P;
    type Kept = Arc<Snapshot<P>>;

    fn keep(self) -> Self::Kept {
        Arc::new(Snapshot::of(self))
    }

    fn with_snapshot<T>(kept: &Self::Kept, f: impl FnOnce(&Arc<Snapshot<P>>) -> T) -> T {
        f(kept)
    }
}

impl<P: Policy<Rules: Rules<Text: HeaderText>>> Snapshot<P> {
    /// Header values are made here, once.
    pub(crate) fn of(policy: P) -> Self {
        #[cfg(feature = "tower")]
        let tower = HeaderValues::of_all(&policy);
        Self {
            #[cfg(feature = "tower")]
            tower_preflights: tower.iter().map(HeaderValues::preflight).collect(),
            #[cfg(feature = "tower")]
            tower,
            #[cfg(feature = "actix")]
            actix: HeaderValues::of_all(&policy),
            policy,
        }
    }
}
