use cors_compiler::Span;

use crate::{
    document::Document,
    markdown::code,
    outline::Node,
    policies::{defined, policies, replaced},
};

/// How many origins of a set are shown.
const MOST: usize = 8;

/// What an origin set holds, what profiles put in its place, and which policies name it.
pub(super) fn hover(document: &Document, name: &str) -> Option<String> {
    let (text, outline) = (document.text.as_str(), document.outline());
    let set = defined(outline, text).iter().find(|set| set.key.value(text) == name)?;
    let items = set.value.items();
    let mut told = format!("**{}**: {}\n\n", code(&format!("${name}")), count(items));
    for item in items.iter().take(MOST) {
        told += &format!("- {}\n", code(&item.value(text)));
    }
    if items.len() > MOST {
        told += &format!("- and {} more\n", items.len() - MOST);
    }
    for (profile, set) in replaced(outline, text).into_iter().filter(|(_, set)| set.key.value(text) == name) {
        told += &format!("\nWith profile {}: {}\n", code(&profile.value(text)), count(set.value.items()));
    }
    let line = |span: Span| document.text.position(span.start).line + 1;
    let users = policies(outline, text).filter_map(|policy| {
        let named = policy.sets(text).into_iter().find(|set| set.name == name)?;
        Some(format!("{} (line {})", policy.title(text), line(named.span)))
    });
    let users: Vec<String> = users.collect();
    told += &match users.as_slice() {
        [] => "\nNo policy names it".to_owned(),
        users => format!("\nNamed by {}", users.join(", ")),
    };
    Some(told)
}

fn count(items: &[Node]) -> String {
    match items.len() {
        0 => "no origins, so it allows nobody".to_owned(),
        1 => "1 origin".to_owned(),
        count => format!("{count} origins"),
    }
}
