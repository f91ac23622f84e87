//! The three parts of a configuration, as text.

use std::fmt::Write as _;

use cors_core::OnDenied;

use super::{
    answers::{self, Answers},
    cases,
    lists::Lists,
    map::{Map, Table},
    origins::Origins,
    own_page, paths,
    policies::Policies,
    quoted::Quoted,
    variable::Names,
};
use crate::Program;

/// The parts of a configuration.
#[derive(Debug)]
pub(super) struct Parts {
    /// For `http {}`.
    pub(super) http: String,
    /// For every `server {}` that takes part.
    pub(super) server: String,
    /// For a `location {}` with headers of its own.
    pub(super) headers: String,
}

/// Maps that belong together, and what they are for.
struct Section {
    about: &'static str,
    maps: Vec<Map>,
}

impl Parts {
    /// The parts for a program whose applications are spoken to by these families of modules.
    pub(super) fn new(names: &Names, program: &Program, families: &[&str]) -> Self {
        let (mut origins, mut lists) = (Origins::new(names), Lists::new(names));
        let policies = Policies::new(names, program, &mut origins, &mut lists);
        let all = cases::all(program, &policies);
        let answers = Answers::new(names, &all);
        let captures = origins.captures() || program.rejects();

        let mut sections = Vec::new();
        if !program.routes.is_empty() {
            sections.push(Section {
                about: "Which policy holds for the raw path: the first that matches.",
                maps: vec![paths::table(program, |index| policies.word_of(index)).defines(paths::variable(names))],
            });
        }
        sections.push(Section {
            about: "What kind of request it is. (No header holds a line feed.)",
            maps: vec![class(names)],
        });
        sections.push(Section {
            about: "Is the origin in the policy's set? nginx looks keys up ignoring letter case. No allowed origin has an upper-case \
                    letter,\n# so one that has is none of them; with that, what is found equals the origin byte for byte.",
            maps: origin_maps(names, program, &policies, origins),
        });
        sections.push(Section {
            about: "Method and header list of a preflight: for `reject`, and for the verdict.",
            maps: lists.into_maps(),
        });
        sections.push(Section {
            about: "Policy, class and origin make the case.",
            maps: case_maps(names, captures, cases::table(names, program, &policies)),
        });
        let verdict = answers::verdict(names, &all);
        sections.push(Section {
            about: "What is answered is a look-up of the case.",
            maps: [answers.maps.as_slice(), &[verdict]].concat(),
        });
        let headers = header_directives(&answers, families);
        Self { http: http(names, &sections, uses_dollar(program)), server: server(names, &answers, &headers), headers }
    }
}

/// What kind of request it is. nginx answers 400 to a method with a lower-case letter.
fn class(names: &Names) -> Map {
    let [not_cors, actual, preflight] = cases::CLASSES.map(|(_, word)| Quoted::new(word));
    let request = Quoted::new(r"$http_origin\n$request_method $http_access_control_request_method");
    let table = Table::new(request, actual).line(Quoted::new(r"~\A\n"), not_cors);
    table.line(Quoted::new(r"~\nOPTIONS ."), preflight).defines(names.variable("class"))
}

fn origin_maps(names: &Names, program: &Program, policies: &Policies<'_>, origins: Origins<'_>) -> Vec<Map> {
    let any_rejects = program.rules.iter().any(|rules| rules.terms.on_denied == OnDenied::Reject);
    let mut maps = if any_rejects { own_page::maps(names) } else { Vec::new() };
    maps.extend(origins.into_maps());
    if !program.routes.is_empty() {
        maps.push(cases::found(names, program, policies).defines(names.variable("found")));
    }
    maps
}

/// INVARIANT: the regex that matches last has no group. `$1` is then empty, never a byte of the request, wherever a configuration
/// uses it by mistake.
fn case_maps(names: &Names, captures: bool, table: Table) -> Vec<Map> {
    if !captures {
        return vec![table.defines(answers::case(names))];
    }
    let detail = names.variable("detail");
    let last =
        Table::new(Quoted::variable(&detail), Quoted::default()).line(Quoted::new("~."), Quoted::variable(&detail));
    vec![table.defines(detail), last.defines(answers::case(names))]
}

fn uses_dollar(program: &Program) -> bool {
    program.rules.iter().map(|rules| &rules.terms).any(|terms| {
        let lists = [&terms.allow_methods, &terms.allow_headers, &terms.expose_headers];
        lists.into_iter().flatten().any(|list| list.contains('$'))
    })
}

fn http(names: &Names, sections: &[Section], uses_dollar: bool) -> String {
    let mut text = String::new();
    for section in sections.iter().filter(|section| !section.maps.is_empty()) {
        let _ = writeln!(text, "\n# {}", section.about);
        for map in &section.maps {
            let _ = write!(text, "{map}");
        }
    }
    if uses_dollar {
        let _ = writeln!(text, "geo ${} {{ default \"$\"; }}", names.variable("dollar"));
    }
    let (format, verdict) = (names.log_format(), names.variable("verdict"));
    let _ = writeln!(text, "\n# To see what was refused, and why: access_log <file> {format};");
    let _ = writeln!(
        text,
        "log_format {format} '$remote_addr [$time_local] \"$request\" $status \"$http_origin\" ${verdict}';"
    );
    text
}

fn header_directives(answers: &Answers, families: &[&str]) -> String {
    let mut text = String::from("\n# The policy owns these: what an application wrote is removed.\n");
    for family in families {
        for (header, _) in answers::OWNED {
            let _ = writeln!(text, "{family}_hide_header {header};");
        }
    }
    if !answers.headers.is_empty() {
        text.push_str("# An empty value is not sent. `always`: on errors too.\n");
    }
    for (header, variable) in &answers.headers {
        let _ = writeln!(text, "add_header {header} ${variable} always;");
    }
    text
}

fn server(names: &Names, answers: &Answers, headers: &str) -> String {
    let mut text = headers.to_owned();
    text.push_str("# Here every variable above is settled, before a location's regex sets `$1`.\n");
    let status = answers::status(names);
    for code in &answers.statuses {
        let answer = match code {
            403 => format!("403 ${}", answers::nothing(names)),
            204 => "204".to_owned(),
            other => format!("{other} \"\""),
        };
        let _ = writeln!(text, "if (${status} = {code}) {{ return {answer}; }}");
    }
    if answers.statuses.is_empty() {
        let _ = writeln!(text, "set ${} ${};", names.variable("settled"), answers::case(names));
    }
    text
}
