//! Another policy comes while requests do: each is answered wholly by the one or wholly by the other, and none fails.

use std::net::SocketAddr;

use corsgen_tests::{
    Failure, Group,
    reconfiguration::{self, Envoy, Nginx, Reconfigured, Reloading, SWITCHES},
    summary,
};

/// Changes a server's policy, and leaves what came of it where `tests/run` prints it.
#[expect(clippy::print_stdout, reason = "the closing line of a run")]
fn run(mut server: impl Reconfigured) -> Result<(), Failure> {
    let tally = reconfiguration::run(&mut server)?;
    println!("reconfiguration: {}: {tally}", server.name());
    summary::leave(env!("CARGO_TARGET_TMPDIR"), "reconfiguration", server.name(), &tally)?;
    assert!(tally.is_clean(), "{tally:#?}");
    assert_eq!(tally.switches, SWITCHES);
    assert_eq!(tally.refused, 2, "{tally}");
    assert!(server.closes_connections() || tally.resent == 0, "it closed connections: {tally}");
    Ok(())
}

#[test]
fn nginx_1_22() -> Result<(), Failure> {
    run(Nginx::v1_22()?)
}

#[test]
fn nginx_1_28() -> Result<(), Failure> {
    run(Nginx::v1_28()?)
}

#[test]
fn envoy_rds() -> Result<(), Failure> {
    run(Envoy::rds()?)
}

#[test]
fn envoy_ecds() -> Result<(), Failure> {
    run(Envoy::ecds()?)
}

/// No part of a file is a policy, wherever it ends.
#[test]
fn what_is_cut_off_is_refused() -> Result<(), Failure> {
    for mut server in [Envoy::rds()?, Envoy::ecds()?] {
        let name = server.name();
        let refused = server.put_cut_off()?;
        assert!(refused > 200, "{name}: {refused}");
    }
    Ok(())
}

#[test]
fn tower() -> Result<(), Failure> {
    run(Reloading::tower()?)
}

#[test]
fn actix() -> Result<(), Failure> {
    run(Reloading::actix()?)
}

/// A service that takes a policy in two steps, as a file that is written in place is read.
struct Halfway(Reloading);

impl Reconfigured for Halfway {
    fn name(&self) -> &'static str {
        "halfway"
    }

    fn target(&self) -> Option<&'static str> {
        None
    }

    fn address(&self) -> SocketAddr {
        self.0.address()
    }

    fn put(&mut self, policy: &Group) -> Result<(), Failure> {
        let (first, _) = policy.policy.split_once("routes:").ok_or("no routes")?;
        self.0.put(&Group { policy: first.to_owned(), ..policy.clone() })?;
        self.0.has_taken()?;
        self.0.put(policy)
    }

    fn has_taken(&mut self) -> Result<bool, Failure> {
        self.0.has_taken()
    }

    fn put_broken(&mut self) -> Result<usize, Failure> {
        self.0.put_broken()
    }
}

/// A service that falls back to the policy before once it has said that it has the new one.
struct Relapsing {
    service: Reloading,
    policies: Vec<Group>,
}

impl Reconfigured for Relapsing {
    fn name(&self) -> &'static str {
        "relapsing"
    }

    fn target(&self) -> Option<&'static str> {
        None
    }

    fn address(&self) -> SocketAddr {
        self.service.address()
    }

    fn put(&mut self, policy: &Group) -> Result<(), Failure> {
        self.policies.push(policy.clone());
        self.service.put(policy)
    }

    fn has_taken(&mut self) -> Result<bool, Failure> {
        self.service.has_taken()?;
        // Not while it is learnt what each of the two policies answers.
        if let [_, _, .., before, _] = self.policies.as_slice() {
            self.service.put(before)?;
            self.service.has_taken()?;
        }
        Ok(true)
    }

    fn put_broken(&mut self) -> Result<usize, Failure> {
        self.service.put_broken()
    }
}

#[test]
fn half_a_policy_is_found() -> Result<(), Failure> {
    let error = reconfiguration::run(&mut Halfway(Reloading::tower()?)).map(|tally| tally.to_string()).unwrap_err();
    assert!(!error.to_string().contains(" 0 mixed") && error.to_string().contains(" 0 failed"), "{error}");
    Ok(())
}

#[test]
fn the_policy_before_is_found() -> Result<(), Failure> {
    let mut server = Relapsing { service: Reloading::tower()?, policies: Vec::new() };
    let error = reconfiguration::run(&mut server).map(|tally| tally.to_string()).unwrap_err();
    assert!(!error.to_string().contains(" 0 late") && error.to_string().contains(" 0 failed"), "{error}");
    Ok(())
}
