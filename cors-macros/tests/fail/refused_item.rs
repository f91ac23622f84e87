use cors_policy::{Policy, cors_policy};

cors_policy!(pub struct Api = "./refused.yaml", profile = "development");

fn main() {
    assert!(Api::PROFILE.is_some() && !Api.rejects());
}
