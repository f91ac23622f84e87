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
    let block_like = test.clone().into_iter().next().is_some_and(|first| match first {
        TokenTree::Ident(word) => word == "match",
        first => matches!(first, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace),
    });
    if block_like { quote!((#test)) } else { test.clone() }
}
