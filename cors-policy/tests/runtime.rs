//! A policy that is read when the program starts: profiles, origins that are known only then, and what is refused.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::{
    error::Error,
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
    sync::mpsc::channel,
    thread,
    time::Duration,
};

use cors_policy::{
    HttpRequest, Policy, decide,
    runtime::{LoadError, RuntimePolicy},
};
use http::Request;

const POLICY: &str = "\
origin_sets:
  first_party: []
  local: []
profiles:
  development:
    local: [http://localhost:5173]
allow_origins: [https://app.example.com, $first_party, $local]
allow_credentials: true
";

fn word(policy: &impl Policy, origin: &str) -> &'static str {
    let request = Request::get("/").header("origin", origin).body(()).unwrap();
    decide(policy, &HttpRequest(&request)).word()
}

/// What refuses the policy, and the rule and place of each finding.
fn refused(loaded: Result<RuntimePolicy, LoadError>) -> (String, Vec<(&'static str, usize)>) {
    let error = loaded.unwrap_err();
    let LoadError::Refused(findings) = &error else { unreachable!("{error}") };
    let mut places: Vec<_> = findings.iter().map(|finding| (finding.rule.name, findings.line(finding))).collect();
    places.sort_unstable(); // Of what is given, all findings are at one place.
    (error.to_string(), places)
}

#[test]
fn a_profile_is_selected() {
    let bare = RuntimePolicy::from_str("cors.yaml", POLICY).unwrap();
    let development = RuntimePolicy::builder().profile("development").from_str("cors.yaml", POLICY).unwrap();
    assert_eq!((bare.profile(), development.profile()), (None, Some("development")));
    assert_eq!(word(&bare, "https://app.example.com"), "allowed");
    assert_eq!(word(&bare, "http://localhost:5173"), "origin-denied");
    assert_eq!(word(&development, "http://localhost:5173"), "allowed");
    assert!(bare.warnings().is_empty());

    let (shown, findings) = refused(RuntimePolicy::builder().profile("production").from_str("cors.yaml", POLICY));
    assert_eq!(findings, [("unknown-profile", 1)]);
    assert!(shown.contains("there is no profile `production`") && shown.contains("`development`"), "{shown}");
}

#[test]
fn origins_known_only_now_take_the_place_of_a_set() {
    let given = ["https://one.example.com", "https://*.two.example.com", "capacitor://localhost"];
    let policy = RuntimePolicy::builder().origin_set("first_party", given).from_str("cors.yaml", POLICY).unwrap();
    for origin in ["https://one.example.com", "https://a.b.two.example.com", "capacitor://localhost"] {
        assert_eq!(word(&policy, origin), "allowed", "{origin}");
    }
    for origin in ["https://two.example.com", "https://one.example.com.evil.example", "http://localhost:5173"] {
        assert_eq!(word(&policy, origin), "origin-denied", "{origin}");
    }
}

#[test]
fn what_a_program_gives_counts_whatever_the_profile_says() {
    let builder = RuntimePolicy::builder().profile("development").origin_set("local", ["http://localhost:3000"]);
    let policy = builder.from_str("cors.yaml", POLICY).unwrap();
    assert_eq!(word(&policy, "http://localhost:3000"), "allowed");
    assert_eq!(word(&policy, "http://localhost:5173"), "origin-denied");
    let nobody: [&str; 0] = [];
    let policy = RuntimePolicy::builder().profile("development").origin_set("local", nobody);
    assert_eq!(word(&policy.from_str("cors.yaml", POLICY).unwrap(), "http://localhost:5173"), "origin-denied");
}

#[test]
fn what_is_given_is_judged_like_what_is_written() {
    let given = [
        "app.example.com",
        "HTTPS://x.example.com/",
        "*",
        "$local",
        "null",
        "http://plain.example.com",
        " https://padded.example.com",
    ];
    for pattern in given {
        let list = format!("[{pattern:?}]");
        let written = POLICY.replace("first_party: []", &format!("first_party: {list}"));
        let (_, expected) = refused(RuntimePolicy::from_str("cors.yaml", &written));
        let builder = RuntimePolicy::builder().origin_set("first_party", ["https://good.example.com", pattern]);
        let (shown, findings) = refused(builder.from_str("cors.yaml", POLICY));
        assert_eq!(findings, expected, "{pattern}\n{shown}");
        assert!(shown.contains("first_party"), "{shown}");
        assert!(shown.contains(&format!("the program gives this set `{}`", pattern.escape_debug())), "{shown}");
    }
}

/// As a pattern that is written: in a profile, or accepted by the very policy.
#[test]
fn a_risk_that_is_given_must_be_accepted() {
    let local = || RuntimePolicy::builder().origin_set("local", ["http://localhost:3000"]);
    let (_, findings) = refused(local().from_str("cors.yaml", POLICY));
    assert_eq!(findings, [("loopback-with-credentials", 3)]);
    local().profile("development").from_str("cors.yaml", POLICY).unwrap();

    let acceptance =
        "accept_risks: [{risk: loopback-with-credentials, origin: \"http://localhost:3000\", reason: demo}]\n";
    local().from_str("cors.yaml", &format!("{POLICY}{acceptance}")).unwrap();
}

#[test]
fn a_finding_about_what_is_given_reads_so() {
    let builder = RuntimePolicy::builder().origin_set("first_party", ["app.example.com"]);
    let error = builder.from_str("cors.yaml", POLICY).unwrap_err();
    // A `main` that returns it shows it by `Debug`.
    assert_eq!(format!("{error:?}"), error.to_string());
    assert_eq!(
        error.to_string(),
        "\
error[origin-missing-scheme]: an origin begins with its scheme, such as `https://`
 --> cors.yaml:2:3
  |
2 |   first_party: []
  |   ^^^^^^^^^^^ the program gives this set `app.example.com`
  |
  = help: write `https://app.example.com` or `http://app.example.com`, whichever is meant: they are two origins"
    );
}

#[test]
fn a_set_that_the_document_does_not_declare_cannot_be_given() {
    let (shown, findings) =
        refused(RuntimePolicy::builder().origin_set("firstparty", ["https://x.example"]).from_str("cors.yaml", POLICY));
    assert_eq!(findings, [("unknown-set", 1)]);
    assert!(shown.contains("`firstparty`") && shown.contains("`first_party`, `local`"), "{shown}");
    // Where the document lacks what could not be read, that would mostly be wrong.
    let broken = POLICY.replace("  local: []\n", "  Local: []\n").replace(", $local", "");
    let (_, findings) =
        refused(RuntimePolicy::builder().origin_set("local", ["https://x.example"]).from_str("cors.yaml", &broken));
    assert_eq!(findings, [("name-syntax", 3), ("unknown-profile-set", 6)]);
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let error = RuntimePolicy::from_path("tests/none.yaml").unwrap_err();
    assert!(error.to_string().starts_with("`tests/none.yaml` cannot be read: "), "{error}");
    assert!(error.source().is_some());
    let policy = RuntimePolicy::from_path("tests/api.yaml").unwrap();
    assert_eq!(word(&policy, "https://app.example.com"), "allowed");
}

#[test]
fn warnings_are_there_for_those_who_ask() {
    let policy =
        RuntimePolicy::from_str("cors.yaml", "origin_sets: {unused: []}\nallow_origins: [https://a.example]\n")
            .unwrap();
    assert_eq!(policy.warnings().iter().map(|finding| finding.rule.name).collect::<Vec<_>>(), ["unused-set"]);
    assert!(policy.warnings().to_string().starts_with("warning[unused-set]: "), "{}", policy.warnings());
}

/// A path of a test's own, at which there is nothing.
fn path(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("runtime");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    _ = fs::remove_file(&path);
    path
}

#[test]
fn no_more_of_a_file_is_read_than_a_policy_may_have() {
    const MOST: usize = 64 * 1024 * 1024;
    let path = path("endless.yaml");
    let mut file = File::create(&path).unwrap();
    file.write_all(&vec![b' '; MOST + 1]).unwrap();
    assert_eq!(refused(RuntimePolicy::from_path(&path)).1, [("too-large", 1)]);
    // A terabyte, for which there is room on the disk, since nothing is written there, but none in memory.
    file.set_len(1 << 40).unwrap();
    assert_eq!(refused(RuntimePolicy::from_path(&path)).1, [("too-large", 1)]);
    fs::remove_file(&path).unwrap();
}

/// To open a FIFO is to wait for its writer, and there is none.
#[test]
fn what_is_no_file_is_refused_at_once() {
    let path = path("fifo.yaml");
    fs::write(&path, "allow_origins: [https://app.example.com]\n").unwrap();
    let (sender, told) = channel();
    thread::spawn(move || {
        let reloading = RuntimePolicy::builder().reloading(&path).unwrap();
        fs::remove_file(&path).unwrap();
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        _ = sender.send(reloading.reload());
        _ = sender.send(RuntimePolicy::from_path(&path));
        _ = sender.send(RuntimePolicy::from_path("/dev/zero"));
    });
    for _ in 0..3 {
        let error = told.recv_timeout(Duration::from_secs(30)).unwrap().unwrap_err();
        assert!(matches!(error, LoadError::Unreadable { .. }), "{error}");
        assert!(format!("{:?}", error.source()).contains("it is no regular file"), "{error:?}");
    }
}
