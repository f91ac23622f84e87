use std::{collections::BTreeMap, fmt::Write as _, net::SocketAddr, path::PathBuf, rc::Rc};

use cors_compiler::{
    Exactness, Target, emit,
    target::{HostPort, Shape},
    targets,
};

use crate::{Edit, Failure, Group, Reply, Request, Subject, application, installed::installed, nginx::Server};

/// A real nginx with what the target `nginx` prints, in front of [`application`].
pub struct Nginx {
    name: &'static str,
    target: &'static dyn Target,
    nginx: PathBuf,
    application: SocketAddr,
    edit: Edit,
    in_parts: bool,
    /// What the last nginx was prepared for.
    prepared: BTreeMap<Key, Held>,
    /// The last policy that it was asked about without having been prepared for it.
    alone: BTreeMap<Key, Held>,
}

/// A policy and its profile.
type Key = (String, Option<String>);

/// An nginx and where it listens; or the lines at which the target refuses the policy.
type Held = Result<(Rc<Server>, SocketAddr), Vec<usize>>;

/// Files of a configuration, each with its text.
type Files = Vec<(String, String)>;

impl Nginx {
    /// The oldest that we claim.
    ///
    /// # Errors
    ///
    /// If it is not installed.
    pub fn v1_22() -> Result<Self, Failure> {
        Self::new("nginx-1.22", "CORSGEN_NGINX_122")
    }

    /// A newer one: from 1.23 on nginx sees every line of a header.
    ///
    /// # Errors
    ///
    /// If it is not installed.
    pub fn v1_28() -> Result<Self, Failure> {
        Self::new("nginx-1.28", "CORSGEN_NGINX_128")
    }

    fn new(name: &'static str, variable: &str) -> Result<Self, Failure> {
        Ok(Self {
            name,
            target: targets::find("nginx").ok_or("no target `nginx`")?,
            nginx: installed(variable)?,
            application: application::start()?,
            edit: Box::new(str::to_owned),
            in_parts: false,
            prepared: BTreeMap::new(),
            alone: BTreeMap::new(),
        })
    }

    /// The same, not in the whole configuration but in parts that another includes, with those of other policies, and which
    /// tells the word for logs in a header.
    #[must_use]
    pub fn in_parts(self) -> Self {
        Self { in_parts: true, ..self }
    }

    /// The same, each file changed before nginx reads it.
    #[must_use]
    pub fn edited(self, edit: Edit) -> Self {
        Self { edit, ..self }
    }

    /// An nginx for a policy in a whole configuration.
    ///
    /// # Errors
    ///
    /// What kept it from starting.
    pub fn whole(&self, group: &Group) -> Result<Held, Failure> {
        let address = crate::nginx::free_address()?;
        let shape = Shape::Complete { listen: host_port(address)?, upstream: host_port(self.application)? };
        let files = match self.files(group, &shape)? {
            Ok(files) => files.into_iter().map(|(_, text)| ("nginx.conf".to_owned(), text)).collect(),
            Err(lines) => return Ok(Err(lines)),
        };
        Ok(Ok((Rc::new(self.start(files, address)?), address)))
    }

    /// One nginx for all, with a server for each policy.
    fn parts(&self, groups: &[Group]) -> Result<BTreeMap<Key, Held>, Failure> {
        let (mut files, mut http, mut served) = (Files::new(), String::new(), Vec::new());
        for group in groups {
            served.push(match self.files(group, &Shape::PARTS)? {
                Ok(parts) => {
                    let address = crate::nginx::free_address()?;
                    http.push_str(&self.server(group.program()?.name.as_deref().unwrap_or_default(), address));
                    files.extend(parts);
                    Ok(address)
                }
                Err(lines) => Err(lines),
            });
        }
        let _ = write!(http, "}}");
        files.push(("nginx.conf".to_owned(), format!("{OWN}{http}")));
        let first = served.iter().flatten().next().copied();
        let server = first.map(|first| self.start(files, first)).transpose()?.map(Rc::new);
        let held = |held: Result<SocketAddr, Vec<usize>>| {
            held.and_then(|address| Ok((Rc::clone(server.as_ref().ok_or_else(Vec::new)?), address)))
        };
        Ok(groups.iter().map(key).zip(served.into_iter().map(held)).collect())
    }

    fn server(&self, name: &str, address: SocketAddr) -> String {
        format!(
            "include cors-{name}-http.conf;
             server {{
                 listen {address};
                 include cors-{name}-server.conf;
                 add_header X-Verdict $cors_{name}_verdict always;
                 location / {{
                     proxy_pass http://{application};
                     proxy_http_version 1.1;
                     proxy_set_header Host $http_host;
                     proxy_set_header Upgrade $http_upgrade;
                     proxy_set_header Connection $upgrade;
                 }}
             }}\n",
            application = self.application
        )
    }

    /// The files that the target prints; or the lines at which it refuses the policy.
    fn files(&self, group: &Group, shape: &Shape) -> Result<Result<Files, Vec<usize>>, Failure> {
        let source = group.source();
        let line = |finding: &cors_compiler::Finding| source.position(finding.span.start).line;
        Ok(match emit(self.target, &source, &group.program()?, shape) {
            Ok(artifact) => Ok(artifact.parts.into_iter().map(|part| (part.file, (self.edit)(&part.text))).collect()),
            Err(report) => Err(report.findings().iter().map(line).collect()),
        })
    }

    fn start(&self, files: Files, address: SocketAddr) -> Result<Server, Failure> {
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Server::start(&self.nginx, &files, address)
    }
}

/// What stands around the parts.
const OWN: &str = "daemon off; worker_processes 1; pid nginx.pid; error_log stderr; events {}
http {
    access_log off; client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
    map $http_upgrade $upgrade { default upgrade; \"\" \"\"; }
";

impl Subject for Nginx {
    fn name(&self) -> &'static str {
        self.name
    }

    fn exactness(&self) -> Exactness {
        self.target.exactness()
    }

    fn has_parser(&self) -> bool {
        true
    }

    fn prepare(&mut self, groups: &[Group]) -> Result<(), Failure> {
        if self.in_parts {
            self.prepared = self.parts(groups)?;
        }
        Ok(())
    }

    fn answers(&mut self, group: &Group, requests: &[Request]) -> Result<Reply, Failure> {
        let key = key(group);
        if !self.prepared.contains_key(&key) && !self.alone.contains_key(&key) {
            self.alone = match self.in_parts {
                true => self.parts(std::slice::from_ref(group))?,
                false => BTreeMap::from([(key.clone(), self.whole(group)?)]),
            };
        }
        let (server, address) = match self.prepared.get(&key).or_else(|| self.alone.get(&key)).ok_or("no server")? {
            Ok(served) => served,
            Err(lines) => return Ok(Reply::CannotHold(lines.clone())),
        };
        let reply = Reply::over_socket(*address, requests)?;
        let said = server.said()?;
        if said.contains("[alert]") || said.contains("[crit]") {
            return Err(said.into());
        }
        Ok(reply)
    }
}

fn key(group: &Group) -> Key {
    (group.policy.clone(), group.profile.clone())
}

fn host_port(address: SocketAddr) -> Result<HostPort, Failure> {
    HostPort::parse(&address.to_string()).ok_or_else(|| format!("no address: {address}").into())
}
