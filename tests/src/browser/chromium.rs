use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, Receiver},
    },
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use super::{
    call::{Call, Page},
    fetch::Seen,
};
use crate::{Failure, installed::installed};

/// A headless Chromium, for as long as this lives.
///
/// It is spoken to by the [DevTools protocol] over a pipe: JSON, and a NUL after each message. So no crate is needed but
/// `serde_json`; over the web socket that the protocol is better known for it would be a client of that, too.
///
/// [DevTools protocol]: https://chromedevtools.github.io/devtools-protocol/
#[derive(Debug)]
pub struct Chromium {
    process: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    folder: PathBuf,
    sent: u64,
    console: Vec<String>,
}

/// How a page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// On a screen, for those who want it light.
    Light,
    /// On a screen, for those who want it dark.
    Dark,
    /// On paper.
    Paper,
}

const PATIENCE: Duration = Duration::from_secs(60);

/// The shell moves its own input and output to where `--remote-debugging-pipe` has them: 3 and 4.
const START: &str = r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null"#;

const FLAGS: [&str; 10] = [
    "--headless",
    "--remote-debugging-pipe",
    // Its sandbox does not start in most containers, and nothing that it loads is a stranger's.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // HttpsUpgrades: it asks for `https` where a page's address says `http`. LocalNetworkAccessChecks: a page without an address of
    // its own (`data:`) may not call what is on this machine. Neither has a part in CORS.
    "--disable-features=HttpsUpgrades,LocalNetworkAccessChecks",
];

/// Debian's blocks the cookies of other sites, so that `include` would mean less.
const PREFERENCES: &str = r#"{"profile": {"cookie_controls_mode": 0}}"#;

