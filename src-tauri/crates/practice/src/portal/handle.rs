//! One request: understood, done, drawn, and spoilt where a fault says so.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, header};
use axum::{Extension, Router};
use http_body_util::{BodyExt, Limited};

use super::Shared;
use super::books::Visit;
use super::desktop;
use super::fault::{Fault, Step};
use super::faulty;
use super::letter;
use super::page::{Page, Route, Target};
use super::render::Renderer;
use super::sessions::token;
use super::skin::Skin;
use super::window::{self, Decision};
use super::wire::{self, Sent};
use crate::PracticeError;
use crate::offices::Holding;
use crate::serve::Hangup;

const BODY: usize = 64 * 1024;
const PKCS12: &str = "application/x-pkcs12";

pub(super) fn router(shared: &Arc<Shared>) -> Router {
    Router::new().fallback(handle).with_state(Arc::clone(shared))
}

async fn handle(
    State(shared): State<Arc<Shared>>,
    Extension(hangup): Extension<Hangup>,
    request: Request<Body>,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let get = matches!(parts.method, Method::GET | Method::HEAD);
    if !get && parts.method != Method::POST {
        return wire::answer(405, "text/plain", "Method Not Allowed");
    }
    let Ok(body) = Limited::new(body, BODY).collect().await.map(http_body_util::Collected::to_bytes) else {
        return wire::answer(413, "text/plain", "Content Too Large");
    };
    let asked = Asked {
        skin: shared.switches.skin(),
        path: parts.uri.path(),
        query: parts.uri.query().unwrap_or_default(),
        headers: &parts.headers,
        body: (!get).then_some(body),
    };
    if let Some(other) = faulty::LOOP.iter().position(|path| *path == asked.path) {
        return wire::redirect(302, faulty::LOOP[1 - other]);
    }
    let (response, step) = shared.answer(&asked).await;
    let mut response = match shared.switches.fault_at(step) {
        Some(fault) => faulty::spoil(fault, response, shared.switches.delay(), &hangup).await,
        None => response,
    };
    if let Some(step) = step {
        shared.switches.passed(step).await;
    }
    if shared.switches.close_connections() {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

struct Asked<'a> {
    skin: Skin,
    path: &'a str,
    query: &'a str,
    headers: &'a HeaderMap,
    /// None: a GET.
    body: Option<Bytes>,
}

/// What is drawn, and for which session.
struct Drawing {
    session: String,
    /// The browser does not know the session's ID yet.
    fresh: bool,
    here: Route,
    desktop: bool,
}

impl Shared {
    async fn answer(&self, asked: &Asked<'_>) -> (Response<Body>, Option<Step>) {
        let (decision, drawing, step) = match self.understand(asked) {
            Understood::Answer(response, step) => return (response, step),
            Understood::Act(visit, step, known) => {
                let mut books = self.books();
                let (decision, session) = window::act(&mut books, &visit);
                let fresh = known.as_deref() != Some(session.as_str());
                (decision, Drawing { session, fresh, here: visit.target.route, desktop: visit.desktop }, step)
            }
        };
        let response = self.complete(asked.skin, decision, &drawing, step).await;
        (response.unwrap_or_else(|_| wire::answer(500, "text/plain", "practice portal: see its folder")), step)
    }

    fn understand(&self, asked: &Asked<'_>) -> Understood {
        let now = self.clock.now();
        let (path, in_path) = wire::split_path(asked.path);
        let known = in_path.map(str::to_owned).or_else(|| wire::session_cookie(asked.headers));
        let mut books = self.books();
        books.counts.requests += 1;
        books.counts.posts += u64::from(asked.body.is_some());
        let (id, session) = books.sessions.enter(known.as_deref(), now);
        let returning = known.is_some();
        let charset = asked.skin.shape().charset;
        let sent = Sent::parse(asked.body.as_deref().unwrap_or_default(), charset);
        let ticket = match &asked.body {
            Some(_) => {
                let token = sent.get(asked.skin.shape().token).unwrap_or_default();
                session.redeem(token, |name| sent.pressed(name))
            }
            None => Sent::parse(asked.query.as_bytes(), encoding_rs::UTF_8)
                .get("t")
                .and_then(|token| session.look_up(token)),
        };
        let ticketed = ticket.is_some();
        let addressed = asked.skin.route(path);
        let target = match (ticket, addressed, &asked.body) {
            (Some(target), ..) => Some(target),
            (None, Some(route), None) => Some(Target::get(route)),
            _ => None,
        };
        // A POST whose token is not known has still been asked of that step.
        let step = target.as_ref().map_or_else(
            || addressed.and_then(|route| step_of(route, true)),
            |target| step_of(target.route, target.post),
        );
        if let Some(step) = step {
            *books.counts.steps.entry(step).or_default() += 1;
        }
        let fault = self.switches.fault_at(step);
        let port =
            asked.headers.get(header::HOST).and_then(|host| host.to_str().ok()?.rsplit_once(':')?.1.parse().ok());
        if let Some(response) = fault.and_then(|fault| faulty::instead(fault, port.unwrap_or(80))) {
            return Understood::Answer(response, step);
        }
        let desktop = wire::is_desktop(asked.headers);
        let page = match (&target, fault) {
            (_, Some(Fault::Maintenance)) => Some(window::maintenance()),
            (None, _) if asked.body.is_some() => {
                books.counts.refused_forms += 1;
                Some(window::wrong_move())
            }
            (None, _) => Some(window::not_found()),
            _ => None,
        };
        match (page, target) {
            (None, Some(target)) => {
                let fields = sent.fields(asked.skin);
                let visit = Visit { session: id, returning, target, ticketed, fields, desktop, now, fault };
                Understood::Act(Box::new(visit), step, known)
            }
            (page, _) => {
                let page = page.unwrap_or_else(window::not_found);
                let fresh = known.as_deref() != Some(id.as_str());
                let drawing = Drawing { session: id, fresh, here: Route::Entrance, desktop };
                drop(books);
                Understood::Answer(self.draw(asked.skin, &page, &drawing), step)
            }
        }
    }

    /// Fetches what the decision needs from the CA, and draws it.
    async fn complete(
        &self,
        skin: Skin,
        decision: Decision,
        drawing: &Drawing,
        step: Option<Step>,
    ) -> Result<Response<Body>, PracticeError> {
        match decision {
            Decision::Page(page) => Ok(self.draw(skin, &page, drawing)),
            Decision::Go(target) => Ok(self.go(skin, &target, drawing)),
            Decision::List(office) => {
                let office = self.books().member(&office).map(|member| member.office.clone());
                let mut rows = Vec::new();
                if let Some(office) = office {
                    for holding in &office.holdings {
                        let issued = self.authority.issue(&office.subject(*holding)).await?;
                        rows.push((*holding, desktop::date(issued.not_before()), desktop::date(issued.not_after())));
                    }
                }
                let page = if drawing.desktop { desktop::certificates(rows) } else { window::certificates(rows) };
                Ok(self.draw(skin, &page, drawing))
            }
            Decision::File(office, holding) => match self.switches.fault_at(step) {
                Some(Fault::HtmlInsteadOfFile) => Ok(self.draw(skin, &window::instead_of_file(), drawing)),
                Some(Fault::ZipInsteadOfFile) => {
                    Ok(wire::file(&file_name("zip"), "application/zip", letter::plain_zip()?))
                }
                Some(Fault::EmptyFile) => Ok(wire::file(&file_name("pfx"), PKCS12, Vec::new())),
                _ => self.file(&office, holding).await,
            },
            Decision::Letter(office) => {
                let Some(office) = self.books().member(&office).map(|member| member.office.clone()) else {
                    return Ok(self.draw(skin, &window::not_found(), drawing));
                };
                let zip = tokio::task::spawn_blocking(move || letter::encrypted_zip(&office)).await??;
                Ok(wire::file("letter.zip", "application/zip", zip))
            }
        }
    }

    async fn file(&self, office: &str, holding: Holding) -> Result<Response<Body>, PracticeError> {
        let office = self.books().member(office).map(|member| member.office.clone());
        let Some(office) = office else { return Ok(wire::answer(404, "text/plain", "Not Found")) };
        let issued = self.authority.issue(&office.subject(holding)).await?;
        let bytes = tokio::task::spawn_blocking(move || issued.pkcs12(&office.certificate_password)).await??;
        self.books().counts.downloads += 1;
        Ok(wire::file(&file_name("pfx"), PKCS12, bytes))
    }

    fn draw(&self, skin: Skin, page: &Page, drawing: &Drawing) -> Response<Body> {
        let body = self.with_renderer(skin, drawing, |renderer| renderer.page(page));
        self.dress(skin, drawing, wire::html(skin, page.status, body))
    }

    fn go(&self, skin: Skin, target: &Target, drawing: &Drawing) -> Response<Body> {
        let response = if skin.shape().meta_refresh {
            wire::html(skin, 200, self.with_renderer(skin, drawing, |renderer| renderer.refresh(target)))
        } else {
            wire::redirect(303, &self.with_renderer(skin, drawing, |renderer| renderer.address(target.route)))
        };
        self.dress(skin, drawing, response)
    }

    fn with_renderer<T>(&self, skin: Skin, drawing: &Drawing, draw: impl FnOnce(&mut Renderer<'_>) -> T) -> T {
        let mut books = self.books();
        let (id, session) = books.sessions.enter(Some(&drawing.session), self.clock.now());
        draw(&mut Renderer { skin, session, session_id: &id, here: drawing.here })
    }

    fn dress(&self, skin: Skin, drawing: &Drawing, mut response: Response<Body>) -> Response<Body> {
        if drawing.fresh && !skin.shape().session_in_path {
            wire::set_session_cookie(&mut response, &drawing.session);
        }
        response
    }
}

enum Understood {
    Answer(Response<Body>, Option<Step>),
    /// The visit, its step, and the session ID that came with it.
    Act(Box<Visit>, Option<Step>, Option<String>),
}

fn step_of(route: Route, post: bool) -> Option<Step> {
    match route {
        Route::Entrance => Some(Step::Entrance),
        Route::Login if post => Some(Step::Authenticate),
        Route::Login => Some(Step::Login),
        Route::Menu => Some(Step::Menu),
        Route::Certificates => Some(Step::Certificates),
        Route::Download => Some(Step::Download),
        Route::Logout => Some(Step::Logout),
        _ => None,
    }
}

/// Long, generated, another one each time.
fn file_name(extension: &str) -> String {
    format!("{}{}.{extension}", token(), token())
}
