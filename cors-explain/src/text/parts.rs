//! The parts that are no picture.

use crate::{
    Answer, Comparison, Cure, Difference, Explanation, Light, Origins, PolicyLine, Reading, ResponseHeaders, Rung,
    Then, Title as _, Trial,
};

use super::{
    ink::{BOLD, CYAN, DIM, GREEN, Ink, PLAIN, RED, YELLOW},
    paper::Paper,
};

pub(super) fn ladder(explanation: &Explanation, paper: &mut Paper) {
    paper.heading(&format!("What {} asks", explanation.browser.title()));
    let mut is_next = false;
    for rung in &explanation.ladder.rungs {
        if rung.answer == Answer::NextFails && !std::mem::replace(&mut is_next, true) {
            paper.indented(2, &Ink::of(PLAIN | BOLD, "were that mended, you would hit next:"));
        }
        self::rung(rung, paper);
    }
}

fn rung(rung: &Rung, paper: &mut Paper) {
    let (mark, answer, style) = match rung.answer {
        Answer::Yes => ("✓", "yes", GREEN),
        Answer::No => ("·", "no", PLAIN),
        Answer::Fails => ("✗", "no", RED | BOLD),
        Answer::NextFails => ("✗", "no", YELLOW),
    };
    let mut words = Ink::sentence(&rung.question).then(Ink::plain(" ")).then(Ink::of(style, answer));
    if let Some(why) = &rung.why {
        words = words.then(Ink::plain(": ")).then(Ink::sentence(why));
    }
    if let (Some(found), None) = (&rung.found, &rung.comparison) {
        words = words.then(Ink::plain(" (")).then(Ink::of(CYAN, found)).then(Ink::plain(")"));
    }
    paper.marked(&Ink::plain("  ").then(Ink::of(style, mark)).then(Ink::plain(" ")), &words);
    if let Some(comparison) = &rung.comparison {
        compare(comparison, paper);
    }
    if matches!(rung.answer, Answer::Fails | Answer::NextFails) {
        paper.indented(6, &Ink::of(DIM, rung.spec));
    }
}

/// Both strings, one below the other, and a caret below the first byte that differs. Where they are longer than a line, piece by piece.
fn compare(comparison: &Comparison, paper: &mut Paper) {
    let names = [comparison.left_name, comparison.right_name].map(|name| format!("      {name:9}"));
    let columns = paper.width.saturating_sub(15).max(8);
    let [left, right] = [&comparison.left, &comparison.right].map(|text| pieces(&Ink::plain(text), columns));
    let same = comparison.left.get(..comparison.same_bytes).unwrap_or_default();
    let same = Ink::plain(same).characters().len();
    let (mut passed, mut is_marked) = (0, false);
    for row in 0..left.len().max(right.len()) {
        let piece = |pieces: &[Ink]| pieces.get(row).cloned().unwrap_or_default();
        for (name, pieces) in names.iter().zip([&left, &right]) {
            paper.row(&Ink::plain(name).then(piece(pieces).over(CYAN)));
        }
        let length = piece(&left).characters().len().max(piece(&right).characters().len());
        if !is_marked && same < passed + length {
            let before = same - passed;
            let longer = if piece(&left).characters().len() > before { piece(&left) } else { piece(&right) };
            let width: usize = longer.characters().iter().take(before).map(|(c, _)| super::ink::width(*c)).sum();
            let caret = format!("{}^ byte {}", " ".repeat(15 + width), comparison.same_bytes + 1);
            paper.row(&Ink::of(RED | BOLD, &caret));
            is_marked = true;
        }
        passed += length;
    }
}

