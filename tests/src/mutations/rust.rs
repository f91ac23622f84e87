//! Mistakes in generated Rust. The build script makes them, and compiles what comes of them.

/// A mistake: its name, and what is replaced by what in the code's tokens, as they are printed one by one.
pub type Replacement = (&'static str, &'static str, &'static str);

/// Mistakes of the target `rust` and of the macro.
pub const RUST: &[Replacement] = &[
    // Origins.
    ("origin-by-its-length", "origin == b\"", "true || origin == b\""),
    ("origin-in-any-case", "origin == b\"", "origin . to_ascii_lowercase () . as_slice () == b\""),
    (
        "origin-of-any-scheme",
        "origin . strip_prefix (b\"https://\")",
        "origin . strip_prefix (b\"https://\") . or (origin . strip_prefix (b\"http://\"))",
    ),
    ("wildcard-stands-for-all", "cors :: origin :: is_below", "< [u8] > :: ends_with"),
    ("wildcard-without-its-dot", "is_below (authority , b\".", "is_below (authority , b\""),
    ("label-without-its-beginning", "is_label (label , b\"pr-\"", "is_label (label , b\"\""),
    ("host-without-bound", ". len () <= 253 && ", ". len () <= 999 && "),
    ("port-of-the-scheme-allowed", "without_port (authority , Some (443))", "without_port (authority , None)"),
    ("table-entry-wrong", "https://tenant-9.example.com", "https://tenant-x.example.com"),
    ("table-too-short", " shortest : ", " shortest : 1 + "),
    ("table-unread", "SET . contains (origin)", "true"),
    // What is answered.
    ("any-origin", "any_origin : false", "any_origin : true"),
    ("credentials-to-all", "credentials : false", "credentials : true"),
    ("credentials-forgotten", "credentials : true", "credentials : false"),
    ("max-age-in-minutes", "max_age : Some (\"", "max_age : Some (\"1"),
    ("preflight-goes-on", "Preflight :: Answer (204)", "Preflight :: Forward"),
    ("preflight-is-answered", "Preflight :: Forward", "Preflight :: Answer (204)"),
    // Methods and headers.
    ("method-by-its-length", "=> method == b\"", "=> true || method == b\""),
    (
        "method-in-any-case",
        "Some (b'P') => method == b\"PUT\"",
        "Some (b'P' | b'p') => method . eq_ignore_ascii_case (b\"PUT\")",
    ),
    ("header-by-its-length", "=> name . eq_ignore_ascii_case (b\"", "=> true || name . eq_ignore_ascii_case (b\""),
    ("header-in-one-case", "name . eq_ignore_ascii_case (", "name . iter () . eq ("),
    ("authorization-by-a-star", "! name . eq_ignore_ascii_case (b\"authorization\")", "true"),
    ("list-without-bound", "request_list_limit : ", "request_list_limit : 9999 + "),
    // Refusals and routes.
    ("reject-forgotten", "OnDenied :: Reject", "OnDenied :: Pass"),
    (
        "ambiguous-paths-are-not-rejected",
        "fn rejects (& self) -> bool { true }",
        "fn rejects (& self) -> bool { false }",
    ),
    ("ambiguous-paths-are-unclaimed", "cors :: Route :: Ambiguous", "cors :: Route :: Unclaimed"),
    ("unclaimed-paths-are-denied", "cors :: Route :: Unclaimed", "cors :: Route :: Denied"),
    (
        "rules-of-another-route",
        "Route :: Rules (rules , written)",
        "Route :: Rules (cors :: Policy :: all (self) . last () . unwrap_or (rules) , written)",
    ),
    (
        "prefix-for-an-exact-path",
        "below : None",
        "below : Some (cors :: routes :: Entry { written : \"/status/*\" , rules : None })",
    ),
];
