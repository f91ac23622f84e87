//! What a program means, without where and how it was written.

use std::collections::BTreeSet;

use cors_compiler::Program;

/// The same program of a document that was laid out otherwise.
pub(super) fn without_places(mut program: Program) -> Program {
    for rules in &mut program.rules {
        rules.span = Default::default();
        rules.preflight_span = rules.preflight_span.map(|_| Default::default());
        rules.origins.patterns.iter_mut().for_each(|pattern| pattern.span = Default::default());
    }
    program.routes.iter_mut().for_each(|route| route.span = Default::default());
    program
}

/// The same without the spelling and the order of names, and without what is said twice: what a mended document may change.
pub(super) fn without_spellings(program: Program) -> Program {
    let mut program = without_places(program);
    for terms in program.rules.iter_mut().map(|rules| &mut rules.terms) {
        terms.request_list_limit = 0;
        // Methods and request-headers stand in the rules too, as sets.
        (terms.allow_methods, terms.allow_headers) = (None, None);
        let exposed = terms.expose_headers.as_ref().map(|names| names.to_ascii_lowercase());
        let exposed = exposed.as_ref().map(|names| names.split(", ").collect::<BTreeSet<_>>());
        terms.expose_headers = exposed.map(|names| Vec::from_iter(names).join(", ").into());
    }
    program
}
