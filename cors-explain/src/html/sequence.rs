//! The sequence: an ordered list of messages, which a grid sets between three lifelines. The list is the picture: a screen reader reads
//! what is seen, and text is laid out where the browser measures it. An SVG could not wrap a header line of 300 characters.

use crate::{Event, HeaderLine, Lane, Message, Note, Part, Sequence, Tone, What};

use super::{
    drawing::{DASHED, DONE, FAILS, LEFT, RIGHT, STOPPED, YES},
    paper::Paper,
};

pub(super) fn draw(sequence: &Sequence, paper: &mut Paper) {
    paper.put("<section class=\"wide\" aria-labelledby=\"sequence\">\n<div><h2 id=\"sequence\">What happens</h2>");
    let mut messages = sequence.events.iter().filter_map(|event| match event {
        Event::Message(message) => Some(message),
        Event::Note(_) => None,
    });
    paper.put(if messages.any(|message| message.is_refused) {
        "<p class=\"of\">From top to bottom. An answer that is refused has reached the browser: it is the page that does not get it.</p></div>\n"
    } else {
        "<p class=\"of\">From top to bottom: who says what to whom.</p></div>\n"
    });
    paper.put("<div class=\"sequence\">\n<div class=\"lanes\">");
    for (name, lane) in ["page", "browser", "server"].into_iter().zip(&sequence.lanes) {
        paper.put("<div class=\"lane\"><b>").text(name).put("</b> <code>").host(lane).put("</code></div>");
    }
    paper.put("</div>\n<ol role=\"list\">\n");
    for event in &sequence.events {
        match event {
            Event::Message(message) => self::message(message, paper),
            Event::Note(note) => self::note(note, paper),
        }
    }
    paper.put("</ol>\n</div>\n</section>\n");
}

fn message(message: &Message, paper: &mut Paper) {
    paper.put(match message.what {
        _ if message.is_refused => "<li class=\"row refused\">",
        What::Exception => "<li class=\"row exception\">",
        What::Result => "<li class=\"row result\">",
        What::KeptPreflight => "<li class=\"row kept\">",
        What::Call | What::Preflight | What::PreflightAnswer | What::Request | What::Answer => "<li class=\"row\">",
    });
    let is_of_page = message.from == Lane::Page || message.to == Lane::Page;
    paper.put(if is_of_page { "<div class=\"side\">" } else { "<div class=\"side\"></div><div class=\"side\">" });
    paper.put("<p class=\"title\"><span class=\"unseen\">").put(words(message)).put(": </span>");
    paper.text(&message.title).put("</p><div class=\"arrow\">").put(arrow(message)).put("</div>");
    if !message.lines.is_empty() {
        paper.put("<ul class=\"lines\" role=\"list\">");
        let is_request = message.from == Lane::Browser;
        message.lines.iter().for_each(|line| self::line(line, is_request, paper));
        paper.put("</ul>");
    }
    paper.put(match message.cookies {
        Some(true) => "<p class=\"cookies\">with the cookies that the browser has for it</p>",
        Some(false) => "<p class=\"cookies\">without cookies</p>",
        None => "",
    });
    paper.put(if is_of_page { "</div><div class=\"side\"></div></li>\n" } else { "</div></li>\n" });
}

/// What an arrow says to those who do not see it.
const fn words(message: &Message) -> &'static str {
    match message.what {
        What::Call => "the page tells the browser",
        What::Preflight => "the browser sends a preflight to the server",
        What::KeptPreflight => "the browser has no need to send this preflight",
        What::PreflightAnswer if message.is_refused => "the server answers the preflight, and the browser refuses that",
        What::PreflightAnswer => "the server answers the preflight",
        What::Request => "the browser sends the request to the server",
        What::Answer if message.is_refused => "the server answers, and the browser keeps it from the page",
        What::Answer => "the server answers",
        What::Result => "the browser hands the page",
        What::Exception => "the browser throws in the page",
    }
}

const fn arrow(message: &Message) -> &'static str {
    match (message.what, message.is_refused) {
        (What::KeptPreflight, _) => DASHED,
        (What::Call | What::Preflight | What::Request, _) => RIGHT,
        (What::PreflightAnswer | What::Answer, true) => STOPPED,
        (What::PreflightAnswer | What::Answer | What::Result | What::Exception, _) => LEFT,
    }
}

fn line(line: &HeaderLine, is_request: bool, paper: &mut Paper) {
    paper.put(match (line.part, &line.value) {
        (Part::Plain, _) => "<li>",
        (Part::Aside, _) => "<li class=\"aside\">",
        (Part::Allows, _) => {
            "<li class=\"decides allows\"><span class=\"part\">✓ <span class=\"unseen\">this allows it: </span></span>"
        }
        (Part::Refuses, Some(_)) if is_request => {
            "<li class=\"decides refuses\"><span class=\"part\">✕ this is refused</span> "
        }
        (Part::Refuses, Some(_)) => "<li class=\"decides refuses\"><span class=\"part\">✕ this decides</span> ",
        (Part::Refuses, None) => "<li class=\"decides refuses missing\"><span class=\"part\">✕ this is missing</span> ",
    });
    paper.put("<span class=\"name\">").text(&line.name).put(":</span> ");
    match &line.value {
        Some(value) => paper.text(value),
        None => paper.put("<span class=\"absent\">no such line in the answer</span>"),
    };
    paper.put("</li>");
}

fn note(note: &Note, paper: &mut Paper) {
    paper.put("<li class=\"row note\"><div class=\"side\"></div><div class=\"side\">");
    paper.put(match (note.tone, note.lane) {
        (_, Lane::Server) => "<p class=\"box at-server\">",
        (Tone::Good, _) => "<p class=\"box is-good\">",
        (Tone::Bad, _) => "<p class=\"box is-bad\">",
        (Tone::Plain, _) => "<p class=\"box\">",
    });
    paper.put(match note.tone {
        Tone::Good => YES,
        Tone::Bad => FAILS,
        Tone::Plain => DONE,
    });
    paper.put("<span>").sentence(&note.words).put("</span></p></div></li>\n");
}
