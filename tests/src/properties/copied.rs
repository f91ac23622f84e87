use std::sync::LazyLock;

use cors_browser::{Page, recognize};
use cors_compiler::Source;
use cors_explain::{Judged, Pasted, diagnose, diagnosis_json, diagnosis_text};

const POLICY: &str = "allow_origins: [https://app.example, 'https://*.b.example:*']\nallow_methods: [PUT]\n\
                      allow_headers: [X-A]\nroutes:\n- {path: /x/*, cors: false}\n";

/// Whatever was copied from a console, from JavaScript or from a shell is read, or refused at a place in the text. Judges what is read.
pub(super) fn copied(bytes: &[u8]) -> bool {
    static JUDGED: LazyLock<Judged> =
        LazyLock::new(|| Judged::new(Source::new("cors.yaml", POLICY), None).expect("a policy"));
    let text = String::from_utf8_lossy(bytes);
    let pasted = Pasted::read(&text);
    if let Some(Err(misread)) = &pasted {
        assert!(text.is_char_boundary(misread.at) && misread.at <= text.len(), "{misread:?} of {text:?}");
        assert!(!misread.message.is_empty(), "{text:?}");
    }
    let page = Page::parse("https://app.example").ok();
    let diagnosed = diagnose(&text, Some(&JUDGED), page.as_ref());
    assert_eq!(diagnosed.is_some(), recognize(&text).is_some(), "{text:?}");
    if let Some(diagnosis) = &diagnosed {
        for width in [1, 80] {
            let shown = diagnosis_text(diagnosis, width);
            assert!(!shown.contains(['\u{7}', '\u{9b}', '\u{202e}', '\r']), "{shown:?}");
        }
        diagnosis_json(diagnosis).unwrap_or_else(|error| panic!("{error}: {text:?}"));
    }
    diagnosed.is_some() || matches!(pasted, Some(Ok(_)))
}
