use serde::Serialize;

/// `google.api.expr.v1alpha1.Expr`: an expression of the Common Expression Language, as the tree that Envoy takes. It reads no text.
///
/// What fails to evaluate does not hold.
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
    /// A browser says that the page is one's own: `Sec-Fetch-Site` is `same-origin` or `none`; or there is none, or an empty one,
    /// and `Origin` names this host. Of what is not there nothing holds.
    ///
    /// Not by a matcher of headers: of several lines it takes any.
    pub(super) fn is_own_page() -> Self {
        let site = |value| call("_==_", [header("sec-fetch-site"), text(value)]);
        let is_untold = or(call("!_", [is_sent("sec-fetch-site")]), site(""));
        or(or(site("same-origin"), site("none")), and(is_untold, Self::is_own_host()))
    }

    /// `Origin` is `http://` or `https://` and then the authority.
    ///
    /// By their lengths: Envoy joins no strings in an expression, unless told to by an option that it has only of late.
    fn is_own_host() -> Self {
        let ends = method(header("origin"), "endsWith", request("host"));
        let begins = |scheme: &'static str| {
            let length = call("_+_", [size(request("host")), number(scheme.len())]);
            let is_as_long = call("_==_", [size(header("origin")), length]);
            and(method(header("origin"), "startsWith", text(scheme)), is_as_long)
        };
        // Of an empty `Host` nobody is a page.
        let has_host = call("_!=_", [request("host"), text("")]);
        and(has_host, and(ends, or(begins("http://"), begins("https://"))))
    }

    /// The list that a preflight sends has at most `limit` bytes: it is no preflight, or sends none, or a short one.
    pub(super) fn is_within(list: &'static str, preflight: &'static str, limit: usize) -> Self {
        let is_none = or(call("_!=_", [request("method"), text("OPTIONS")]), call("!_", [is_sent(preflight)]));
        let is_short = call("_<=_", [size(header(list)), number(limit)]);
        or(is_none, or(call("!_", [is_sent(list)]), is_short))
    }
}

fn request(field: &'static str) -> Expr {
    let operand = Expr::Ident { ident_expr: Ident { name: "request" } };
    Expr::Select { select_expr: Box::new(Select { operand, field }) }
}

fn header(name: &'static str) -> Expr {
    call("_[_]", [request("headers"), text(name)])
}

fn is_sent(name: &'static str) -> Expr {
    call("@in", [text(name), request("headers")])
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
