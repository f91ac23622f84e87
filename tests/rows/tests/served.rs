//! What real servers answer by what is generated for them, whole and in parts.

use corsgen_tests::{
    Failure,
    differential::Plan,
    subjects::{Envoy, Nginx},
};

#[path = "../../tests/envoy_output.rs"]
mod envoy_output;
#[path = "../../tests/examples/main.rs"]
mod examples;
#[path = "../../tests/nginx_families.rs"]
mod nginx_families;
#[path = "../../tests/nginx_limits.rs"]
mod nginx_limits;

/// Few: what is seen in parts alone is seen soon.
fn plan() -> Result<Plan, Failure> {
    Plan::new(30, 30, 60)
}

#[test]
fn corpus_by_nginx_1_22() -> Result<(), Failure> {
    corsgen_rows::corpus(Nginx::v1_22()?)
}

#[test]
fn corpus_by_nginx_1_28() -> Result<(), Failure> {
    corsgen_rows::corpus(Nginx::v1_28()?)
}

#[test]
fn corpus_by_envoy() -> Result<(), Failure> {
    corsgen_rows::corpus(Envoy::native()?)
}

#[test]
fn corpus_by_envoy_lua() -> Result<(), Failure> {
    corsgen_rows::corpus(Envoy::lua()?)
}

#[test]
fn random_policies_by_nginx_1_28() -> Result<(), Failure> {
    corsgen_rows::random(&mut [&mut Nginx::v1_28()?.in_parts()], &plan()?)
}

#[test]
fn random_policies_by_envoy_lua() -> Result<(), Failure> {
    corsgen_rows::random(&mut [&mut Envoy::lua()?.in_parts()], &plan()?)
}
