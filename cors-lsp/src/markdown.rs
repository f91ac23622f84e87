use cors_compiler::Shown;

/// What an author wrote, as code in Markdown: whatever it holds, it ends where it ends, and is one line.
pub(crate) fn code(text: &str) -> String {
    let line = Shown::line(text).to_string();
    if !line.contains('`') {
        return format!("`{line}`");
    }
    let longest = line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    format!("{fence} {line} {fence}")
}
