use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, TokenStreamExt as _, quote};

/// Text as a string literal. With the two below it is the only way in which a policy's text reaches generated code.
pub(crate) struct Text<'a>(pub(crate) &'a str);

/// Bytes as one byte-string literal, however many they are: one token.
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

/// A byte as a byte literal.
#[derive(Clone, Copy)]
pub(crate) struct Byte(pub(crate) u8);

/// A number as a literal without a suffix.
pub(crate) struct Number(pub(crate) usize);

impl ToTokens for Text<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(Literal::string(self.0));
    }
}

impl ToTokens for Bytes<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(Literal::byte_string(self.0));
    }
}

impl ToTokens for Byte {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(Literal::byte_character(self.0));
    }
}

impl ToTokens for Number {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(Literal::usize_unsuffixed(self.0));
    }
}

/// A value of `Option`.
pub(crate) fn optional(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
