use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::{Args, ValueHint, builder::PossibleValuesParser};
use cors_compiler::{
    Artifact, Target, emit,
    target::{ClusterName, HostPort, Part, Shape},
};

use crate::{
    diff,
    input::{Input, is_dash},
    output,
    program::{program, tell},
    stop::Stop,
    targets,
    write::{self, Planned},
};

/// The main job: a policy becomes a config or code.
#[derive(Clone, Debug, Args)]
pub(crate) struct CompileArguments {
    #[command(flatten)]
    input: Input,

    /// What to compile for; `corsgen targets` tells more
    #[arg(long, value_name = "TARGET", value_parser = PossibleValuesParser::new(targets::names()))]
    pub(crate) target: Option<String>,

    /// Select a profile of the policy: it replaces the contents of origin sets
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,

    /// Only this part, of a target that has several
    #[arg(long, value_name = "NAME")]
    part: Option<String>,

    /// Write to a file, or one file a part to a folder
    ///
    /// A file that corsgen did not write, or that was edited since, is not overwritten. Each file is written whole or not at all,
    /// and none if one of them cannot be.
    #[arg(short, long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    output: Option<PathBuf>,

    /// Write nothing: exit with 1 and a diff if PATH does not hold what would be written
    #[arg(long, requires = "output", conflicts_with = "force")]
    check: bool,

    /// Overwrite files that corsgen did not write, or that were edited since
    #[arg(long, requires = "output")]
    force: bool,

    /// How the server speaks to applications: for nginx proxy (the default), fastcgi, uwsgi, scgi, grpc
    ///
    /// Each family of nginx's modules removes an application's own CORS headers by a directive of its own.
    #[arg(long, value_name = "NAME", value_delimiter = ',', conflicts_with = "complete")]
    family: Vec<String>,

    /// Where the routes of envoy's parts send requests
    ///
    /// Else they name `your_cluster`, for you to replace.
    #[arg(long, value_name = "NAME", conflicts_with = "complete", value_parser = cluster)]
    cluster: Option<ClusterName>,

    /// Not a part to include, but a whole config that starts by itself
    ///
    /// Every path goes to the upstream, plain HTTP/1.1 on both sides. `nginx -p FOLDER -c FILE` and `envoy -c FILE` start it as
    /// any user.
    #[arg(long, requires_all = ["listen", "upstream"])]
    complete: bool,

    /// Where a complete config listens
    #[arg(long, value_name = "HOST:PORT", requires = "complete", value_parser = host_port)]
    listen: Option<HostPort>,

    /// Where a complete config sends requests
    #[arg(long, value_name = "HOST:PORT", requires = "complete", value_parser = host_port)]
    upstream: Option<HostPort>,

    /// Report notes too
    #[arg(short, long)]
    verbose: bool,
}

/// Compiles a policy for `target`.
///
/// # Errors
///
/// Findings, if the policy is refused or `--check` differs.
pub(crate) fn compile(arguments: CompileArguments, target: &dyn Target) -> Result<(), Stop> {
    if arguments.complete && !target.supports().complete {
        let message = format!("target `{}` is no server, so that nothing starts by itself", target.name());
        return Err(Stop::failure(message).help("leave `--complete` out"));
    }
    let shape = arguments.shape(target)?;
    let source = arguments.input.read()?;
    let (program, report) = program(&source, arguments.profile.as_deref())?;
    let artifact = emit(target, &source, &program, &shape).map_err(|report| {
        tell(&source, &report, arguments.verbose);
        Stop::Findings
    })?;
    let artifact = choose(artifact, arguments.part.as_deref(), target)?;
    tell(&source, &report, arguments.verbose);
    let Some(path) = &arguments.output else { return output::product(&printed(&artifact, target)) };
    if is_dash(path) {
        return Err(Stop::failure("`-o -` names no file").help("without `-o` the text goes to stdout"));
    }
    let (folder, files) = planned(artifact, path)?;
    if arguments.check {
        return compare(&files);
    }
    if let Some(folder) = folder {
        fs::create_dir_all(folder).map_err(|error| Stop::of_file(folder, "created", &error))?;
    }
    write::write(&files, arguments.force)
}

impl CompileArguments {
    /// The policy that was named, if there is no file of that name.
    pub(crate) fn missing_file(&self) -> Option<&Path> {
        self.input.missing_file()
    }

