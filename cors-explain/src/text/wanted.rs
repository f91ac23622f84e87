use cors_browser::Response;

use crate::Explanation;

use super::{
    ink::{CYAN, DIM, Ink},
    paper::Paper,
};

/// What would make it work, where no policy is known.
pub(super) fn wanted(explanation: &Explanation, paper: &mut Paper) {
    let Some(wanted) = &explanation.wanted else { return };
    paper.heading("What would make it work");
    paper.indented(2, &Ink::plain("this policy, which allows this call and no more:"));
    for line in wanted.text.lines() {
        paper.marked(&Ink::plain("    "), &Ink::of(CYAN, line));
    }
    for price in &wanted.prices {
        paper.item("  price: ", &Ink::sentence(price));
    }
    if let Some(preflight) = &wanted.preflight {
        paper.indented(2, &Ink::plain("by it, the answer to the preflight is:"));
        paper.item("      < ", &Ink::of(DIM, &preflight.status.to_string()));
        lines(preflight, paper);
    }
    paper.indented(2, &Ink::plain("and the answer to the request has, whatever its status:"));
    lines(&wanted.actual, paper);
}

fn lines(response: &Response, paper: &mut Paper) {
    for (name, value) in response.headers.iter() {
        paper.item("      < ", &Ink::of(DIM, &format!("{name}: {}", String::from_utf8_lossy(value))));
    }
}
