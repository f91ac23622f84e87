//! One's own pages, which `on_denied: reject` lets through.

use super::{
    map::{Map, Table},
    quoted::Quoted,
    variable::{Names, Variable},
};

/// The variable that says `own` if a browser says that the request comes from a page of this very server, else `no`.
pub(super) fn variable(names: &Names) -> Variable {
    names.variable("own_page")
}

/// The maps behind [`variable`].
pub(super) fn maps(names: &Names) -> Vec<Map> {
    let (own, no) = (|| Quoted::new("own"), || Quoted::new("no"));
    let same_host = names.variable("same_host");
    let site = Quoted::variable(&Variable::of_nginx("http_sec_fetch_site"));
    let by_site = Table::new(site, no())
        .line(Quoted::default(), Quoted::variable(&same_host))
        .line(Quoted::regex().and("(?:same-origin|none)").ending(), own());
    // A line feed separates: no header holds one. `GET http://host/ HTTP/1.1` names the authority itself, and then `Host` does not
    // count.
    let request = Quoted::new(r"$request\n$http_host\n$http_origin");
    let by_host = Table::new(request, no())
        .line(Quoted::regex().and(r"[^ \n]+ +/[^\n]*\n([^\n]+)\nhttps?://\1").ending(), own())
        .line(Quoted::regex().and(r"[^ \n]+ +[^/ \n]+://([^/? \n]++)[^\n]*\n[^\n]*\nhttps?://\1").ending(), own());
    vec![by_host.defines(same_host), by_site.defines(variable(names))]
}
