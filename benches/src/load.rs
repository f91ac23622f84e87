//! Load on a server, by `wrk`.

use std::{error::Error, fs, net::SocketAddr, path::PathBuf, process::Command};

use tempfile::TempDir;

/// Requests that are sent again and again, and that differ in their origin.
#[derive(Debug)]
pub struct Requests {
    script: PathBuf,
    _folder: TempDir,
}

/// For how long a server is asked as fast as it answers.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Whole ones: `wrk` knows no others.
    pub seconds: u64,
}

/// What a server did.
#[derive(Clone, Copy, Debug)]
pub struct Done {
    /// Requests that it answered, all of them with 200.
    pub requests: f64,
    /// From the first to the last.
    pub seconds: f64,
}

/// Connections that are kept open. More than one, so that the server never waits; few, so that it does not wait for the loader.
const CONNECTIONS: usize = 16;

/// Tells what `wrk` counted on a line that is easily read.
const SCRIPT: &str = r#"
local requests = {}
local at = 0

function init()
  for origin in io.lines(ORIGINS) do
    requests[#requests + 1] = wrk.format("GET", "/items/1", {
      ["Host"] = "api.example.com",
      ["Origin"] = origin,
      ["Accept"] = "application/json",
      ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    })
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format("done: %d requests, %d microseconds, %d failed", summary.requests, summary.duration, failed))
end
"#;

impl Requests {
    /// Of each of these origins one after another.
    ///
    /// # Errors
    ///
    /// If they cannot be written down.
    pub fn from(origins: &[String]) -> Result<Self, Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let (list, script) = (folder.path().join("origins"), folder.path().join("requests.lua"));
        fs::write(&list, origins.join("\n"))?;
        fs::write(&script, format!("local ORIGINS = {:?}\n{SCRIPT}", list.display().to_string()))?;
        Ok(Self { script, _folder: folder })
    }
}

impl Load {
    /// Asks a server as fast as it answers.
    ///
    /// # Errors
    ///
    /// If a request fails, or `wrk` cannot be run.
    pub fn put_on(self, address: SocketAddr, requests: &Requests) -> Result<Done, Box<dyn Error>> {
        let output = Command::new("wrk")
            .args(["--threads", "1", "--connections", &CONNECTIONS.to_string()])
            .args(["--duration", &format!("{}s", self.seconds), "--script"])
            .arg(&requests.script)
            .arg(format!("http://{address}"))
            .output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let line = text.lines().find_map(|line| line.strip_prefix("done: "));
        let line = line.ok_or_else(|| format!("wrk: {text}{}", String::from_utf8_lossy(&output.stderr)))?;
        let numbers: Vec<f64> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
        match numbers[..] {
            [requests, microseconds, 0.0] if requests > 0.0 => Ok(Done { requests, seconds: microseconds / 1e6 }),
            _ => Err(format!("requests failed: {line}").into()),
        }
    }
}