impl Chromium {
    /// Starts it with a new profile, and with these flags beside its usual ones.
    ///
    /// # Errors
    ///
    /// If it is not installed or does not start.
    pub fn start(flags: &[String]) -> Result<Self, Failure> {
        let chromium = installed("CORSGEN_CHROMIUM")?;
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("corsgen-chromium-{}-{number}", std::process::id()));
        fs::create_dir_all(folder.join("Default"))?;
        fs::write(folder.join("Default/Preferences"), PREFERENCES)?;
        let mut process = Command::new("sh")
            .args(["-c", START])
            .arg(chromium)
            .args(FLAGS)
            .args(flags)
            .arg(format!("--user-data-dir={}", folder.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(fs::File::create(folder.join("stderr"))?)
            .spawn()?;
        let (to, output) = (process.stdin.take().ok_or("no input")?, process.stdout.take().ok_or("no output")?);
        let (sender, from) = mpsc::channel();
        thread::spawn(move || {
            for message in BufReader::new(output).split(0).map_while(Result::ok) {
                let Ok(message) = serde_json::from_slice(&message) else { return };
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Ok(Self { process, to, from, folder, sent: 0, console: Vec::new() })
    }

    /// Its name and main version.
    ///
    /// # Errors
    ///
    /// If it does not tell.
    pub fn name(&mut self) -> Result<String, Failure> {
        let version = self.ask(None, "Browser.getVersion", json!({}))?;
        let product = version["product"].as_str().ok_or("no version")?;
        let (_, number) = product.split_once('/').ok_or_else(|| format!("no version: {product}"))?;
        Ok(format!("chromium-{}", number.split('.').next().unwrap_or_default()))
    }

    /// Sets the cookie that goes along with credentials.
    ///
    /// # Errors
    ///
    /// If it is not taken.
    pub fn set_cookie(&mut self, url: &str) -> Result<(), Failure> {
        let cookie = json!({"name": "session", "value": "1", "url": url, "secure": true, "sameSite": "None"});
        self.ask(None, "Storage.setCookies", json!({"cookies": [cookie]})).map(drop)
    }

    /// Opens a page, and tells by what it is spoken to.
    ///
    /// # Errors
    ///
    /// A page that does not open, or that has another origin.
    pub fn open(&mut self, page: &Page) -> Result<String, Failure> {
        let target = self.ask(None, "Target.createTarget", json!({"url": "about:blank"}))?;
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        let session = self.ask(None, "Target.attachToTarget", attach)?;
        let session = session["sessionId"].as_str().ok_or("no session")?.to_owned();
        self.ask(Some(&session), "Log.enable", json!({}))?;
        let opened = self.ask(Some(&session), "Page.navigate", json!({"url": page.url()}))?;
        if let Some(error) = opened.get("errorText") {
            return Err(format!("{page} does not open: {error}").into());
        }
        let origin = self.evaluate(&session, "self.origin")?;
        if origin != page.origin() { Err(format!("{page} has the origin {origin}").into()) } else { Ok(session) }
    }

    /// Shows a page that stands in a file, in a window of so many CSS pixels, and tells by what it is spoken to. It has been laid out.
    ///
    /// # Errors
    ///
    /// If it does not open.
    pub fn show(&mut self, file: &Path, width: u32, scheme: Scheme) -> Result<String, Failure> {
        let target = self.ask(None, "Target.createTarget", json!({"url": "about:blank"}))?;
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        let session = self.ask(None, "Target.attachToTarget", attach)?;
        let session = session["sessionId"].as_str().ok_or("no session")?.to_owned();
        self.ask(Some(&session), "Log.enable", json!({}))?;
        let window = json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600});
        self.ask(Some(&session), "Emulation.setDeviceMetricsOverride", window)?;
        let (media, scheme) = match scheme {
            Scheme::Light => ("screen", "light"),
            Scheme::Dark => ("screen", "dark"),
            Scheme::Paper => ("print", "light"),
        };
        let media = json!({"media": media, "features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.ask(Some(&session), "Emulation.setEmulatedMedia", media)?;
        let url = format!("file://{}", file.display());
        let opened = self.ask(Some(&session), "Page.navigate", json!({"url": url}))?;
        if let Some(error) = opened.get("errorText") {
            return Err(format!("{url} does not open: {error}").into());
        }
        let loaded =
            "new Promise((done) => document.readyState === 'complete' ? done() : addEventListener('load', done))";
        self.evaluate(&session, &format!("{loaded}.then(() => null)"))?;
        Ok(session)
    }

    /// Lets a page call, and tells what it sees.
    ///
    /// # Errors
    ///
    /// What is no answer to that.
    pub fn fetch(&mut self, session: &str, call: &Call) -> Result<Seen, Failure> {
        let seen = self.evaluate(session, &call.script())?;
        match seen.as_str() {
            Some("TypeError") => return Ok(Seen::Refused),
            Some(error) => return Err(format!("{}: {error}", call.url).into()),
            None => {}
        }
        let headers = seen["headers"].as_array().ok_or("no headers")?.iter().filter_map(Value::as_str);
        Ok(Seen::Response {
            kind: seen["type"].as_str().unwrap_or_default().to_owned(),
            status: u16::try_from(seen["status"].as_u64().unwrap_or_default())?,
            reads: headers.map(str::to_owned).collect(),
            body: seen["body"].as_str().unwrap_or_default().to_owned(),
        })
    }

    /// What the console has said since the last call of this.
    ///
    /// # Errors
    ///
    /// If it does not answer.
    pub fn console(&mut self, session: &str) -> Result<Vec<String>, Failure> {
        // Whatever it has to say of a call it says before it answers to what comes after.
        self.evaluate(session, "0")?;
        Ok(std::mem::take(&mut self.console))
    }

    /// What an expression comes to, in the end.
    ///
    /// # Errors
    ///
    /// What it throws.
    pub fn evaluate(&mut self, session: &str, expression: &str) -> Result<Value, Failure> {
        let expression = json!({"expression": expression, "awaitPromise": true, "returnByValue": true});
        let mut answer = self.ask(Some(session), "Runtime.evaluate", expression)?;
        if let Some(thrown) = answer.get("exceptionDetails") {
            return Err(format!("{thrown}").into());
        }
        Ok(answer["result"]["value"].take())
    }

    /// The answer to a message. Of events in between only what stands in the console is kept.
    fn ask(&mut self, session: Option<&str>, method: &str, parameters: Value) -> Result<Value, Failure> {
        self.sent += 1;
        let mut message = json!({"id": self.sent, "method": method, "params": parameters});
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let written = self.to.write_all(format!("{message}\0").as_bytes());
        written.and_then(|()| self.to.flush()).map_err(|error| self.said(method, &error.to_string()))?;
        loop {
            let mut answer = self.from.recv_timeout(PATIENCE).map_err(|error| self.said(method, &error.to_string()))?;
            if answer["method"] == "Log.entryAdded" {
                self.console.extend(answer["params"]["entry"]["text"].as_str().map(str::to_owned));
            }
            if answer["id"] == self.sent {
                return match answer.get("error") {
                    Some(error) => Err(format!("{method}: {error}").into()),
                    None => Ok(answer["result"].take()),
                };
            }
        }
    }

    /// Why it does not answer.
    fn said(&self, method: &str, error: &str) -> Failure {
        let said = fs::read_to_string(self.folder.join("stderr")).unwrap_or_default();
        format!("Chromium does not answer to {method}: {error}\n{said}").into()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // Asked to close, it ends its other processes and leaves its profile alone; killed, they would still be writing there.
        if self.ask(None, "Browser.close", json!({})).is_err() {
            _ = self.process.kill();
        }
        _ = self.process.wait();
        _ = fs::remove_dir_all(&self.folder);
    }
}
