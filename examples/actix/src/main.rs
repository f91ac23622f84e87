//! A small API in actix-web behind a CORS policy: `example-actix [ADDRESS]`, by default on 127.0.0.1:3000. See `cors.yaml` and the
//! README.

use std::{env, io, net::TcpListener};

use actix_web::{
    App, Error, HttpServer,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    error,
    http::header,
    middleware::{Next, from_fn},
    web,
};
use cors_policy::{actix::Cors, cors_policy};

#[actix_web::main]
#[expect(clippy::print_stderr, reason = "it says where it listens")]
async fn main() -> io::Result<()> {
    let address = env::args().nth(1);
    let listener = TcpListener::bind(address.as_deref().unwrap_or("127.0.0.1:3000"))?;
    let address = listener.local_addr()?;
    // Outside, so that all workers share it.
    let cors = Cors::new(cors_policy!("cors.yaml"));
    let application = move || {
        App::new()
            .route("/catalog/{book}", web::get().to(title))
            .route("/shelf", web::get().to(async || "empty\n"))
            .route("/loans/{book}", web::put().to(lend))
            .wrap(from_fn(authenticate))
            // Last, so outermost: preflights carry no credentials, and are answered before `authenticate` asks for some.
            .wrap(cors.clone())
    };
    let server = HttpServer::new(application).workers(1).listen(listener)?;
    eprintln!("listening on http://{address}");
    server.run().await
}

async fn title(book: web::Path<u32>) -> Result<&'static str, Error> {
    match *book {
        1 => Ok("One Thousand and One Nights\n"),
        _ => Err(error::ErrorNotFound("no such book\n")),
    }
}

async fn lend(book: web::Path<u32>) -> String {
    format!("book {book} is yours\n")
}

/// Stands in for real authentication. It ends in an error, not in a response: the layer covers that, too.
async fn authenticate(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let token = request.headers().get(header::AUTHORIZATION);
    if request.path().starts_with("/catalog/") || token.is_some_and(|token| token == "Bearer demo") {
        return next.call(request).await;
    }
    Err(error::ErrorUnauthorized("who are you?\n"))
}