    fn shape(&self, target: &dyn Target) -> Result<Shape, Stop> {
        if let (Some(listen), Some(upstream)) = (&self.listen, &self.upstream) {
            return Ok(Shape::Complete { listen: listen.clone(), upstream: upstream.clone() });
        }
        if self.cluster.is_some() && !target.supports().cluster {
            let message = format!("what target `{}` prints names no cluster", target.name());
            return Err(Stop::failure(message).help("leave `--cluster` out"));
        }
        let known = target.supports().families;
        let mut families = Vec::new();
        for name in &self.family {
            let Some(family) = known.iter().find(|family| *family == name) else {
                return Err(no_family(target, name, known));
            };
            if !families.contains(family) {
                families.push(*family);
            }
        }
        Ok(Shape::Parts { families, cluster: self.cluster.clone() })
    }
}

fn no_family(target: &dyn Target, name: &str, known: &[&str]) -> Stop {
    let stop = Stop::failure(format!("target `{}` has no family `{}`", target.name(), name.escape_debug()));
    match known {
        [] => stop.help("leave `--family` out: one way serves all applications"),
        _ => stop.help(format!("its families are `{}`", known.join("`, `"))),
    }
}

fn cluster(text: &str) -> Result<ClusterName, String> {
    let found = ClusterName::parse(text);
    found.ok_or_else(|| {
        "expected a letter and behind it letters, digits and `-._:/|@`, but no word such as `on`".to_owned()
    })
}

fn host_port(text: &str) -> Result<HostPort, String> {
    let found = HostPort::parse(text).filter(|found| found.port() != 0);
    found.ok_or_else(|| {
        "expected a host and a port from 1 to 65535, such as `127.0.0.1:8080` or `[::1]:8080`".to_owned()
    })
}

/// The artifact with the part that was asked for alone.
fn choose(mut artifact: Artifact, name: Option<&str>, target: &dyn Target) -> Result<Artifact, Stop> {
    let Some(name) = name else { return Ok(artifact) };
    if artifact.parts.iter().all(|part| part.name != name) {
        let stop = Stop::failure(format!("target `{}` has no part `{}` here", target.name(), name.escape_debug()));
        return Err(stop.help(format!("its parts are {}", names(&artifact.parts))));
    }
    artifact.parts.retain(|part| part.name == name);
    Ok(artifact)
}

fn names(parts: &[Part]) -> String {
    let names: Vec<String> = parts.iter().map(|part| format!("`{}`", part.name)).collect();
    names.join(", ")
}

/// One part is printed as it is, several under a marker each.
fn printed(artifact: &Artifact, target: &dyn Target) -> String {
    match artifact.parts.as_slice() {
        [part] => part.text.clone(),
        parts => {
            let marked =
                |part: &Part| format!("{}==> part {}: {} <==\n{}", target.comment(), part.name, part.file, part.text);
            parts.iter().map(marked).collect::<Vec<_>>().join("\n")
        }
    }
}

/// Where each part goes, and the folder that must exist for it.
fn planned(artifact: Artifact, path: &Path) -> Result<(Option<&Path>, Vec<Planned>), Stop> {
    let ends_in_slash = path.as_os_str().as_encoded_bytes().ends_with(b"/");
    if let [part] = artifact.parts.as_slice()
        && !path.is_dir()
        && !ends_in_slash
    {
        return Ok((None, vec![Planned { path: path.to_owned(), text: part.text.clone() }]));
    }
    // `-o cors.conf` means a file, and a folder of that name would surprise.
    let means_a_file = artifact
        .parts
        .iter()
        .any(|part| path.extension().is_some_and(|e| Path::new(&part.file).extension() == Some(e)));
    if !path.is_dir() && (path.exists() || (means_a_file && !ends_in_slash)) {
        let stop = Stop::failure(format!("`{}` is no folder, and there are several parts to write", path.display()));
        return Err(stop.help(format!("name a folder, or choose one with `--part`: {}", names(&artifact.parts))));
    }
    let files = artifact.parts.into_iter().map(|part| Planned { path: path.join(part.file), text: part.text });
    Ok((Some(path), files.collect()))
}

/// Prints how what is on disk differs from `files`.
fn compare(files: &[Planned]) -> Result<(), Stop> {
    let mut differs = false;
    for file in files {
        let old = write::read_old(file)?;
        if old.as_deref() == Some(file.text.as_bytes()) {
            continue;
        }
        differs = true;
        let old = old.as_deref().map(String::from_utf8_lossy);
        output::product(&diff::unified(&file.path.to_string_lossy(), old.as_deref(), &file.text))?;
        output::talk(&format!("{} is not what would be written", file.path.display()));
    }
    if differs { Err(Stop::Findings) } else { Ok(()) }
}
