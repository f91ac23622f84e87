use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

/// Tests whether any of the tests holds.
pub(crate) fn any(tests: Vec<TokenStream>) -> TokenStream {
    match tests.as_slice() {
        [] => quote!(false),
        [only] => only.clone(),
        several => {
            let operands = several.iter().map(operand);
            quote!(#(#operands)||*)
        }
    }
}

/// The same, so that `&&` may stand beside it.
pub(crate) fn any_operand(tests: Vec<TokenStream>) -> TokenStream {
    let several = tests.len() > 1;
    let test = any(tests);
    if several { quote!((#test)) } else { operand(&test) }
}

/// A `match` or a block is no operand unless it stands in parentheses.
fn operand(test: &TokenStream) -> TokenStream {
    let block_like = match test.clone().into_iter().next() {
        Some(TokenTree::Ident(word)) => word == "match",
        Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Brace,
        _ => false,
    };
    if block_like { quote!((#test)) } else { test.clone() }
}
