//! `cors_policy!(pub struct Api = "tests/api.yaml")`, expanded by hand.
/// The policy of `api.yaml`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Api;

const _: () = {
    // The only path into the front door: `crate = "…"` in the macro call replaces it.
    use ::cors_policy::__private::core::{OnDenied, Policy, Preflight, Route, Rules, Terms, method, origin, path};

    // Editing the policy rebuilds this crate.
    const _: &[u8] = include_bytes!("../api.yaml");

    #[derive(Debug, PartialEq, Eq)]
    #[allow(unreachable_pub)]
    pub enum ApiRules {
        Document,
        Chat,
        Forward,
        Public,
    }
    static ALL: [ApiRules; 4] = [ApiRules::Document, ApiRules::Chat, ApiRules::Forward, ApiRules::Public];

    // Exact before prefix, longer before shorter. `None`: `cors: false`.
    static PATHS: [(&str, Option<&ApiRules>); 4] =
        [("/chat", Some(&ALL[1])), ("/forward/*", Some(&ALL[2])), ("/private/*", None), ("/public/*", Some(&ALL[3]))];

    impl Policy for Api {
        type Rules = ApiRules;

        fn all(&self) -> &[ApiRules] {
            &ALL
        }
        fn route(&self, path: &[u8]) -> Route<'_, ApiRules> {
            match path::find(PATHS.iter().map(|(written, _)| path::Pattern::new(written)), path) {
                path::Found::Nothing => Route::Rules(&ApiRules::Document, "document"),
                path::Found::Ambiguous => Route::Ambiguous,
                path::Found::Route(index) => match PATHS.get(index) {
                    Some((written, Some(rules))) => Route::Rules(rules, written),
                    _ => Route::Denied,
                },
            }
        }
        fn rejects(&self) -> bool {
            true
        }
    }

    static DOCUMENT: Terms<&str> = Terms {
        any_origin: false,
        credentials: true,
        allow_methods: Some("GET, PUT"),
        allow_headers: Some("Authorization, Content-Type"),
        expose_headers: Some("ETag"),
        max_age: Some("7200"),
        request_list_limit: 118,
        preflight: Preflight::Answer(204),
        on_denied: OnDenied::Pass,
    };
    static CHAT: Terms<&str> = Terms {
        any_origin: false,
        credentials: false,
        allow_methods: None,
        allow_headers: None,
        expose_headers: None,
        max_age: None,
        request_list_limit: 64,
        preflight: Preflight::Answer(204),
        on_denied: OnDenied::Reject,
    };
    static FORWARD: Terms<&str> =
        Terms { allow_methods: Some("PUT"), preflight: Preflight::Forward, on_denied: OnDenied::Pass, ..CHAT };
    static PUBLIC: Terms<&str> =
        Terms { any_origin: true, preflight: Preflight::Answer(200), on_denied: OnDenied::Pass, ..CHAT };

    impl Rules for ApiRules {
        type Text = &'static str;

        fn index(&self) -> usize {
            match self {
                Self::Document => 0,
                Self::Chat => 1,
                Self::Forward => 2,
                Self::Public => 3,
            }
        }
        fn terms(&self) -> &Terms<&'static str> {
            match self {
                Self::Document => &DOCUMENT,
                Self::Chat => &CHAT,
                Self::Forward => &FORWARD,
                Self::Public => &PUBLIC,
            }
        }
        fn allows_origin(&self, o: &[u8]) -> bool {
            match self {
                Self::Document => {
                    match o.len() {
                        23 if o == b"https://app.example.com" => return true,
                        25 if o == b"https://admin.example.com" => return true,
                        _ => {}
                    }
                    match o
                        .strip_prefix(b"https://")
                        .and_then(|host| Some((host.len(), host.strip_suffix(b".example.org")?)))
                    {
                        Some((length, front)) => length <= 253 && origin::is_labels(front),
                        None => false,
                    }
                }
                Self::Chat | Self::Forward => o == b"https://app.example.com",
                Self::Public => false,
            }
        }
        fn allows_method(&self, m: &[u8]) -> bool {
            method::is_safelisted(m)
                || match self {
                    Self::Document | Self::Forward => m == b"PUT",
                    Self::Chat | Self::Public => false,
                }
        }
        fn allows_header(&self, name: &[u8]) -> bool {
            match self {
                Self::Document => match name.len() {
                    13 => name.eq_ignore_ascii_case(b"authorization"),
                    12 => name.eq_ignore_ascii_case(b"content-type"),
                    _ => false,
                },
                Self::Chat | Self::Forward | Self::Public => false,
            }
        }
    }
};
