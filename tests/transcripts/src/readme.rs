/// Each command of a README, its lines joined, and what it says comes back.
pub(crate) fn transcripts(readme: &str) -> Vec<(String, String)> {
    let mut commands: Vec<(String, String)> = Vec::new();
    for block in blocks(readme, "console") {
        let block = block.replace("\\\n    ", "");
        for line in block.split_inclusive('\n') {
            match (line.strip_prefix("$ "), commands.last_mut()) {
                (Some(command), _) => commands.push((command.trim_end().to_owned(), String::new())),
                (None, Some((_, output))) => output.push_str(line),
                (None, None) => panic!("a console block begins with a command: {line}"),
            }
        }
    }
    commands
}

/// The code blocks of a language.
pub(crate) fn blocks(readme: &str, language: &str) -> Vec<String> {
    let parts = readme.split("```").skip(1).step_by(2);
    parts.filter_map(|part| part.strip_prefix(&format!("{language}\n")).map(str::to_owned)).collect()
}

/// Whether two outputs are the same but for the order of header lines, which actix-web leaves to chance.
pub(crate) fn same(one: &str, other: &str) -> bool {
    parts(one) == parts(other)
}

/// The first line, the sorted header lines if that is a status line, and the rest.
fn parts(output: &str) -> (&str, Vec<&str>, &str) {
    let output = output.trim_end();
    let (head, body) = output.split_once("\n\n").unwrap_or((output, ""));
    let mut lines = head.lines();
    let first = lines.next().unwrap_or_default();
    let mut lines: Vec<&str> = lines.collect();
    if first.starts_with("HTTP/") {
        lines.sort_unstable();
    }
    (first, lines, body)
}
