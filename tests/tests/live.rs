//! `corsgen explain --live` asks a real nginx and a real Envoy that have their config of the same policy, by HTTP and by HTTPS: what they do
//! stands beside what the policy says.
#![allow(clippy::indexing_slicing, reason = "what cannot go on here is a test that fails")]

use std::{
    collections::BTreeMap,
    env, fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use cors_compiler::{Options, Source, compile};
use corsgen_tests::{
    Failure, Group, application,
    subjects::{Nginx, envoy},
    tls::{self, Certificate},
};
use serde_json::Value;

const POLICY: &str = "\
allow_origins: [https://shop.example.com]
allow_methods: [GET, PUT]
allow_headers: [Content-Type]
allow_credentials: true
max_age: 10m
";

/// What the page of the shop calls.
const ITEM: &str = "PUT https://api.example.com/items/1";

/// A folder with the policy and a certificate, for as long as this lives.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Result<(Self, Certificate), Failure> {
        let (path, certificate) =
            (env::temp_dir().join(format!("corsgen-live-{}-{name}", std::process::id())), Certificate::new()?);
        fs::create_dir(&path)?;
        let folder = Self(path);
        fs::write(folder.0.join("cors.yaml"), POLICY)?;
        fs::write(folder.0.join("authority.pem"), &certificate.pem)?;
        Ok((folder, certificate))
    }

    /// What makes a call of the shop's page.
    fn command(&self, call: &str, more: &[&str]) -> Result<Command, Failure> {
        // It is another package's: cargo names it to that package's tests alone.
        let program = env::current_exe()?.parent().and_then(Path::parent).ok_or("no folder")?.join("corsgen");
        let mut command = Command::new(program);
        command.args(["explain", "--from", "https://shop.example.com", "-H", "content-type: application/json"]);
        command.args(["--credentials", "--fetch", call]).args(more).current_dir(&self.0);
        Ok(command)
    }

    /// Makes a call of the shop's page.
    fn ask(&self, call: &str, more: &[&str]) -> Result<Output, Failure> {
        let output = self.command(call, more)?.output();
        Ok(output.map_err(|error| format!("no corsgen: {error}: run `cargo build -p corsgen`"))?)
    }

    fn json(&self, call: &str, more: &[&str]) -> Result<Value, Failure> {
        let output = self.ask(call, &[more, &["--format", "json"]].concat())?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        serde_json::from_slice(&output.stdout).map_err(|error| format!("{more:?}: {error}: {said}").into())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

fn group() -> Group {
    Group { policy: POLICY.to_owned(), profile: None, cannot_hold: BTreeMap::new(), cases: Vec::new() }
}

/// What Envoy is given that has this policy.
fn config_of(policy: &str) -> Result<String, Failure> {
    let source = Source::new("cors.yaml", policy);
    let (program, _) = compile(&source, &Options::default()).map_err(|report| format!("{report:?}"))?;
    envoy::complete(&source, &program, application::start()?).map_err(|report| format!("{report:?}").into())
}

/// The names of what a server does otherwise than its policy says, as far as that `matters` or not.
fn differences(json: &Value, matters: bool) -> Vec<&str> {
    let differences = json["beside"]["differences"].as_array();
    let named = differences.into_iter().flatten().filter(|one| one["matters"] == matters);
    named.filter_map(|one| one["what"].as_str()).collect()
}

/// How a server is asked by HTTP, and by HTTPS.
fn both(plain: SocketAddr, secure: SocketAddr) -> [Vec<String>; 2] {
    [
        vec!["--live".to_owned(), format!("http://{plain}")],
        vec!["--live".to_owned(), format!("https://{secure}"), "--cacert".to_owned(), "authority.pem".to_owned()],
    ]
}

/// Asks a server that does as the policy says, and one that has another origin in its config. `own`: in what the first differs,
/// which no browser can tell: as its target declares.
fn assert_shown(name: &str, right: SocketAddr, wrong: SocketAddr, own: &[&str]) -> Result<(), Failure> {
    let (folder, certificate) = Folder::new(name)?;
    let tls = tls::start(&certificate, &[right, wrong])?;
    for live in both(right, tls.address(0)) {
        let live: Vec<&str> = live.iter().map(String::as_str).collect();
        let json = folder.json(ITEM, &live)?;
        assert_eq!(json["outcome"], "readable", "{live:?}: {}", json["beside"]);
        assert_eq!((differences(&json, true), differences(&json, false)), (vec![], own.to_vec()), "{live:?}");
    }
    for live in both(wrong, tls.address(1)) {
        let live: Vec<&str> = live.iter().map(String::as_str).collect();
        let json = folder.json(ITEM, &live)?;
        let outcomes = (&json["beside"]["by_policy"], &json["beside"]["by_server"]);
        assert_eq!(outcomes, (&"readable".into(), &"blocked".into()), "{live:?}: {}", json["beside"]);
        assert!(differences(&json, true).contains(&"access-control-allow-origin"), "{live:?}: {}", json["beside"]);
        let text = String::from_utf8(folder.ask(ITEM, &live)?.stdout)?;
        let told = "access-control-allow-origin of the answer to the preflight\n      \
                    the policy says  https://shop.example.com\n      the server says  none\n";
        let verdict = "Blocked: the answer to the preflight does not allow pages of";
        assert!(text.starts_with(verdict) && text.contains(told), "{text}");
        let page = String::from_utf8(folder.ask(ITEM, &[&live, ["--format", "html"].as_slice()].concat())?.stdout)?;
        assert!(
            page.contains("<dt>policy</dt><dd>https://shop.example.com</dd><dt>server</dt><dd>none</dd>"),
            "{page}"
        );
    }
    Ok(())
}

#[test]
fn nginx() -> Result<(), Failure> {
    let (_right, right) = Nginx::v1_28()?.whole(&group())?.map_err(|lines| format!("refused at {lines:?}"))?;
    let mistaken = Nginx::v1_28()?.edited(Box::new(|config| config.replace("shop.example.com", "shop.example.net")));
    let (_wrong, wrong) = mistaken.whole(&group())?.map_err(|lines| format!("refused at {lines:?}"))?;
    assert_shown("nginx", right, wrong, &[])
}

#[test]
fn envoy_native() -> Result<(), Failure> {
    let config = config_of(POLICY)?;
    let wrong = config.replace("shop.example.com", "shop.example.net");
    let servers = envoy::Server::start(&[config, wrong])?;
    assert_shown(
        "envoy",
        servers.address(0),
        servers.address(1),
        &["status", "access-control-expose-headers", "vary", "access-control-expose-headers"],
    )
}

#[test]
fn whose_certificate_it_is() -> Result<(), Failure> {
    let (folder, certificate) = Folder::new("certificate")?;
    let tls = tls::start(&certificate, &[application::start()?])?;
    let (secure, plain) = (format!("https://{}", tls.address(0)), format!("http://{}", tls.address(0)));
    let (_nginx, nginx) = Nginx::v1_28()?.whole(&group())?.map_err(|lines| format!("refused at {lines:?}"))?;
    let known = ["--live", &secure, "--cacert", "authority.pem"];
    // What this machine trusts, where that is told as to others.
    let trusting = folder.command(ITEM, &["--live", &secure])?.env("SSL_CERT_FILE", "authority.pem").output()?;
    assert!(trusting.status.success(), "{}", String::from_utf8_lossy(&trusting.stderr));
    // The application's own CORS headers are wrong.
    assert_eq!(folder.json(ITEM, &["--live", &secure, "--insecure"])?["outcome"], "blocked");
    for (call, more, told) in [
        (ITEM, ["--live", &secure].as_slice(), "is signed by nobody who is trusted here"),
        ("https://api.example.net/items", &known, "is not for `api.example.net`, but for `*.example.com`"),
        (ITEM, &["--live", &secure, "--cacert", "cors.yaml"], "`cors.yaml` holds no certificates"),
        (ITEM, &["--live", &plain, "--cacert", "authority.pem"], "has no certificate"),
        (ITEM, &["--live", &plain], "if it speaks TLS, name it as `https://"),
        (ITEM, &["--live", &format!("https://{nginx}")], "does not speak TLS"),
    ] {
        let output = folder.ask(call, more)?;
        let said = String::from_utf8(output.stderr)?;
        assert!(output.status.code() == Some(2) && said.contains(told), "{more:?}: {said}");
    }
    Ok(())
}

#[test]
fn a_server_of_which_no_policy_is_known() -> Result<(), Failure> {
    let (folder, certificate) = Folder::new("unknown")?;
    fs::remove_file(folder.0.join("cors.yaml"))?;
    let wrong = config_of(POLICY)?.replace("shop.example.com", "shop.example.net");
    let server = envoy::Server::start(&[wrong])?;
    let tls = tls::start(&certificate, &[server.address(0)])?;
    for live in both(server.address(0), tls.address(0)) {
        let live: Vec<&str> = live.iter().map(String::as_str).collect();
        let json = folder.json(ITEM, &live)?;
        assert_eq!(
            (&json["outcome"], &json["beside"], &json["policy_line"]),
            (&"blocked".into(), &Value::Null, &Value::Null)
        );
        // What it proposes works: it is what an Envoy is to have.
        let wanted = json["wanted"]["policy"].as_str().ok_or("no policy")?;
        let right = envoy::Server::start(&[config_of(wanted)?])?;
        let again = folder.json(ITEM, &["--live", &format!("http://{}", right.address(0))])?;
        assert_eq!((&again["outcome"], &again["wanted"]), (&"readable".into(), &Value::Null), "{wanted}");
        let page = String::from_utf8(folder.ask(ITEM, &[&live, ["--format", "html"].as_slice()].concat())?.stdout)?;
        assert!(page.contains(&format!("<pre><code>{}</code></pre>", wanted.trim_end())), "{page}");
    }
    Ok(())
}
