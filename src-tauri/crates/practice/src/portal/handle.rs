//! One request: understood, done, drawn, and spoilt where a fault says so.

use std::sync::Arc;

use app::Clock;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Request, Response, header};
use http_body_util::{BodyExt, Limited};
use parking_lot::{Mutex, MutexGuard};

use super::decision::{Decision, InsteadOfFile};
use super::faults::{self, Switches};
use super::html_variant::HtmlVariant;
use super::page::{Page, Route, Target};
use super::portal_state::{ParsedRequest, PortalState};
use super::render::Renderer;
use super::sessions::token;
use super::step::Step;
use super::wire::{self, FormBody};
use super::{desktop, dispatch, letter, mobile, shared_pages};
use crate::PracticeError;
use crate::authority::Authority;
use crate::offices::OfficeCertificate;

const BODY: usize = 64 * 1024;

/// What every request needs.
pub(super) struct Shared {
    pub(super) authority: Arc<Authority>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) switches: Arc<Switches>,
    pub(super) state: Mutex<PortalState>,
}

pub(super) fn router(shared: &Arc<Shared>) -> Router {
    faults::layer(Router::new().fallback(handle).with_state(Arc::clone(shared)), &shared.switches)
}

async fn handle(State(shared): State<Arc<Shared>>, request: Request<Body>) -> Response<Body> {
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
    let (mut response, step) = shared.answer(&raw).await;
    if let Some(step) = step {
        response.extensions_mut().insert(step);
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
    /// Never held across an await.
    pub(super) fn state(&self) -> MutexGuard<'_, PortalState> {
        self.state.lock()
    }

    async fn answer(&self, raw: &RawRequest<'_>) -> (Response<Body>, Option<Step>) {
        let (decision, context, step) = match self.understand(raw) {
            ParseOutcome::Answer(response, step) => return (response, step),
            ParseOutcome::Act(request, step, known) => {
                let mut state = self.state();
                let (decision, session) = dispatch::act(&mut state, &request);
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
        if let Some(response) = fault.and_then(|fault| faults::instead_of(fault, port.unwrap_or(80))) {
            return ParseOutcome::Answer(response, step);
        }
        let desktop = wire::is_desktop(raw.headers);
        let page = match (&target, fault.and_then(faults::page_instead)) {
            (_, Some(page)) => Some(page),
            (None, _) if raw.body.is_some() => {
                state.counts.refused_forms += 1;
                Some(shared_pages::wrong_move())
            }
            (None, _) => Some(shared_pages::not_found()),
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
                let page = page.unwrap_or_else(shared_pages::not_found);
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
                let page = if context.desktop { desktop::certificates(rows) } else { mobile::certificates(rows) };
                Ok(self.draw(variant, &page, context))
            }
            Decision::File(office, certificate) => {
                let instead = self.switches.fault_at(step).map(|fault| faults::instead_of_file(fault, &file_name()));
                match instead.transpose()?.flatten() {
                    Some(InsteadOfFile::Page(page)) => Ok(self.draw(variant, &page, context)),
                    Some(InsteadOfFile::File(response)) => Ok(response),
                    None => self.file(&office, certificate).await,
                }
            }
            Decision::Letter(office) => {
                let Some(office) = self.state().account(&office).map(|account| account.office.clone()) else {
                    return Ok(self.draw(variant, &shared_pages::not_found(), context));
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
        Ok(wire::file(&format!("{}.pfx", file_name()), wire::PKCS12, bytes))
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

/// Long, generated, another one each time; without its extension.
fn file_name() -> String {
    format!("{}{}", token(), token())
}
