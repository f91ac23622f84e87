use cors_browser::{Failure, Reason};

use crate::Sentence;

/// Why a call fails, as a clause that can stand behind a colon.
pub fn because(failure: &Failure) -> Sentence {
    let (subject, origin) = (failure.subject.as_str(), failure.origin.as_str());
    let found = String::from_utf8_lossy(failure.found.as_deref().unwrap_or_default()).into_owned();
    let found = found.as_str();
    let answer = if failure.is_preflight { "the answer to the preflight" } else { "the answer" };
    let of_answer = |words: &str, codes: &[&str]| Sentence::from(answer).then(Sentence::of(words, codes));
    match failure.reason {
        Reason::UrlInvalid => Sentence::of("{} is no URL that can be read", &[subject]),
        Reason::UrlCredentials => Sentence::of("{} holds a user name or a password", &[subject]),
        Reason::MethodInvalid => Sentence::of("{} is no method", &[subject]),
        Reason::MethodForbidden => Sentence::of("no page may use {}", &[subject]),
        Reason::MethodNoCors => Sentence::of("mode {} knows no {}", &["no-cors", subject]),
        Reason::HeaderNameInvalid => Sentence::of("{} is no name of a header", &[subject]),
        Reason::HeaderValueInvalid => Sentence::of("the value of {} holds a NUL or a line end", &[subject]),
        Reason::BodyOfGet => Sentence::of("a {} has no body", &[subject]),
        Reason::StreamBody => Sentence::of("Safari sends no {}", &[subject]),
        Reason::OnlyIfCached => Sentence::of("{} asks for mode {}", &["only-if-cached", "same-origin"]),
        Reason::MixedContent => Sentence::of("a page from {} may not call {}", &["https", &failure.url]),
        Reason::BadPort => Sentence::of("no browser calls the port of {}: it is another protocol's", &[&failure.url]),
        Reason::LocalNetworkInsecure => "an insecure page may not call the local network".into(),
        Reason::LocalNetworkDenied => "the user does not let the page call the local network".into(),
        Reason::OtherOrigin => Sentence::of("mode {} allows no call of another origin", &["same-origin"]),
        Reason::RedirectNoCors => Sentence::of("mode {} has to follow redirects", &["no-cors"]),
        Reason::Scheme => Sentence::of("CORS knows {} and {} alone, not {}", &["http", "https", subject]),
        Reason::Network if failure.is_preflight => "there was no answer to the preflight".into(),
        Reason::Network => "there was no answer".into(),
        Reason::PreflightRedirect => Sentence::of("the preflight is redirected ({})", &[found]),
        Reason::PreflightStatus => Sentence::of("the status of the preflight is {}, not 200 to 299", &[found]),
        // After a redirect it may be another origin that is sent.
        Reason::AllowOriginMissing if subject == origin => of_answer(" does not allow pages of {}", &[origin]),
        Reason::AllowOriginMissing => {
            of_answer(" does not allow {}, which a redirect made of the page's origin", &[subject])
        }
        Reason::AllowOriginWildcard => of_answer(" allows {}, which does not do with credentials", &["*"]),
        Reason::AllowOriginLines => of_answer(" has more than one line of {}", &["Access-Control-Allow-Origin"]),
        Reason::AllowOriginList => of_answer(" lists several origins in {}", &["Access-Control-Allow-Origin"]),
        Reason::AllowOriginInvalid => of_answer(" allows {}, which is no origin", &[found]),
        Reason::AllowOriginMismatch if subject == origin => of_answer(" allows {}, and not {}", &[found, subject]),
        Reason::AllowOriginMismatch => of_answer(" allows {}, and {} was sent", &[found, subject]),
        Reason::AllowCredentials => of_answer(" does not allow credentials", &[]),
        Reason::AllowMethodsInvalid => of_answer(" allows {}, which is no method", &[subject]),
        Reason::AllowHeadersInvalid => of_answer(" allows {}, which is no name of a header", &[subject]),
        Reason::MethodNotAllowed => Sentence::of("the page may not use {}", &[subject]),
        Reason::HeaderNotAllowed => Sentence::of("the page may not send {}", &[subject]),
        Reason::AuthorizationNotCovered => Sentence::of("{} does not stand for {}", &["*", "authorization"]),
        Reason::ResourcePolicy => Sentence::of("{} withholds the answer", &["Cross-Origin-Resource-Policy"]),
        Reason::RedirectError => {
            Sentence::of("the answer is a redirect, and the call says {}", &["redirect: \"error\""])
        }
        Reason::LocationInvalid => {
            Sentence::of("the answer redirects to {}, which is no URL that can be read", &[found])
        }
        Reason::LocationScheme => {
            Sentence::of("the answer redirects to {}, which is neither {} nor {}", &[found, "http", "https"])
        }
        Reason::LocationCredentials => {
            Sentence::of("the answer redirects to {}, which holds a user name or a password", &[found])
        }
        Reason::TooManyRedirects => "there are more than 20 redirects".into(),
        Reason::StreamRedirected => "the answer is a redirect, and a stream cannot be sent a second time".into(),
    }
}
