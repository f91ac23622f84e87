use std::time::Duration;

use cors_browser::{Browser, Call, HeaderList, Request, Response, UserAgent};
use cors_explain::{Application, Explanation, Judged, Question, Recorded, explain};
use serde::Deserialize;

/// What answers, as a row has it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Server {
    /// What the application behind the policy answers.
    application: Option<Answer>,
    /// What a running server answers, request by request; what it does not have gets no answer.
    answers: Option<Vec<Answer>>,
    /// The same call was made so many seconds before.
    again: Option<u64>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    status: u16,
    #[serde(default)]
    headers: Vec<(String, String)>,
}

impl Server {
    pub(crate) fn explained(&self, policy: Option<&Judged>, call: &Call, browser: Browser) -> Explanation {
        let application = self.application.as_ref().map_or_else(Application::default, |answer| Application {
            status: answer.status,
            headers: answer.headers(),
        });
        let live = self.answers.as_deref().map(|answers| recorded(answers, call, browser));
        let again = self.again.map(Duration::from_secs);
        explain(&Question { policy, application: &application, live: live.as_deref(), call, browser, again })
    }
}

impl Answer {
    fn headers(&self) -> HeaderList {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect()
    }
}

/// What a running server was asked, and what it answered.
fn recorded(answers: &[Answer], call: &Call, browser: Browser) -> Vec<Recorded> {
    let mut recorded: Vec<Recorded> = Vec::new();
    UserAgent::new(browser).fetch(call, |request: &Request| {
        let answer = answers.get(recorded.len());
        let response = answer.map(|answer| Response { status: answer.status, headers: answer.headers() });
        recorded.push(Recorded { request: request.clone(), response: response.clone() });
        response
    });
    recorded
}
