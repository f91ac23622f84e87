//! What is drawn: arrows as wide as their place, and signs. Each sign has its own shape, so that none is told by its colour alone.

/// From left to right.
pub(super) const RIGHT: &str = concat!(
    r#"<svg aria-hidden="true"><line x1="0" y1="7" x2="100%" y2="7"/>"#,
    r#"<svg x="100%" y="7" overflow="visible"><path d="M-9-5 0 0-9 5"/></svg></svg>"#
);

/// From right to left.
pub(super) const LEFT: &str =
    r#"<svg aria-hidden="true"><line x1="0" y1="7" x2="100%" y2="7"/><path d="M9 2 0 7l9 5"/></svg>"#;

/// From left to right, and never sent.
pub(super) const DASHED: &str = concat!(
    r#"<svg aria-hidden="true"><line x1="0" y1="7" x2="100%" y2="7" stroke-dasharray="7 6"/>"#,
    r#"<svg x="100%" y="7" overflow="visible"><path d="M-9-5 0 0-9 5"/></svg></svg>"#
);

/// From right to left, up to a gate.
pub(super) const STOPPED: &str = concat!(
    r#"<svg aria-hidden="true"><line x1="15" y1="7" x2="100%" y2="7"/></svg>"#,
    r#"<span class="gate"><svg viewBox="0 0 30 30" aria-hidden="true">"#,
    r#"<path d="M10.2 3.5h9.6l6.7 6.7v9.6l-6.7 6.7h-9.6l-6.7-6.7v-9.6z"/><path d="m10.5 10.5 9 9m0-9-9 9"/></svg></span>"#
);

/// A tick in a circle.
pub(super) const YES: &str = concat!(
    r#"<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">"#,
    r#"<circle cx="10" cy="10" r="8"/><path d="m6.3 10.4 2.5 2.5 5-5.4"/></svg>"#
);

/// A way that turns off.
pub(super) const NO: &str =
    r#"<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="M5 3v5a4 4 0 0 0 4 4h7m-4-4 4 4-4 4"/></svg>"#;

/// A cross in an octagon.
pub(super) const FAILS: &str = concat!(
    r#"<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">"#,
    r#"<path d="M6.7 2h6.6L18 6.7v6.6L13.3 18H6.7L2 13.3V6.7z"/><path d="m7 7 6 6m0-6-6 6"/></svg>"#
);

/// An exclamation mark in a triangle.
pub(super) const MIND: &str = concat!(
    r#"<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">"#,
    r#"<path d="M10 2.5 18.5 17h-17z"/><path d="M10 8v4m0 2.4v.1"/></svg>"#
);

/// An eye that is crossed out.
pub(super) const HIDDEN: &str = concat!(
    r#"<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">"#,
    r#"<path d="M1.5 10S5 4.5 10 4.5 18.5 10 18.5 10 15 15.5 10 15.5 1.5 10 1.5 10z"/><path d="M3 17 17 3"/></svg>"#
);

/// A dot: something has happened.
pub(super) const DONE: &str = concat!(
    r#"<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">"#,
    r#"<circle cx="10" cy="10" r="7"/><circle cx="10" cy="10" r="2.5" fill="currentColor"/></svg>"#
);
