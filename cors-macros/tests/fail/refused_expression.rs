use cors_policy::{Policy, cors_policy};

fn layer(policy: impl Policy + Copy + Send + Sync + 'static) -> bool {
    policy.rejects()
}

fn main() {
    let policy = cors_policy!("./refused.yaml");
    let rejects = layer(policy);
    assert!(!rejects);
}
