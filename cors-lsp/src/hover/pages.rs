//! What the page of a rule says, where one hovers.

use cors_compiler::{Rule, rules::pages};

use crate::diagnostics;

/// What is wrong and why it matters.
pub(super) fn in_short(rule: &Rule) -> Option<String> {
    let page = pages::find(rule.name)?;
    let (_, from) = page.split_once("## What is wrong")?;
    let (what, _) = from.split_once("## Wrong")?;
    let what = what.replace("## Why it matters", "");
    let paragraphs: Vec<&str> = what.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()).collect();
    Some(format!("**`{}`**, {}\n\n{}{}", rule.name, rule.level, paragraphs.join("\n\n"), more(rule)))
}

/// All of it.
pub(super) fn whole(rule: &'static Rule) -> Option<String> {
    Some(pages::find(rule.name)?.to_owned() + &more(rule))
}

fn more(rule: &Rule) -> String {
    diagnostics::page(rule).map_or_else(String::new, |page| format!("\n\n[The rule]({})", page.href.as_str()))
}
