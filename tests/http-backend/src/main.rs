//! The same app as on the phone, behind HTTP on loopback, so that a browser can test the UI.
//!
//! `http-backend --port N --ui FOLDER`: each `session` is an app of its own with a folder of its own.

mod desktop;
mod inbound;
mod named_session;
mod played_window;
mod portal_window;
mod routes;
mod sessions;

use std::error::Error;
use std::io::Write;
use std::net::Ipv4Addr;
use std::path::PathBuf;

use sessions::Sessions;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    app::Trail::start();
    let (port, ui) = arguments()?;
    let sessions = Sessions::new()?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    writeln!(std::io::stdout(), "http://{}", listener.local_addr()?)?;
    axum::serve(listener, routes::router(sessions, &ui)).await?;
    Ok(())
}

fn arguments() -> Result<(u16, PathBuf), Box<dyn Error>> {
    let mut port = 0;
    let mut ui = PathBuf::from("ui/dist");
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
        match name.as_str() {
            "--port" => port = value.parse()?,
            "--ui" => ui = PathBuf::from(value),
            _ => return Err(format!("unknown argument {name}").into()),
        }
    }
    Ok((port, ui))
}
