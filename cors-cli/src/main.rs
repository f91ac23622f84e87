//! `corsgen`
fn main() {}
