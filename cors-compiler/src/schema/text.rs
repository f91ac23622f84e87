use serde_json::{Value, json};

/// A text as a regular expression has it, in what ECMA-262, Rust's and Python's readers of them have in common.
pub(super) struct Text {
    /// From the first character to the last.
    pub(super) expression: String,
    /// What editors say where neither it nor a slip matches.
    pub(super) message: &'static str,
    /// What is often written in its place, each with words of its own. None of them is a text as above.
    pub(super) slips: Vec<Slip>,
}

/// What is often written in place of a text.
pub(super) struct Slip {
    /// How it begins.
    pub(super) expression: String,
    /// What editors say.
    pub(super) message: &'static str,
}

impl Text {
    pub(super) fn new(expression: impl Into<String>, message: &'static str) -> Self {
        Self { expression: expression.into(), message, slips: Vec::new() }
    }

    pub(super) fn slip(mut self, expression: impl Into<String>, message: &'static str) -> Self {
        self.slips.push(Slip { expression: expression.into(), message });
        self
    }

    /// A string that is such a text.
    ///
    /// All slips are tried, and each that is found is told, as the compiler does. What tells nothing of the kind is told once, by
    /// the last of the expressions, which therefore lets the slips pass.
    pub(super) fn schema(&self) -> Value {
        let Self { expression, message, slips } = self;
        // What is no text at all is no slip of the pen in one.
        let other = format!("{} (wrong-type)", message.rsplit_once(" (").map_or(*message, |(words, _)| words));
        if slips.is_empty() {
            return json!({
                "type": "string",
                "errorMessage": other,
                "pattern": format!("^(?:{expression})$"),
                "patternErrorMessage": message,
            });
        }
        let short = |expression: &str| format!("{SHORT}(?:{expression})");
        let mut all: Vec<Value> = slips.iter().map(|slip| never(&short(&slip.expression), slip.message)).collect();
        let slips: Vec<&str> = slips.iter().map(|slip| slip.expression.as_str()).collect();
        let rest = format!("^(?:(?:{expression})$|{})", short(&slips.join("|")));
        all.push(json!({ "pattern": rest, "patternErrorMessage": message }));
        // Not `allOf` alone: editors would take it for one of several forms, and propose an element of any.
        json!({ "type": "string", "errorMessage": other, "if": { "type": "string" }, "then": { "allOf": all } })
    }
}

/// No more than a person would write by a slip: some of the expressions take time in proportion to the square of the length. What is
/// longer is told by the last expression.
const SHORT: &str = r"(?=[\s\S]{0,1000}$)";

/// No text that begins so; of what is no text it says nothing.
pub(super) fn never(expression: &str, message: &str) -> Value {
    json!({ "pattern": format!("^(?!{expression})"), "patternErrorMessage": message })
}

/// A word in any letter case: ECMA-262 has no flag within an expression.
pub(super) fn any_case(word: &str) -> String {
    let letter = |c: char| match c {
        _ if c.is_ascii_alphabetic() => format!("[{}{}]", c.to_ascii_uppercase(), c.to_ascii_lowercase()),
        _ => c.to_string(),
    };
    word.chars().map(letter).collect()
}

/// One of these words, in any letter case.
pub(super) fn any_case_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(any_case).collect();
    format!("(?:{})", words.join("|"))
}
