//! The tables of generated code: perfect hashes and routes.

use cors_core::{
    perfect_hash::{Lengths, Reach, Set, Slots},
    routes::{Entry, Place, Routes},
};
use syn::{Expr, ExprLit, ExprStruct, Lit, Member};

use super::code::{bytes, name, number, text};

/// Routes, each with its rules as an index.
pub(super) type Table = Routes<Vec<u8>, Vec<Place<String, usize>>>;

/// A value of `cors_core::perfect_hash::Set`.
pub(super) fn set(expression: &Expr) -> Set<Vec<u8>> {
    let set = structure(expression);
    Set {
        slots: slots(field(set, "slots")),
        lengths: lengths(field(set, "lengths")),
        starts: bytes(field(set, "starts")),
        keys: bytes(field(set, "keys")),
    }
}

/// A value of `cors_core::routes::Routes`. `index`: of a variant.
pub(super) fn routes(expression: &Expr, index: &impl Fn(&str) -> usize) -> Table {
    let routes = structure(expression);
    let Expr::Reference(places) = field(routes, "places") else { panic!("no places") };
    let Expr::Array(places) = &*places.expr else { panic!("no places") };
    let entry = |expression: &Expr| {
        let Expr::Call(some) = expression else { return None };
        let entry = structure(some.args.first().expect("an entry"));
        let rules = match field(entry, "rules") {
            Expr::Call(some) => some.args.first().map(|rules| index(&name(rules))),
            _ => None,
        };
        Some(Entry { written: text(field(entry, "written")), rules })
    };
    let place = |expression: &Expr| {
        let place = structure(expression);
        Place { exact: entry(field(place, "exact")), below: entry(field(place, "below")) }
    };
    Routes {
        slots: slots(field(routes, "slots")),
        lengths: lengths(field(routes, "lengths")),
        ranks: bytes(field(routes, "ranks")),
        places: places.elems.iter().map(place).collect(),
    }
}

fn slots(expression: &Expr) -> Slots<Vec<u8>> {
    let slots = structure(expression);
    let Expr::Array(seeds) = field(slots, "seeds") else { panic!("no seeds") };
    let seeds: Vec<u64> = seeds.elems.iter().map(long).collect();
    Slots {
        reach: match name(field(slots, "reach")).as_str() {
            "Ends" => Reach::Ends,
            "Back" => Reach::Back,
            "Both" => Reach::Both,
            "All" => Reach::All,
            other => panic!("a reach that is `{other}`"),
        },
        seeds: seeds.try_into().expect("four seeds"),
        pilots: bytes(field(slots, "pilots")),
        tags: bytes(field(slots, "tags")),
    }
}

fn lengths(expression: &Expr) -> Lengths {
    let lengths = structure(expression);
    Lengths {
        shortest: number(field(lengths, "shortest")),
        longest: number(field(lengths, "longest")),
        modulo_64: long(field(lengths, "modulo_64")),
    }
}

fn long(expression: &Expr) -> u64 {
    match expression {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse().expect("a number"),
        _ => panic!("no number"),
    }
}

pub(super) fn structure(expression: &Expr) -> &ExprStruct {
    match expression {
        Expr::Struct(structure) => structure,
        _ => panic!("no structure"),
    }
}

pub(super) fn field<'e>(structure: &'e ExprStruct, name: &str) -> &'e Expr {
    let is_own = |member: &Member| matches!(member, Member::Named(own) if own == name);
    let field = structure.fields.iter().find(|field| is_own(&field.member));
    &field.unwrap_or_else(|| panic!("no `{name}`")).expr
}
