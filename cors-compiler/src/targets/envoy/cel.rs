use serde::Serialize;

/// `google.api.expr.v1alpha1.Expr`: an expression of the Common Expression Language, as the tree that Envoy takes. It reads no text.
///
/// What fails to evaluate does not hold, and so refuses nothing: every part below is guarded.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(super) enum Expr {
    Const { const_expr: Constant },
    Ident { ident_expr: Ident },
    Select { select_expr: Box<Select> },
    Call { call_expr: Call },
}

#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(super) enum Constant {
    Text { string_value: &'static str },
    Number { int64_value: usize },
}

#[derive(Clone, Serialize)]
pub(super) struct Ident {
    name: &'static str,
}

#[derive(Clone, Serialize)]
pub(super) struct Select {
    operand: Expr,
    field: &'static str,
}

#[derive(Clone, Serialize)]
pub(super) struct Call {
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Box<Expr>>,
    function: &'static str,
    args: Vec<Expr>,
}

impl Expr {
    /// A browser says that the page is another site's, or says nothing and the page's origin is not this host:
    /// `"sec-fetch-site" in request.headers && size(request.headers["sec-fetch-site"]) > 0 || !own`.
    pub(super) fn foreign_page() -> Self {
        let is_told = call("@in", [text("sec-fetch-site"), request("headers")]);
        let tells = call("_>_", [size(header("sec-fetch-site")), number(0)]);
        or(and(is_told, tells), call("!_", [Self::own_host()]))
    }

    /// `Origin` is `http://` or `https://` and then the authority.
    ///
    /// By their lengths: Envoy joins no strings in an expression, unless told to by an option that it has only of late.
    fn own_host() -> Self {
        let ends = method(header("origin"), "endsWith", request("host"));
        let begins = |scheme: &'static str| {
            let length = call("_+_", [size(request("host")), number(scheme.len())]);
            let is_as_long = call("_==_", [size(header("origin")), length]);
            and(method(header("origin"), "startsWith", text(scheme)), is_as_long)
        };
        and(ends, or(begins("http://"), begins("https://")))
    }

    /// The header has more than `limit` characters. It must be there.
    pub(super) fn longer(name: &'static str, limit: usize) -> Self {
        call("_>_", [size(header(name)), number(limit)])
    }
}

fn request(field: &'static str) -> Expr {
    let operand = Expr::Ident { ident_expr: Ident { name: "request" } };
    Expr::Select { select_expr: Box::new(Select { operand, field }) }
}

fn header(name: &'static str) -> Expr {
    call("_[_]", [request("headers"), text(name)])
}

fn size(of: Expr) -> Expr {
    call("size", [of])
}

fn and(a: Expr, b: Expr) -> Expr {
    call("_&&_", [a, b])
}

fn or(a: Expr, b: Expr) -> Expr {
    call("_||_", [a, b])
}

fn call<const N: usize>(function: &'static str, args: [Expr; N]) -> Expr {
    Expr::Call { call_expr: Call { target: None, function, args: args.into() } }
}

fn method(target: Expr, function: &'static str, arg: Expr) -> Expr {
    Expr::Call { call_expr: Call { target: Some(Box::new(target)), function, args: vec![arg] } }
}

const fn text(string_value: &'static str) -> Expr {
    Expr::Const { const_expr: Constant::Text { string_value } }
}

const fn number(int64_value: usize) -> Expr {
    Expr::Const { const_expr: Constant::Number { int64_value } }
}
