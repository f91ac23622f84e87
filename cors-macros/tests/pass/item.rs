use cors_policy::{Policy, Rules, cors_policy};

cors_policy!(struct Plain = "./cors.yaml");

pub mod api {
    use cors_policy::cors_policy;

    cors_policy! {
        /// With its own documentation and attributes.
        #[derive(Default, PartialEq)]
        pub(crate) struct Development = "./cors.yaml", profile = "development"
    }
    cors_policy!(pub struct Production = "./cors.yaml");
}

/// A front door of another name.
mod front_door {
    pub use cors_policy::*;
}

cors_policy!(struct Renamed = "./cors.yaml", crate = crate::front_door, profile = "development");

static SHARED: Plain = Plain;

fn allows_localhost(policy: impl Policy) -> bool {
    policy.all().iter().any(|rules| rules.allows_origin(b"http://localhost:3000"))
}

fn main() {
    const PROFILE: Option<&'static str> = api::Development::PROFILE;
    assert_eq!(PROFILE, Some("development"));
    assert_eq!((Plain::PROFILE, api::Production::PROFILE), (None, None));
    assert!(api::Development == api::Development::default());
    assert!(allows_localhost(api::Development) && allows_localhost(Renamed));
    assert!(!allows_localhost(SHARED) && !allows_localhost(api::Production));
    assert_eq!(format!("{:?}", Plain), "Plain");
}
