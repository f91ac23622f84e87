//! The method and the header list of a preflight.

use super::{
    map::{Map, Shared, Table},
    quoted::Quoted,
    variable::{Names, Variable},
};
use crate::{Headers, Methods, ProgramRules};

/// The maps that judge what a preflight asks for: `allowed`, `method-denied` or `headers-denied`.
pub(super) struct Lists<'n> {
    names: &'n Names,
    methods: Shared,
    headers: Shared,
}

impl<'n> Lists<'n> {
    /// No lists yet.
    pub(super) fn new(names: &'n Names) -> Self {
        Self { names, methods: Shared::new("methods"), headers: Shared::new("headers") }
    }

    /// The variable that judges by the lists of `rules`.
    pub(super) fn variable(&mut self, rules: &ProgramRules) -> Variable {
        let list = Quoted::variable(&Variable::of_nginx("http_access_control_request_headers"));
        let by_headers = Table::new(list, Quoted::new("headers-denied"))
            .line(Quoted::default(), Quoted::new("allowed"))
            .line(header_list(&rules.headers, rules.terms.request_list_limit), Quoted::new("allowed"));
        let headers = Quoted::variable(&self.headers.variable(self.names, by_headers));
        let method = Quoted::variable(&Variable::of_nginx("http_access_control_request_method"));
        let by_method = Table::new(method, Quoted::new("method-denied")).line(self::method(&rules.methods), headers);
        self.methods.variable(self.names, by_method)
    }

    /// All maps.
    pub(super) fn into_maps(self) -> Vec<Map> {
        [self.headers.into_maps(), self.methods.into_maps()].concat()
    }
}

/// The regex of an allowed method. Never a key: nginx would ignore letter case.
pub(super) fn method(methods: &Methods) -> Quoted {
    match methods {
        Methods::Any => Quoted::regex().and(TOKEN).ending(),
        Methods::Listed(names) => {
            let regex = Quoted::regex().and("(?:GET|HEAD|POST");
            names.iter().fold(regex, |regex, name| regex.and("|").and_literal(name)).and(")").ending()
        }
    }
}

/// The regex of an allowed list of `limit` bytes at most. Possessive throughout: there is no second way to read a list, so none
/// that costs more than one pass.
pub(super) fn header_list(headers: &Headers, limit: usize) -> Quoted {
    let regex = Quoted::regex_ignoring_case().and("(?=.{0,").and_number(limit).and(r"}+\z)[ \x09,]*+");
    let regex = match headers {
        Headers::Listed(names) if names.is_empty() => return regex.ending(),
        Headers::Listed(names) => {
            let regex = regex.and("(?:(?:");
            let mut between = "";
            names
                .iter()
                .fold(regex, |regex, name| regex.and(std::mem::replace(&mut between, "|")).and_literal(name))
                .and(")")
        }
        Headers::Any { authorization: true } => regex.and("(?:").and(TOKEN),
        Headers::Any { authorization: false } => regex.and(r"(?:(?!authorization(?:[ \x09,]|\z))").and(TOKEN),
    };
    regex.and(r"[ \x09]*+(?:,[ \x09,]*+|\z))*+").ending()
}

/// A token ([RFC 9110, 5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2)).
const TOKEN: &str = r"[!#\x24%&'*+.^_`|~0-9A-Za-z-]++";
