//! An explanation as a page for browsers: it only prints what was decided.

mod beside;
mod drawing;
mod ladder;
mod matrix;
pub(crate) mod paper;
mod parts;
mod policy;
mod sequence;
mod wanted;

use crate::{Explanation, Light, Sentence, Title as _, because};
pub use matrix::matrix_html;

use drawing::{FAILS, MIND, YES};
use paper::Paper;

/// How the page looks: all of it, since nothing is loaded.
const STYLE: &str = include_str!("html/page.css");

/// No script runs, nothing is loaded, nothing is sent, and no style holds but [`STYLE`], which is named by its digest.
const POLICY: &str = concat!(
    r#"<meta http-equiv="Content-Security-Policy" content="default-src 'none'; "#,
    r#"style-src 'sha256-lmiIT/3pJHbeh/WnOcjF52/NCiHBbawxiaTqzeZX1hs='; base-uri 'none'; form-action 'none'">"#
);

/// All nine parts, as one file that needs no other: real text in the order in which it is read, with drawings beside it.
///
/// It holds for a screen of 360 CSS pixels as for a wide one, light or dark, and for paper. Nothing of others in it is markup.
pub fn html(explanation: &Explanation) -> String {
    let mut paper = Paper::default();
    head(&explanation.verdict.sentence.to_string(), &mut paper);
    paper.put(match explanation.verdict.light {
        Light::Green => "<body class=\"green\">\n",
        Light::Amber => "<body class=\"amber\">\n",
        Light::Red => "<body class=\"red\">\n",
    });
    verdict(explanation, &mut paper);
    paper.put("<main>\n");
    sequence::draw(&explanation.sequence, &mut paper);
    ladder::ladder(explanation, &mut paper);
    parts::console(explanation, &mut paper);
    parts::origins(&explanation.origins, &mut paper);
    policy::policy(explanation, &mut paper);
    wanted::wanted(explanation, &mut paper);
    beside::beside(explanation, &mut paper);
    parts::headers(&explanation.headers, &mut paper);
    parts::trials(&explanation.trials, &mut paper);
    parts::limits(&explanation.limits, &mut paper);
    foot(&mut paper);
    paper.finish()
}

/// What every page ends with.
fn foot(paper: &mut Paper) {
    paper.put("</main>\n<footer><p>Made by <code>corsgen explain</code>. ");
    paper.put(
        "The page loads nothing, runs no script, and can be sent to others as it is.</p></footer>\n</body>\n</html>\n",
    );
}

/// What every page begins with.
fn head(title: &str, paper: &mut Paper) {
    paper.put("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n").put(POLICY);
    paper.put("\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    paper.put("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    paper.text(title);
    paper.put("</title>\n<style>").put(STYLE).put("</style>\n</head>\n");
}

fn verdict(explanation: &Explanation, paper: &mut Paper) {
    paper.put("<header>\n<p class=\"eyebrow\"><b>corsgen explain</b> · as ");
    paper.text(explanation.browser.title()).put(" has it</p>\n<div class=\"verdict\">");
    paper.put(match explanation.verdict.light {
        Light::Green => YES,
        Light::Amber => MIND,
        Light::Red => FAILS,
    });
    paper.put("<div>\n<h1>");
    spoken(&explanation.verdict.sentence, paper);
    paper.put("</h1>\n<p class=\"call\">").sentence(&explanation.title).put("</p>\n");
    let next: Vec<Sentence> = explanation.also_would_fail.iter().map(because).collect();
    if !(next.is_empty() && explanation.warnings.is_empty() && explanation.assumptions.is_empty()) {
        paper.put("<dl class=\"asides\">\n");
        asides("<div class=\"mind\"><dt>You would hit next</dt>", &next, paper);
        asides("<div class=\"mind\"><dt>Warning</dt>", &explanation.warnings, paper);
        asides("<div><dt>Taken for granted</dt>", &explanation.assumptions, paper);
        paper.put("</dl>\n");
    }
    paper.put("</div></div>\n</header>\n");
}

/// A sentence whose first word, up to a colon or a comma, is the verdict.
fn spoken(sentence: &Sentence, paper: &mut Paper) {
    let words = sentence.words();
    let (first, rest) = words.split_first().map_or(("", words), |(first, rest)| (first.text(), rest));
    let end = first.find([':', ',']).map_or(0, |end| end + 1);
    let (word, more) = first.split_at(end);
    paper.put("<b>").text(word).put("</b>").text(more).words(rest);
}

fn asides(open: &'static str, sentences: &[Sentence], paper: &mut Paper) {
    if sentences.is_empty() {
        return;
    }
    paper.put(open);
    for sentence in sentences {
        paper.put("<dd>").sentence(sentence).put("</dd>");
    }
    paper.put("</div>\n");
}

#[cfg(test)]
mod tests {
    use super::{POLICY, STYLE};

    #[test]
    fn the_style_is_the_one_that_the_policy_of_the_page_names() {
        use sha2::{Digest as _, Sha256};
        let digest = base64(&Sha256::digest(STYLE));
        assert!(POLICY.contains(&format!("'sha256-{digest}'")), "name sha256-{digest}");
    }

    fn base64(bytes: &[u8]) -> String {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut text = String::new();
        for chunk in bytes.chunks(3) {
            let bits = chunk.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte)) << (8 * (3 - chunk.len()));
            let digits = (0..=chunk.len()).map(|index| char::from(DIGITS[bits >> (18 - 6 * index) & 63]));
            text.extend(digits.chain(std::iter::repeat_n('=', 3 - chunk.len())));
        }
        text
    }
}
