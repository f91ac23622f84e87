//! Programs that run for a while, and what they cost.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What a program took from its start to its end.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Of processor time.
    pub seconds: f64,
    /// The most memory at once.
    pub bytes: u64,
}

/// The program `corsgen`, which was built beside this one.
///
/// # Errors
///
/// If it was not.
pub fn path_of_corsgen() -> Result<PathBuf, Box<dyn Error>> {
    let path = env::current_exe()?.with_file_name("corsgen");
    if path.is_file() { Ok(path) } else { Err("corsgen is not built: `benches/run` does that".into()) }
}

/// What `corsgen` takes, called with a file behind the arguments: the least of `rounds` calls. It may refuse the file; what it prints
/// is thrown away.
///
/// # Errors
///
/// If it cannot be called, or says that it could not be run.
pub fn corsgen(arguments: &[&str], file: &Path, rounds: usize) -> Result<Cost, Box<dyn Error>> {
    let mut least = Cost { seconds: f64::INFINITY, bytes: u64::MAX };
    for _ in 0..rounds {
        let Cost { seconds, bytes } = cost(Command::new(path_of_corsgen()?).args(arguments).arg(file))?;
        least = Cost { seconds: least.seconds.min(seconds), bytes: least.bytes.min(bytes) };
    }
    Ok(least)
}

/// What a command takes. GNU's `time` tells: for what has ended, Rust's standard library does not.
fn cost(command: &Command) -> Result<Cost, Box<dyn Error>> {
    let report = tempfile::NamedTempFile::new()?;
    let status = Command::new("time")
        .args(["--quiet", "--format", "%U %S %M", "--output"])
        .arg(report.path())
        .arg(command.get_program())
        .args(command.get_args())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    // 1: findings.
    if !matches!(status.code(), Some(0 | 1)) {
        return Err(format!("{command:?}: {status}").into());
    }
    let text = fs::read_to_string(report.path())?;
    let numbers: Vec<f64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let [user, system, kibibytes] = numbers[..] else { return Err(format!("no times: `{text}`").into()) };
    Ok(Cost { seconds: user + system, bytes: kibibytes as u64 * 1024 })
}
