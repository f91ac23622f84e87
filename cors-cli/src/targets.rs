use cors_compiler::{Target, targets::ALL};

use crate::{output, stop::Stop};

/// The names of all targets.
pub(crate) fn names() -> Vec<&'static str> {
    ALL.iter().map(|target| target.name()).collect()
}

/// The target of this name.
pub(crate) fn find(name: &str) -> Option<&'static dyn Target> {
    cors_compiler::targets::find(name)
}

/// Lists every target: how exact it is and what it can hold.
pub(crate) fn targets() -> Result<(), Stop> {
    let all: Vec<String> = ALL.iter().map(|target| about(*target)).collect();
    output::product(&all.join("\n"))
}

fn about(target: &dyn Target) -> String {
    let exactness = target.exactness();
    let mut text = format!("{} ({})\n  {}\n", target.name(), exactness.word(), target.about());
    let features = target.supports();
    if !features.forwarded_preflights {
        text += "  cannot hold: `preflight: forward`\n";
    }
    if features.complete {
        text += "  can print a whole config that starts by itself: `--complete`\n";
    }
    if features.name {
        text += "  needs a name: `name`, or a file that is called after it\n";
    }
    for difference in exactness.differences() {
        text += &format!("  differs: {}: {}\n", difference.id, difference.text);
    }
    text
}
