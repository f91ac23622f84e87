use std::{fmt::Write as _, fs, path::Path};

use cors_compiler::Shown;

use crate::diff;

/// The patch from a policy to what is mended in it, for `git apply` and `patch -p1` in the current folder. Lines keep their ends: it can
/// be applied where they are CR LF too.
pub(crate) fn patch(path: &str, old: &str, new: &str) -> String {
    let name = name(path);
    diff::patch(&header(&format!("a/{name}")), &header(&format!("b/{name}")), old, new)
}

/// The file's name as seen from the current folder, since neither program follows `..` or a path from the root. What does not lie in
/// the folder has its name from the root, without the slash in front, as `git diff --no-index` tells it: such a patch is applied there.
fn name(path: &str) -> String {
    let given = Path::new(path);
    if given.is_relative() && !path.split('/').any(|part| part == ".." || part == ".") {
        return path.to_owned();
    }
    from_folder(given).unwrap_or_else(|| path.trim_start_matches('/').to_owned())
}

/// `None` where the folders cannot be found.
fn from_folder(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    // Not the file itself: a link is mended under its own name.
    let path = fs::canonicalize(folder).ok()?.join(path.file_name()?);
    let current = fs::canonicalize(".").ok()?;
    let name = path.strip_prefix(current).unwrap_or(&path);
    Some(name.to_string_lossy().trim_start_matches('/').to_owned())
}

/// A name as both programs read it: what would end it or a line is escaped between quotes, and behind a blank a tab tells where it ends.
fn header(name: &str) -> String {
    // What a terminal would obey is escaped too.
    if !name.contains(['"', '\\']) && Shown::line(name).to_string() == name {
        return if name.contains(' ') { format!("{name}\t") } else { name.to_owned() };
    }
    let mut quoted = String::from('"');
    for byte in name.bytes() {
        match byte {
            b'"' | b'\\' => quoted.extend(['\\', char::from(byte)]),
            b' '..=b'~' => quoted.push(char::from(byte)),
            // Writing to a text does not fail.
            _ => _ = write!(quoted, "\\{byte:03o}"),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::header;

    #[test]
    fn names_are_told_as_git_tells_them() {
        for (name, told) in [
            ("a/cors.yaml", "a/cors.yaml"),
            ("a/my cors.yaml", "a/my cors.yaml\t"),
            ("a/é.yaml", "a/é.yaml"),
            ("a/\"é\".yaml", r#""a/\"\303\251\".yaml""#),
            ("a/\u{1b}[31m\n\\", r#""a/\033[31m\012\\""#),
        ] {
            assert_eq!(header(name), told);
        }
    }
}
