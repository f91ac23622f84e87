//! Raw bytes on the real nginx, the parts included in a configuration such as people have.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

mod bytes;
mod locations;
mod mistakes;
mod world;

use corsgen_tests::{Failure, installed::installed};

use world::World;

#[test]
fn nginx_1_22() -> Result<(), Failure> {
    run("CORSGEN_NGINX_122", true)
}

#[test]
fn nginx_1_28() -> Result<(), Failure> {
    run("CORSGEN_NGINX_128", false)
}

/// What is asked of an nginx. It panics at what is wrong.
type Check = fn(&World) -> Result<(), Failure>;

const CHECKS: [Check; 12] = [
    bytes::origins,
    bytes::paths,
    bytes::own_pages,
    bytes::absolute_targets,
    bytes::declared_differences,
    locations::captures,
    locations::authentication,
    locations::statuses,
    locations::locations_with_headers,
    locations::unclaimed_paths,
    locations::declared_of_unclaimed_paths,
    locations::verdicts_in_the_log,
];

fn run(variable: &str, is_old: bool) -> Result<(), Failure> {
    let world = World::start(&installed(variable)?, is_old, None)?;
    for check in CHECKS {
        check(&world)?;
    }
    let said = world.server.said()?;
    assert!(!said.contains("[alert]") && !said.contains("pcre"), "{said}");
    Ok(())
}
