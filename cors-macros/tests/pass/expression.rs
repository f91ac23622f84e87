use cors_policy::{Policy, Route, cors_policy};

fn is_usable_anywhere<P: Policy + Copy + Send + Sync + 'static>(policy: P) -> P {
    policy
}

/// A macro of the user's passes the literal on.
macro_rules! policy {
    ($file:literal) => {
        cors_policy!($file)
    };
}

fn main() {
    let policy = is_usable_anywhere(cors_policy!("./cors.yaml"));
    assert_eq!(policy.route(b"/x").name(), Some("document"));
    assert_eq!(policy.route(b"/public/x").name(), Some("/public/*"));
    assert!(matches!(policy.route(b"/private"), Route::Denied));
    assert!(matches!(policy.route(b"/PRIVATE"), Route::Ambiguous));
    let same = policy!("./cors.yaml");
    assert_eq!(same.all().len(), policy.all().len());
    let of_profile = cors_policy!("../pass/cors.yaml", profile = "development",);
    assert!(!of_profile.rejects());
    assert!(matches!(cors_policy!("./none.yaml").route(b"/x"), Route::Unclaimed));
}
