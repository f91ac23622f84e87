use std::env;

/// Whether less is measured, and not to be told: to see that everything runs.
pub fn quick() -> bool {
    env::var_os("CORSGEN_QUICK").is_some()
}
