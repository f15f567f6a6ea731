//! An answer as a page, with the scripts in files of their own that its buttons need.

use std::sync::Arc;
use std::time::Duration;

use super::Browser;
use crate::charset;
use crate::element::refresh_in;
use crate::error::PortalError;
use crate::page::Page;
use crate::script::MAX_SCRIPT;
use crate::script::files::{self, ScriptFiles};
use crate::transport::{Method, Purpose, Request, Response};

/// Files of one page that are looked at.
const MAX_FILES: usize = 8;
/// What all files of one page may take: a page whose scripts do not come is read without them.
const PATIENCE: Duration = Duration::from_secs(4);

impl Browser {
    /// Reads an answer into the model of its page. Errors: [`PortalError::TooLarge`].
    pub(super) async fn parse(&mut self, response: Response) -> Result<Page, PortalError> {
        let response = Arc::new(response);
        let page = self.parse_with(response.clone(), ScriptFiles::new()).await?;
        if page.scripts.sources.is_empty() {
            return Ok(page);
        }
        let missing = page.missing_functions();
        if missing.is_empty() {
            return Ok(page);
        }
        // What came in time counts; what did not is as if it had not been named.
        let mut files = ScriptFiles::new();
        let _ = tokio::time::timeout(PATIENCE, self.get_script_files(&page, &mut files)).await;
        let needed = files::needed(files, missing);
        if needed.is_empty() { Ok(page) } else { self.parse_with(response, needed).await }
    }

    async fn parse_with(&self, response: Arc<Response>, files: ScriptFiles) -> Result<Page, PortalError> {
        let labels = self.labels.clone();
        let refresh = response.refresh.as_deref().and_then(refresh_in);
        // Reading may cost half a second on a phone. Whoever gives up meanwhile does not wait for its end, which is near:
        // the work on one page is counted.
        let reading = tokio::task::spawn_blocking(move || {
            Page::read(response.url.clone(), &response.body, response.content_type.as_deref(), &labels, &files)
        });
        let mut page = reading.await.ok().and_then(Result::ok).ok_or(PortalError::TooLarge)?;
        page.refresh = refresh.or(page.refresh);
        Ok(page)
    }

    /// The files that the page names, from allowed hosts, each once a visit.
    async fn get_script_files(&mut self, page: &Page, files: &mut ScriptFiles) {
        for source in page.scripts.sources.iter().take(MAX_FILES) {
            let Ok(url) = page.base.join(source) else { continue };
            if !self.script_files.contains_key(&url) {
                let purpose = Purpose::Script;
                let referer = Some(page.url.clone());
                let request = Request {
                    method: Method::Get,
                    url: url.clone(),
                    body: None,
                    referer,
                    holds_secret: false,
                    purpose,
                };
                if self.check(&request).is_err() {
                    continue;
                }
                let answer = self.transport.send(request).await.ok();
                let code = answer.filter(|answer| answer.status == 200 && answer.body.len() <= MAX_SCRIPT);
                tracing::info!(found = code.is_some(), "a script of the page was asked for");
                let code = code.map(|answer| charset::decode(&answer.body, answer.content_type.as_deref()).0);
                self.script_files.insert(url.clone(), code);
            }
            if let Some(Some(code)) = self.script_files.get(&url) {
                files.insert(source.clone(), code.clone());
            }
        }
    }
}
