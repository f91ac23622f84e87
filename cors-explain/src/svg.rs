//! The sequence as a picture of its own, for documents that cannot hold a page: it only prints what was decided.
//!
//! Nothing wraps in an SVG. So each line is cut here, in columns of a font whose characters are equally wide, and told how long it is
//! (`textLength`): whatever font a reader has, no line is longer than its place. An HTML page in a `foreignObject` would wrap, but its
//! height would have to be known before.

mod canvas;

use crate::{
    Event, Explanation, HeaderLine, Lane, Light, Message, Note, Part, Sequence, Tone, What, html::paper::Paper,
};

use canvas::{BROWSER, Canvas, LEFT, LINE, PAD, PAGE, RIGHT, SERVER, WIDTH};

const STYLE: &str = include_str!("svg/picture.css");

/// The verdict and the sequence, as one SVG that needs nothing else, light or dark. Nothing of others in it is markup.
pub fn svg(explanation: &Explanation) -> String {
    let mut canvas = Canvas::default();
    verdict(explanation, &mut canvas);
    lanes(&explanation.sequence, &mut canvas);
    let top = canvas.y;
    for event in &explanation.sequence.events {
        match event {
            Event::Message(message) => self::message(message, &mut canvas),
            Event::Note(note) => self::note(note, &mut canvas),
        }
    }
    canvas.y += LINE;
    framed(explanation, top, canvas)
}

/// The whole: what is behind everything stands first.
fn framed(explanation: &Explanation, top: usize, canvas: Canvas) -> String {
    let bottom = canvas.y;
    let height = bottom + 2 * PAD;
    let mut paper = Paper::default();
    paper
        .put("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"title desc\" width=\"")
        .number(WIDTH / 10);
    paper.put("\" height=\"").number(height / 10).put("\" viewBox=\"0 0 ").number(WIDTH).put(" ").number(height);
    paper.put("\">\n<title id=\"title\">").text(&explanation.verdict.sentence.to_string());
    paper.put("</title>\n<desc id=\"desc\">");
    told(&explanation.sequence, &mut paper);
    paper.put("</desc>\n<style>").put(STYLE).put("</style>\n<rect class=\"paper\" x=\"5\" y=\"5\" rx=\"100\" width=\"");
    paper.number(WIDTH - 10).put("\" height=\"").number(height - 10).put("\"/>\n");
    for x in [PAGE, BROWSER, SERVER] {
        paper.put("<line class=\"life\" x1=\"").number(x).put("\" y1=\"").number(top).put("\" x2=\"").number(x);
        paper.put("\" y2=\"").number(bottom).put("\"/>\n");
    }
    paper.finish() + &canvas.finish() + "</svg>\n"
}

/// All that is drawn, for those who do not see it.
fn told(sequence: &Sequence, paper: &mut Paper) {
    for event in &sequence.events {
        match event {
            Event::Message(message) => {
                let name = |lane| match lane {
                    Lane::Page => "page",
                    Lane::Browser => "browser",
                    Lane::Server => "server",
                };
                paper.put(name(message.from)).put(" to ").put(name(message.to)).put(": ").text(&message.title);
            }
            Event::Note(note) => _ = paper.text(&note.words.to_string()),
        }
        paper.put(". ");
    }
}

fn verdict(explanation: &Explanation, canvas: &mut Canvas) {
    let (sign, class) = match explanation.verdict.light {
        Light::Green => ("✓ ", "big good"),
        Light::Amber => ("! ", "big mind"),
        Light::Red => ("✕ ", "big bad"),
    };
    canvas.y = 2 * PAD;
    canvas.big(class, &format!("{sign}{}", explanation.verdict.sentence.to_string().replace('`', "")));
    canvas.y += 50;
    canvas.lines("soft", PAGE, &explanation.title.to_string().replace('`', ""), LEFT + RIGHT);
    canvas.y += PAD * 2;
}

fn lanes(sequence: &Sequence, canvas: &mut Canvas) {
    let [page, browser, server] = &sequence.lanes;
    let top = canvas.y;
    let mut bottom = top;
    for (x, name, says, columns) in
        [(PAGE, "page", page, LEFT), (BROWSER, "browser", browser, LEFT), (SERVER, "server", server, LEFT)]
    {
        canvas.y = top;
        canvas.head(x, name, says, columns);
        bottom = bottom.max(canvas.y);
    }
    canvas.y = bottom + PAD;
}

fn message(message: &Message, canvas: &mut Canvas) {
    let (left, right, columns) = place(message.from.min(message.to));
    canvas.y += PAD;
    let (text, line) = match message.what {
        _ if message.is_refused => ("bold bad", "bad-line"),
        What::Exception => ("bold bad", "bad-line"),
        What::Result => ("bold good", "good-line"),
        What::KeptPreflight => ("bold soft", "soft-line"),
        What::Call | What::Preflight | What::PreflightAnswer | What::Request | What::Answer => ("bold", ""),
    };
    canvas.lines(text, left + PAD, &message.title, columns);
    canvas.arrow(line, left, right, message.from < message.to, message.is_refused);
    for line in message.lines.iter().filter(|line| line.part != Part::Aside) {
        header(line, message.from == Lane::Browser, left + PAD, columns, canvas);
    }
    match message.cookies {
        Some(true) => canvas.lines("soft", left + PAD, "with the cookies that the browser has for it", columns),
        Some(false) => canvas.lines("soft", left + PAD, "without cookies", columns),
        None => {}
    }
}

const fn place(lane: Lane) -> (usize, usize, usize) {
    match lane {
        Lane::Page => (PAGE, BROWSER, LEFT),
        Lane::Browser | Lane::Server => (BROWSER, SERVER, RIGHT),
    }
}

fn header(line: &HeaderLine, is_request: bool, x: usize, columns: usize, canvas: &mut Canvas) {
    let value = line.value.as_deref().unwrap_or("no such line in the answer");
    let text = format!("{}: {value}", line.name);
    let (class, words) = match (line.part, &line.value) {
        (Part::Plain | Part::Aside, _) => ("", ""),
        (Part::Allows, _) => return canvas.band("band", x, columns, "bold good", &format!("✓ {text}")),
        (Part::Refuses, Some(_)) if is_request => ("refuses", "✕ this is refused"),
        (Part::Refuses, Some(_)) => ("refuses", "✕ this decides"),
        (Part::Refuses, None) => ("refuses missing", "✕ this is missing"),
    };
    if words.is_empty() {
        return canvas.lines("soft", x, &text, columns);
    }
    canvas.boxed(class, x, columns, &[("bold bad", words), ("bold", &text)]);
}

fn note(note: &Note, canvas: &mut Canvas) {
    let (left, _, columns) = place(note.lane);
    let (class, color, sign) = match (note.tone, note.lane) {
        (Tone::Good, _) => ("allows", "good", "✓ "),
        (Tone::Bad, _) => ("refuses", "bold bad", "✕ "),
        (Tone::Plain, Lane::Server) => ("acted", "bold", "● "),
        (Tone::Plain, _) => ("box", "", "● "),
    };
    let words = format!("{sign}{}", note.words.to_string().replace('`', ""));
    canvas.y += PAD;
    if note.lane == Lane::Server {
        canvas.boxed_at_end(class, SERVER, columns, (color, &words));
    } else {
        canvas.boxed(class, left + PAD, columns, &[(color, &words)]);
    }
}
