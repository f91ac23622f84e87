//! Which policy holds for a raw path.

use cors_core::path::Pattern;

use super::{
    map::Table,
    quoted::Quoted,
    variable::{Names, Variable},
};
use crate::{Program, ProgramRoute};

/// What holds for paths whose route says `cors: false`.
pub(super) const DENY: &str = "deny";
/// What holds for ambiguous paths.
pub(super) const AMBIGUOUS: &str = "ambiguous";
/// What holds for paths that nothing claims.
pub(super) const UNCLAIMED: &str = "none";

/// The variable that names what holds for the path.
pub(super) fn variable(names: &Names) -> Variable {
    names.variable("policy")
}

/// The map behind [`variable`]. `policy` names the policy of the rules at an index.
///
/// A string as a key would ignore letter case, so every route is a regex, the more specific first. Behind each stands the same
/// regex ignoring letter case: what it matches first is claimed by a less specific route, or by none, as it stands.
pub(super) fn table(program: &Program, policy: impl Fn(usize) -> Quoted) -> Table {
    let default = program.document.map_or(Quoted::new(UNCLAIMED), &policy);
    let uri = Quoted::variable(&Variable::of_nginx("request_uri"));
    let mut table = Table::new(uri, default).line(ambiguous(), Quoted::new(AMBIGUOUS));
    for route in &program.routes {
        let holds = route.rules.map_or(Quoted::new(DENY), &policy);
        table = table.line(claims(Quoted::regex(), route), holds);
        if route.path.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            table = table.line(claims(Quoted::regex_ignoring_case(), route), Quoted::new(AMBIGUOUS));
        }
    }
    table
}

/// Whether a path can be claimed by nothing.
pub(super) fn can_be_unclaimed(program: &Program) -> bool {
    program.document.is_none() && program.routes.iter().all(|route| &*route.path != "/*")
}

/// The regex of a route's path, up to the query. Over 4000 bytes it would be [too long](super::quoted::LONGEST).
pub(super) fn claims(regex: Quoted, route: &ProgramRoute) -> Quoted {
    claims_path(regex, &route.path)
}

/// The same, of a path as written.
pub(super) fn claims_path(regex: Quoted, path: &str) -> Quoted {
    match Pattern::new(path).parts() {
        (path, true) => regex.and_literal(path).and(r"(?:[/?]|\z)"),
        (path, false) => regex.and_literal(path.trim_end_matches('/')).and(r"/?(?:\?|\z)"),
    }
}

/// The regex of a path that two servers could read differently: one that is not made of plain segments, none of them empty but the
/// last. (`GET http://host?query` has an empty path, which is `/`.)
fn ambiguous() -> Quoted {
    Quoted::regex()
        .and("(?!(?:/")
        .and(r"(?!\.\.?(?:[/?]|\z))")
        .and(r"(?:[A-Za-z0-9._~!\x24&'()*+,=:@\[\]|^-]")
        // A triplet of anything but NUL, an unreserved character, `/`, `;` or `\`.
        .and("|%(?!00|2[D-Fd-f]|3[0-9Bb]|4[1-9A-Fa-f]|5[0-9AaCcFf]|6[1-9A-Fa-f]|7[0-9AaEe])[0-9A-Fa-f]{2}")
        .and(r")++)*+/?+(?:\?|\z))")
}
