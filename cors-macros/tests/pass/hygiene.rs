//! A crate in which the common names mean something else.
#![no_implicit_prelude]
#![allow(dead_code, non_camel_case_types, unused_macros)]

mod core {}
mod std {}
mod cors {}
mod cors_policy {}
struct Option;
struct Some;
struct None;
struct Clone;
struct Policy;
struct Rules;
struct Api2Rules;
struct bool;
struct str;
struct u8;
struct usize;
macro_rules! compile_error {
    () => {};
}
macro_rules! include_bytes {
    () => {};
}

::cors_policy::cors_policy!(pub struct Cors = "./cors.yaml");
::cors_policy::cors_policy!(pub struct Api = "./cors.yaml", profile = "development");

fn main() {
    let _ = ::cors_policy::cors_policy!("./cors.yaml");
    let _ = ::cors_policy::Policy::all(&Cors);
    let _: ::core::option::Option<&'static ::core::primitive::str> = Api::PROFILE;
}
