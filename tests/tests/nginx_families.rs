//! Applications that nginx reaches otherwise than by HTTP: their own CORS headers are removed there too.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    thread,
};

use cors_compiler::{Options, Source, compile, emit, target::Shape, targets};
use corsgen_tests::{
    Failure, Request,
    installed::installed,
    nginx::{Server, free_address},
    socket,
};

const POLICY: &str = "name: shop\nallow_origins: [https://app.example.com]\n";

const CONFIG: &str = "
daemon off; pid nginx.pid; error_log stderr;
events {}
http {
    access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    include cors-shop-http.conf;
    server { listen SERVER; include cors-shop-server.conf; location / { fastcgi_pass APPLICATION; } }
}
";

/// An application that speaks FastCGI, and allows everyone. https://fastcgi-archives.github.io/FastCGI_Specification.html
fn application() -> Result<SocketAddr, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = answer(stream);
        }
    });
    Ok(address)
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    const STDIN: u8 = 5;
    const STDOUT: u8 = 6;
    const END_REQUEST: u8 = 3;
    loop {
        let mut header = [0; 8];
        stream.read_exact(&mut header)?;
        let length = u16::from_be_bytes([header[4], header[5]]);
        let mut content = vec![0; usize::from(length) + usize::from(header[6])];
        stream.read_exact(&mut content)?;
        if header[1] == STDIN && length == 0 {
            break;
        }
    }
    let text = b"Status: 200 OK\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Credentials: true\r\nX-Application: 1\r\n\r\nhello";
    let length = u16::try_from(text.len()).unwrap_or(0).to_be_bytes();
    let mut record = vec![1, STDOUT, 0, 1, length[0], length[1], 0, 0];
    record.extend_from_slice(text);
    record.extend([1, END_REQUEST, 0, 1, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    stream.write_all(&record)
}

fn allowed_origins(nginx: PathBuf, families: &[&'static str]) -> Result<Vec<Vec<u8>>, Failure> {
    let source = Source::new("cors.yaml", POLICY);
    let (program, _) = compile(&source, &Options::default()).map_err(|report| format!("{report:?}"))?;
    let target = targets::find("nginx").ok_or("no target `nginx`")?;
    let shape = Shape::Parts { families: families.to_vec(), cluster: None };
    let artifact = emit(target, &source, &program, &shape).map_err(|report| format!("{report:?}"))?;
    let address = free_address()?;
    let config = CONFIG.replace("SERVER", &address.to_string()).replace("APPLICATION", &application()?.to_string());
    let mut files: Vec<(&str, &str)> =
        artifact.parts.iter().map(|part| (part.file.as_str(), part.text.as_str())).collect();
    files.push(("nginx.conf", &config));
    let _server = Server::start(&nginx, &files, address)?;
    let request = Request::new("GET", "/", vec![("origin".to_owned(), b"https://evil.example".to_vec())]);
    let response = socket::exchange(address, &request)?;
    assert_eq!(response.values("x-application").count(), 1, "the application answered");
    Ok(response.values("access-control-allow-origin").map(<[u8]>::to_vec).collect())
}

#[test]
fn a_fastcgi_applications_headers_are_removed_where_its_family_is_named() -> Result<(), Failure> {
    for nginx in [installed("CORSGEN_NGINX_122")?, installed("CORSGEN_NGINX_128")?] {
        assert_eq!(allowed_origins(nginx.clone(), &["fastcgi"])?, Vec::<Vec<u8>>::new());
        assert_eq!(allowed_origins(nginx.clone(), &["proxy", "fastcgi"])?, Vec::<Vec<u8>>::new());
        // The trap that the option is for.
        assert_eq!(allowed_origins(nginx, &[])?, [b"*".to_vec()]);
    }
    Ok(())
}
