//! Every rule, each one file and one line here, with its page in `rules/<name>.md`.

use crate::{Level, Rule};

macro_rules! registry {
    ($($(#[$attribute:meta])* $module:ident,)*) => {
        $($(#[$attribute])* pub mod $module;)*

        /// Every rule, in the order of the list.
        pub static ALL: &[&Rule] = &[$($(#[$attribute])* &$module::RULE,)*];
    };
}

registry! {
    #[cfg(feature = "targets")]
    target_cannot_hold,
}

const fn error(name: &'static str, summary: &'static str) -> Rule {
    Rule { name, level: Level::Error, summary }
}
