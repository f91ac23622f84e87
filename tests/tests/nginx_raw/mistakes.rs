//! The checks themselves are tested: each finds what shows only in a configuration such as people have.

use std::panic::{self, AssertUnwindSafe};

use corsgen_tests::{
    Failure,
    installed::installed,
    mutations::{Change, Mutation},
    summary,
};

use crate::{CHECKS, Check, World};

/// `$$` in a replacement is `$`, and `$1` what the expression's first group matched.
const MISTAKES: &[Mutation] = &[
    // The usual way to repeat an origin.
    text(
        "if-that-captures",
        &[(
            r"(?m)^if \(\$cors_(\w+)_status = 204\) .*$",
            r#"$0
if ($$http_origin ~ "^https?://(.+)$$") { set $$cors_${1}_seen $$1; }"#,
        )],
    ),
    text(
        "if-that-captures-in-a-location",
        &[(
            r"location ~ \^/cap/\(\.\+\)\$ \{",
            r#"$0 if ($$http_origin ~ "^https?://(.+)$$") { set $$cors_seen $$1; }"#,
        )],
    ),
    text("captures-left-behind", &[(r#"default "";\n +"~\." (\$cors_\w+_detail);"#, "default $1;")]),
    text(
        "if-in-a-location-with-headers",
        &[(
            r"location / \{",
            "location / { if ($$http_origin) { add_header Access-Control-Allow-Origin $$http_origin always; }",
        )],
    ),
    text("preflights-behind-authentication", &[(r"(?m)^if \(\$cors_\w+_status = 204\) .*$", "")]),
    text(
        "every-options-before-authentication",
        &[(r"if \(\$cors_\w+_status = 204\)", "if ($$request_method = OPTIONS)")],
    ),
    text("errors-without-headers", &[(" always;", ";")]),
    text("location-without-its-include", &[(r"include cors-\w+-headers\.conf;", "")]),
    text("application-widens", &[("proxy_hide_header Access-Control-Allow-Origin;", "")]),
    text("refusal-with-an-error-page", &[(r"return 403 \$\w+;", "return 403;")]),
    text("verdict-of-another-policy", &[("_verdict", "_class")]),
];

const fn text(name: &'static str, replacements: &'static [(&'static str, &'static str)]) -> Mutation {
    Mutation { name, change: Change::Text(replacements) }
}

#[test]
fn each_mistake_is_found() -> Result<(), Failure> {
    let nginx = installed("CORSGEN_NGINX_128")?;
    let mut missed = Vec::new();
    for mistake in MISTAKES {
        let world =
            World::start(&nginx, false, Some(mistake.change)).map_err(|error| format!("{}: {error}", mistake.name))?;
        let is_passed = |check: Check| matches!(panic::catch_unwind(AssertUnwindSafe(|| check(&world))), Ok(Ok(())));
        if CHECKS.into_iter().all(is_passed) {
            missed.push(mistake.name);
        }
    }
    let line = format!("{} mistakes, {} missed", MISTAKES.len(), missed.len());
    summary::leave(env!("CARGO_TARGET_TMPDIR"), "mutations", "nginx-1.28-included", &line)?;
    assert!(missed.is_empty(), "not found: {missed:?}");
    Ok(())
}
