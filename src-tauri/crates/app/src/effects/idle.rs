//! What tests of single effects run on: no practice environment, nothing on the disk, the publisher's own settings.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use async_trait::async_trait;
use journey::{Event, Platform, PracticeOffice};
use tokio::sync::mpsc;

use super::{Context, Runner};
use crate::parts::{Parts, SERVING};
use crate::ports::{Device, PracticeEnvironment, PracticeEnvironmentError, RunningPractice, SystemClock};
use crate::publisher::Publisher;
use crate::vault::Vault;

/// A runner for a phone, with an empty vault, and what its effects come to.
pub(super) fn runner(device: Arc<dyn Device>) -> (Runner, mpsc::UnboundedReceiver<Event>) {
    runner_with(device, Arc::new(NoPractice))
}

/// As [`runner`], with something to practise with.
pub(super) fn runner_with(
    device: Arc<dyn Device>,
    practice: Arc<dyn PracticeEnvironment>,
) -> (Runner, mpsc::UnboundedReceiver<Event>) {
    let clock = Arc::new(SystemClock);
    let parts = Parts {
        folder: "/nonexistent".into(),
        device,
        practice,
        clock: clock.clone(),
        publisher: Publisher::parse(include_str!("../../../../config/publisher.toml")).unwrap(),
        version: "0".to_owned(),
        link_hosts: Vec::new(),
        serving: SERVING,
    };
    let (sender, events) = mpsc::unbounded_channel();
    (Runner::new(Context::new(parts, Vault::new(clock), sender, false, None)), events)
}

struct NoPractice;

#[async_trait]
impl PracticeEnvironment for NoPractice {
    fn offices(&self) -> Vec<PracticeOffice> {
        Vec::new()
    }

    async fn open(&self, _phone: Option<Platform>) -> Result<RunningPractice, PracticeEnvironmentError> {
        Err(PracticeEnvironmentError::Servers("none".into()))
    }

    async fn wipe(&self) -> Result<(), PracticeEnvironmentError> {
        Ok(())
    }
}