/// A text in pieces of so many columns, cut anywhere.
fn pieces(text: &Ink, columns: usize) -> Vec<Ink> {
    let mut pieces = vec![Ink::new()];
    for character in text.characters() {
        if pieces.last().map_or(0, Ink::width) + super::ink::width(character.0) > columns {
            pieces.push(Ink::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(*character);
        }
    }
    pieces
}

pub(super) fn console(explanation: &Explanation, paper: &mut Paper) {
    paper.heading("The console");
    for console in &explanation.console {
        let mut head = Ink::of(PLAIN | BOLD, console.browser.title());
        if let Some(departs) = &console.departs {
            head = head.then(Ink::plain(": ")).then(Ink::sentence(departs).over(YELLOW));
        }
        if console.lines.is_empty() && console.exception.is_none() {
            head = head.then(Ink::of(DIM, " says nothing"));
        }
        paper.indented(2, &head);
        for line in &console.lines {
            paper.item("    ", &Ink::of(if console.works { YELLOW } else { RED }, line));
        }
        if let Some(exception) = &console.exception {
            paper.item("    the page gets ", &Ink::plain(exception));
        }
    }
}

pub(super) fn origins(origins: &Origins, paper: &mut Paper) {
    paper.heading(if origins.is_same { "The two origins are the same" } else { "The two origins" });
    let cell = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
    let rows = origins.rows.iter().map(|row| (row.name, cell(&row.page), cell(&row.server), row.differs));
    let rows: Vec<_> = rows.collect();
    let column = rows.iter().map(|(_, page, ..)| Ink::plain(page).width()).max().unwrap_or(0).max(4) + 2;
    let is_wide = column + 12 > paper.width / 2;
    let head = |page: &str, server: &str| format!("          {page:column$}{server}");
    if !is_wide {
        paper.row(&Ink::of(DIM, &head("page", "server")));
    }
    for (name, page, server, differs) in rows {
        let (style, mark) = if differs { (YELLOW | BOLD, "≠") } else { (PLAIN, " ") };
        let lead = Ink::plain(&format!("  {name:7}")).then(Ink::of(style, mark));
        let page = Ink::of(style, &page);
        if is_wide {
            paper.marked(&lead, &page);
            paper.marked(&Ink::plain("          "), &Ink::of(style, &server));
        } else {
            let gap = Ink::plain(&" ".repeat(column.saturating_sub(page.width())));
            paper.marked(&lead.then(page).then(gap), &Ink::of(style, &server));
        }
    }
    if origins.is_same_site && !origins.is_same {
        paper.indented(2, &Ink::of(DIM, "one site, for cookies; to CORS that is not one origin"));
    }
}

pub(super) fn policy(explanation: &Explanation, paper: &mut Paper) {
    let Some(policy) = &explanation.policy else { return };
    paper.heading("The policy");
    match &policy.line {
        Some(line) => {
            let light = if policy.allows { Light::Green } else { explanation.verdict.light };
            excerpt(line, &Ink::sentence(&policy.says), light, paper);
        }
        None => paper.indented(2, &Ink::sentence(&policy.says)),
    }
    if let Some(nearest) = &policy.nearest {
        paper.blank();
        let place = format!("{}:{}", nearest.line.file, nearest.line.line);
        paper.indented(2, &Ink::plain(&format!("what comes closest, {place}: ")).then(Ink::sentence(&nearest.says)));
        compare(&nearest.comparison, paper);
    }
    if let Some(cure) = &policy.cure {
        self::cure(cure, paper);
    }
    if let Some(in_page) = &policy.in_page {
        paper.blank();
        let lead = if policy.cure.is_some() { "  or, in the page: " } else { "  in the page: " };
        paper.item(lead, &Ink::sentence(in_page));
    }
}

/// A line of a policy, with carets.
pub(super) fn excerpt(line: &PolicyLine, says: &Ink, light: Light, paper: &mut Paper) {
    let number = line.line.to_string();
    let gutter = " ".repeat(number.len());
    let style = if light == Light::Red { RED | BOLD } else { CYAN };
    let lead = format!("  {gutter} | ");
    let columns = paper.width.saturating_sub(lead.len());
    let characters: Vec<char> = line.text.chars().collect();
    let ink = |range: std::ops::Range<usize>| {
        Ink::plain(&characters.get(range).unwrap_or_default().iter().collect::<String>())
    };
    // A long line is shown from where it matters.
    let skip = if ink(0..line.marked.end).width() > columns { line.marked.start } else { 0 };
    let before = if skip > 0 { Ink::plain("… ") } else { ink(skip..line.marked.start.max(skip)) };
    let shown = if skip > 0 { before.clone().then(ink(skip..characters.len())) } else { ink(0..characters.len()) };
    let shown = pieces(&shown, columns).into_iter().next().unwrap_or_default();
    let carets = ink(line.marked.clone()).width().clamp(1, columns.saturating_sub(before.width()).max(1));
    paper.row(&Ink::of(DIM, &format!("  {gutter}--> {}:{}:{}", line.file, line.line, line.column)));
    paper.row(&Ink::plain(&format!("  {number} | ")).then(shown));
    let under =
        Ink::plain(&lead).then(Ink::plain(&" ".repeat(before.width()))).then(Ink::of(style, &"^".repeat(carets)));
    if under.width() + 1 + says.width() <= paper.width {
        paper.row(&under.then(Ink::plain(" ")).then(says.clone().over(style)));
    } else {
        paper.row(&under);
        paper.marked(&Ink::plain(&format!("  {gutter} = ")), &says.clone().over(style));
    }
}

pub(super) fn cure(cure: &Cure, paper: &mut Paper) {
    paper.blank();
    let steps = cure.steps.iter().enumerate().fold(Ink::new(), |ink, (index, step)| {
        ink.then(Ink::plain(if index == 0 { "" } else { "; " })).then(Ink::sentence(step))
    });
    let lead = match cure.then {
        Then::Works => "  it works with this edit: ",
        Then::Fails(_) => "  this edit helps, but is not enough: ",
        Then::Refused { .. } => "  this edit would do, but the policy is then refused: ",
    };
    paper.item(lead, &steps);
    for line in &cure.diff {
        let (mark, style) = if line.is_added { ("+", GREEN) } else { ("-", RED) };
        let text = line.text.trim_start();
        let indent = line.text.get(..line.text.len() - text.len()).unwrap_or_default();
        paper.marked(&Ink::of(style, &format!("    {mark} {indent}")), &Ink::of(style, text));
    }
    match &cure.then {
        Then::Works => {}
        Then::Fails(why) => paper.item("  then: ", &Ink::sentence(why)),
        Then::Refused { rule, message } => {
            paper.item(&format!("  {rule}: "), &Ink::plain(message));
            paper.indented(2, &Ink::of(DIM, &format!("corsgen rule {rule} says why, and what would do")));
        }
    }
    for price in &cure.prices {
        paper.item("  price: ", &Ink::sentence(price));
    }
}

pub(super) fn beside(explanation: &Explanation, paper: &mut Paper) {
    let Some(beside) = &explanation.beside else { return };
    paper.heading("What the server does, beside what the policy says");
    let (matter, other): (Vec<&Difference>, Vec<&Difference>) =
        beside.differences.iter().partition(|difference| difference.matters);
    if matter.is_empty() {
        paper.indented(2, &Ink::of(GREEN, "✓ the same, to every browser"));
    }
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
    for difference in matter {
        let words = format!("{} of {}", difference.what, difference.of());
        paper.marked(&Ink::of(RED | BOLD, "  ✗ "), &Ink::plain(&words));
        paper.item("      the policy says  ", &Ink::of(CYAN, &value(&difference.policy)));
        paper.item("      the server says  ", &Ink::of(CYAN, &value(&difference.server)));
        if let Some(means) = &difference.means {
            paper.indented(6, &Ink::sentence(means));
        }
    }
    for difference in other {
        let words = format!(
            "{} of {}: by the policy {}, by the server {}; no browser can tell",
            difference.what,
            difference.of(),
            value(&difference.policy),
            value(&difference.server)
        );
        paper.marked(&Ink::plain("  · "), &Ink::of(DIM, &words));
    }
    if beside.by_policy != beside.by_server {
        let words = format!("by the policy it would be {}; it is {}", beside.by_policy.name(), beside.by_server.name());
        paper.indented(2, &Ink::plain(&words));
    }
}

pub(super) fn headers(headers: &ResponseHeaders, paper: &mut Paper) {
    if headers.rows.is_empty() {
        return;
    }
    paper.heading("Response headers");
    for is_there in [true, false] {
        if !is_there && headers.rows.iter().any(|row| !row.is_there) {
            paper.indented(2, &Ink::plain("and of what applications often send, were it there:"));
        }
        for reading in [Reading::Always, Reading::Exposed, Reading::Hidden, Reading::Never] {
            let names = headers.rows.iter().filter(|row| row.is_there == is_there && row.reading == reading);
            let names: Vec<&str> = names.map(|row| row.name.as_str()).collect();
            if names.is_empty() {
                continue;
            }
            let (mark, word, style) = match reading {
                Reading::Always => ("✓", "readable", GREEN),
                Reading::Exposed => ("✓", "exposed", GREEN),
                Reading::Hidden => ("·", "hidden", YELLOW),
                Reading::Never => ("✗", "never", RED),
            };
            paper.marked(&Ink::of(style, &format!("  {mark} {word:9} ")), &Ink::plain(&names.join(", ")));
        }
    }
    if let Some(line) = &headers.expose {
        let place = format!("{}:{}", line.file, line.line);
        paper.indented(2, &Ink::plain(&format!("a hidden header becomes readable in `expose_headers`, {place}")));
    }
}

pub(super) fn trials(trials: &[Trial], paper: &mut Paper) {
    if trials.is_empty() {
        return;
    }
    paper.heading("Try it");
    for trial in trials {
        paper.indented(2, &Ink::sentence(&trial.what).then(Ink::plain(":")));
        command(&trial.command, paper);
        for line in &trial.expect {
            paper.item("      < ", &Ink::of(DIM, line));
        }
        if let Some(not) = &trial.expect_not {
            paper.item("      < ", &Ink::of(DIM, &format!("(no {not})")));
        }
    }
}

/// A command that can be copied: each of its lines but the last ends in a backslash.
fn command(command: &[String], paper: &mut Paper) {
    let whole = command.join(" ");
    if Ink::plain(&whole).width() + 4 <= paper.width {
        return paper.row(&Ink::of(CYAN, &format!("    {whole}")));
    }
    for (index, option) in command.iter().enumerate() {
        let indent = if index == 0 { "    " } else { "      " };
        let end = if index + 1 == command.len() { "" } else { " \\" };
        // Never wrapped: it would not be a command any more. A terminal does that by itself.
        paper.row(&Ink::of(CYAN, &format!("{indent}{option}{end}")));
    }
}
