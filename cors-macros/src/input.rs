use cors_compiler::rust::Declaration;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{
    Attribute, LitStr, Path, Result, Token, Visibility,
    parse::{Parse, ParseStream},
};

/// `"cors.yaml"` or `pub struct Api = "cors.yaml"`, and what may follow: `, profile = "development"`, `, crate = path`.
pub(crate) struct Input {
    /// The type that is declared; none where the macro is an expression.
    pub(crate) item: Option<Item>,
    /// The policy's file.
    pub(crate) file: LitStr,
    /// The profile that is selected.
    pub(crate) profile: Option<LitStr>,
    /// The path of the crate `corsgen-policy`, where it is not `::cors_policy`.
    front_door: Option<Path>,
}

/// `#[attribute] pub struct Api`
pub(crate) struct Item {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    name: Ident,
}

impl Input {
    /// The type's name.
    pub(crate) fn name(&self) -> Ident {
        self.item.as_ref().map_or_else(|| Ident::new("Cors", Span::mixed_site()), |item| item.name.clone())
    }

    /// What is declared.
    pub(crate) fn declaration(&self) -> Declaration {
        let front_door = self.front_door.as_ref().map_or_else(|| quote!(::cors_policy), |path| quote!(#path));
        let (attributes, visibility) = self.item.as_ref().map_or_else(Default::default, |item| {
            let (attributes, visibility) = (&item.attributes, &item.visibility);
            let about = format!("The policy of `{}`.", self.file.value());
            let documented = attributes.iter().any(|attribute| attribute.path().is_ident("doc"));
            let documentation = (!documented).then(|| quote!(#[doc = #about]));
            (quote!(#documentation #(#attributes)*), quote!(#visibility))
        });
        Declaration { attributes, visibility, name: self.name(), front_door, lints: TokenStream::new() }
    }
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let item = if input.peek(LitStr) { None } else { Some(input.parse()?) };
        let file = input.parse()?;
        let mut parsed = Self { item, file, profile: None, front_door: None };
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            parsed.parse_option(input)?;
        }
        if input.is_empty() { Ok(parsed) } else { Err(input.error("expected `,`")) }
    }
}

impl Input {
    fn parse_option(&mut self, input: ParseStream<'_>) -> Result<()> {
        if input.peek(Token![crate]) && self.front_door.is_none() {
            input.parse::<Token![crate]>()?;
            input.parse::<Token![=]>()?;
            self.front_door = Some(input.call(Path::parse_mod_style)?);
            return Ok(());
        }
        let key: Ident = input.call(syn::ext::IdentExt::parse_any)?;
        if key != "profile" || self.profile.is_some() {
            return Err(syn::Error::new(key.span(), "expected `profile = \"…\"` or `crate = path`, each once"));
        }
        input.parse::<Token![=]>()?;
        self.profile = Some(input.parse()?);
        Ok(())
    }
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        if !input.peek(Token![struct]) {
            return Err(input
                .error("expected the path of a policy, as in `\"cors.yaml\"`, or `pub struct Api = \"cors.yaml\"`"));
        }
        input.parse::<Token![struct]>()?;
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Self { attributes, visibility, name })
    }
}
