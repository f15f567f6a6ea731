//! One request: understood, done, drawn, and spoilt where a fault says so.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, header};
use axum::{Extension, Router};
use http_body_util::{BodyExt, Limited};

use super::Shared;
use super::desktop;
use super::fault::{Fault, Step};
use super::fault_injection;
use super::html_variant::HtmlVariant;
use super::letter;
use super::page::{Page, Route, Target};
use super::portal_state::ParsedRequest;
use super::render::Renderer;
use super::sessions::token;
use super::window::{self, Decision};
use super::wire::{self, FormBody};
use crate::PracticeError;
use crate::offices::OfficeCertificate;
use crate::serve::ConnectionAbort;

const BODY: usize = 64 * 1024;
const PKCS12: &str = "application/x-pkcs12";

pub(super) fn router(shared: &Arc<Shared>) -> Router {
    Router::new().fallback(handle).with_state(Arc::clone(shared))
}

async fn handle(
    State(shared): State<Arc<Shared>>,
    Extension(abort): Extension<ConnectionAbort>,
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
    let raw = RawRequest {
        variant: shared.switches.variant(),
        path: parts.uri.path(),
        query: parts.uri.query().unwrap_or_default(),
        headers: &parts.headers,
        body: (!get).then_some(body),
    };
    if let Some(other) = fault_injection::LOOP.iter().position(|path| *path == raw.path) {
        return wire::redirect(302, fault_injection::LOOP[1 - other]);
    }
    let (response, step) = shared.answer(&raw).await;
    let mut response = match shared.switches.fault_at(step) {
        Some(fault) => fault_injection::inject(fault, response, shared.switches.delay(), &abort).await,
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

struct RawRequest<'a> {
    variant: HtmlVariant,
    path: &'a str,
    query: &'a str,
    headers: &'a HeaderMap,
    /// `None` if it is a GET.
    body: Option<Bytes>,
}

/// What is drawn, and for which session.
struct PageContext {
    session: String,
    /// The browser does not know the session's ID yet.
    fresh: bool,
    here: Route,
    desktop: bool,
}

impl Shared {
    async fn answer(&self, raw: &RawRequest<'_>) -> (Response<Body>, Option<Step>) {
        let (decision, context, step) = match self.understand(raw) {
            ParseOutcome::Answer(response, step) => return (response, step),
            ParseOutcome::Act(request, step, known) => {
                let mut state = self.state();
                let (decision, session) = window::act(&mut state, &request);
                let fresh = known.as_deref() != Some(session.as_str());
                (decision, PageContext { session, fresh, here: request.target.route, desktop: request.desktop }, step)
            }
        };
        let response = self.complete(raw.variant, decision, &context, step).await;
        (response.unwrap_or_else(|_| wire::answer(500, "text/plain", "practice portal: see its folder")), step)
    }

    fn understand(&self, raw: &RawRequest<'_>) -> ParseOutcome {
        let now = self.clock.now();
        let (path, in_path) = wire::split_path(raw.path);
        let known = in_path.map(str::to_owned).or_else(|| wire::session_cookie(raw.headers));
        let mut state = self.state();
        state.counts.requests += 1;
        state.counts.posts += u64::from(raw.body.is_some());
        let (id, session) = state.sessions.enter(known.as_deref(), now);
        let returning = known.is_some();
        let charset = raw.variant.markup().charset;
        let sent = FormBody::parse(raw.body.as_deref().unwrap_or_default(), charset);
        let csrf_token = match &raw.body {
            Some(_) => {
                let token = sent.get(raw.variant.markup().token).unwrap_or_default();
                session.redeem(token, |name| sent.pressed(name))
            }
            None => FormBody::parse(raw.query.as_bytes(), encoding_rs::UTF_8)
                .get("t")
                .and_then(|token| session.look_up(token)),
        };
        let has_csrf_token = csrf_token.is_some();
        let addressed = raw.variant.route(path);
        let target = match (csrf_token, addressed, &raw.body) {
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
            *state.counts.steps.entry(step).or_default() += 1;
        }
        let fault = self.switches.fault_at(step);
        let port = raw.headers.get(header::HOST).and_then(|host| host.to_str().ok()?.rsplit_once(':')?.1.parse().ok());
        if let Some(response) = fault.and_then(|fault| fault_injection::instead(fault, port.unwrap_or(80))) {
            return ParseOutcome::Answer(response, step);
        }
        let desktop = wire::is_desktop(raw.headers);
        let page = match (&target, fault) {
            (_, Some(Fault::Maintenance)) => Some(window::maintenance()),
            (None, _) if raw.body.is_some() => {
                state.counts.refused_forms += 1;
                Some(window::wrong_move())
            }
            (None, _) => Some(window::not_found()),
            _ => None,
        };
        match (page, target) {
            (None, Some(target)) => {
                let fields = sent.fields(raw.variant);
                let request =
                    ParsedRequest { session: id, returning, target, has_csrf_token, fields, desktop, now, fault };
                ParseOutcome::Act(Box::new(request), step, known)
            }
            (page, _) => {
                let page = page.unwrap_or_else(window::not_found);
                let fresh = known.as_deref() != Some(id.as_str());
                let context = PageContext { session: id, fresh, here: Route::Entrance, desktop };
                drop(state);
                ParseOutcome::Answer(self.draw(raw.variant, &page, &context), step)
            }
        }
    }

    /// Fetches what the decision needs from the CA, and draws it.
    async fn complete(
        &self,
        variant: HtmlVariant,
        decision: Decision,
        context: &PageContext,
        step: Option<Step>,
    ) -> Result<Response<Body>, PracticeError> {
        match decision {
            Decision::Page(page) => Ok(self.draw(variant, &page, context)),
            Decision::Go(target) => Ok(self.go(variant, &target, context)),
            Decision::List(office) => {
                let office = self.state().account(&office).map(|account| account.office.clone());
                let mut rows = Vec::new();
                if let Some(office) = office {
                    for certificate in &office.certificates {
                        let issued = self.authority.issue(&office.subject(*certificate)).await?;
                        rows.push((
                            *certificate,
                            desktop::date(issued.not_before()),
                            desktop::date(issued.not_after()),
                        ));
                    }
                }
                let page = if context.desktop { desktop::certificates(rows) } else { window::certificates(rows) };
                Ok(self.draw(variant, &page, context))
            }
            Decision::File(office, certificate) => match self.switches.fault_at(step) {
                Some(Fault::HtmlInsteadOfFile) => Ok(self.draw(variant, &window::instead_of_file(), context)),
                Some(Fault::ZipInsteadOfFile) => {
                    Ok(wire::file(&file_name("zip"), "application/zip", letter::plain_zip()?))
                }
                Some(Fault::EmptyFile) => Ok(wire::file(&file_name("pfx"), PKCS12, Vec::new())),
                _ => self.file(&office, certificate).await,
            },
            Decision::Letter(office) => {
                let Some(office) = self.state().account(&office).map(|account| account.office.clone()) else {
                    return Ok(self.draw(variant, &window::not_found(), context));
                };
                let zip = tokio::task::spawn_blocking(move || letter::encrypted_zip(&office)).await??;
                Ok(wire::file("letter.zip", "application/zip", zip))
            }
        }
    }

    async fn file(&self, office: &str, certificate: OfficeCertificate) -> Result<Response<Body>, PracticeError> {
        let office = self.state().account(office).map(|account| account.office.clone());
        let Some(office) = office else { return Ok(wire::answer(404, "text/plain", "Not Found")) };
        let issued = self.authority.issue(&office.subject(certificate)).await?;
        let bytes = tokio::task::spawn_blocking(move || issued.pkcs12(&office.certificate_password)).await??;
        self.state().counts.downloads += 1;
        Ok(wire::file(&file_name("pfx"), PKCS12, bytes))
    }

    fn draw(&self, variant: HtmlVariant, page: &Page, context: &PageContext) -> Response<Body> {
        let body = self.with_renderer(variant, context, |renderer| renderer.page(page));
        self.with_session_cookie(variant, context, wire::html(variant, page.status, body))
    }

    fn go(&self, variant: HtmlVariant, target: &Target, context: &PageContext) -> Response<Body> {
        let response = if variant.markup().meta_refresh {
            wire::html(variant, 200, self.with_renderer(variant, context, |renderer| renderer.refresh(target)))
        } else {
            wire::redirect(303, &self.with_renderer(variant, context, |renderer| renderer.address(target.route)))
        };
        self.with_session_cookie(variant, context, response)
    }

    fn with_renderer<T>(
        &self,
        variant: HtmlVariant,
        context: &PageContext,
        draw: impl FnOnce(&mut Renderer<'_>) -> T,
    ) -> T {
        let mut state = self.state();
        let (id, session) = state.sessions.enter(Some(&context.session), self.clock.now());
        draw(&mut Renderer { variant, session, session_id: &id, here: context.here })
    }

    fn with_session_cookie(
        &self,
        variant: HtmlVariant,
        context: &PageContext,
        mut response: Response<Body>,
    ) -> Response<Body> {
        if context.fresh && !variant.markup().session_in_path {
            wire::set_session_cookie(&mut response, &context.session);
        }
        response
    }
}

enum ParseOutcome {
    Answer(Response<Body>, Option<Step>),
    /// The request, its step, and the session ID that came with it.
    Act(Box<ParsedRequest>, Option<Step>, Option<String>),
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
