use serde::Serialize;

/// The value of a header that lists methods or header names: the only way in which policy text reaches one.
#[derive(Clone, Serialize)]
#[serde(transparent)]
pub(super) struct NameList(String);

impl NameList {
    /// The names as they are to be sent.
    pub(super) fn sent(names: &str) -> Self {
        Self(if reads_as_no_text(names) { twice(names) } else { names.to_owned() })
    }

    /// The same where Envoy gives a lone `*` a meaning of its own: it then allows whatever was asked for, `Authorization` too.
    /// `*, *` goes out as it stands, and means to browsers what `*` does.
    pub(super) fn asked(names: &str) -> Self {
        if names == "*" { Self(twice(names)) } else { Self::sent(names) }
    }

    /// The names.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A list that says a name twice says the same, to any reader, and is text.
fn twice(name: &str) -> String {
    format!("{name}, {name}")
}

/// Reports whether Envoy, whose YAML is of an older kind than that of whom we write it with, takes a name that stands alone for a
/// boolean or a number: `on` is a header's name as good as any, and `0X1F` would become `31`.
fn reads_as_no_text(names: &str) -> bool {
    const BOOLEANS: [&str; 8] = ["y", "n", "yes", "no", "on", "off", "true", "false"];
    let is_lone = !names.contains(',');
    let is_boolean = BOOLEANS.iter().any(|word| names.eq_ignore_ascii_case(word));
    is_lone && (is_boolean || names.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-')))
}

#[cfg(test)]
mod tests {
    use super::NameList;

    /// Names, and what Envoy is told to send and to ask for.
    #[test]
    fn names_are_text_to_envoy() {
        for (names, sent, asked) in [
            ("PUT", "PUT", "PUT"),
            ("on", "on, on", "on, on"),
            ("On,off", "On,off", "On,off"),
            ("NULL", "NULL", "NULL"),
            ("0x1f", "0x1f, 0x1f", "0x1f, 0x1f"),
            ("+1", "+1, +1", "+1, +1"),
            ("-", "-, -", "-, -"),
            ("1,2", "1,2", "1,2"),
            ("x1", "x1", "x1"),
            ("*", "*", "*, *"),
        ] {
            assert_eq!((NameList::sent(names).as_str(), NameList::asked(names).as_str()), (sent, asked), "{names}");
        }
    }
}
