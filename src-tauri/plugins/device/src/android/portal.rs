//! The portal's window: Kotlin opens it in a process of its own, and is asked again and again for what happens there.

use std::sync::Arc;

use app::{DeviceError, PortalWindow, WindowLink, WindowPlan};
use async_trait::async_trait;

use super::portal_wire::{ClosePortal, OpenPortal, OrderPortal, WatchPortal};
use super::{Bridge, NativeDevice};

#[async_trait]
impl<B: Bridge + 'static> PortalWindow for NativeDevice<B> {
    async fn run(&self, plan: WindowPlan, link: WindowLink) -> Result<(), DeviceError> {
        let WindowLink { events, mut commands } = link;
        self.bridge.ask(&OpenPortal::from(&plan)).await?;
        let closing = Closing(self.bridge.clone());
        let watch = WatchPortal {};
        let mut news = self.bridge.ask(&watch);
        loop {
            tokio::select! {
                said = &mut news => {
                    let said = said?;
                    let is_open = said.open;
                    for event in said.events(&plan) {
                        // Kotlin drops what does not fit; what has come this far is waited for.
                        if events.send(event).await.is_err() {
                            return Ok(());
                        }
                    }
                    if !is_open {
                        break;
                    }
                    news = self.bridge.ask(&watch);
                }
                command = commands.recv() => match command {
                    Some(command) => self.bridge.ask(&OrderPortal::from(&command)).await?,
                    None => break,
                },
            }
        }
        drop(closing);
        Ok(())
    }
}

/// Closes the window when whoever opened it has lost interest, in whatever way.
struct Closing<B: Bridge + 'static>(Arc<B>);

impl<B: Bridge + 'static> Drop for Closing<B> {
    fn drop(&mut self) {
        let bridge = self.0.clone();
        tauri::async_runtime::spawn(async move {
            // A window that is gone has nothing to close.
            let _ = bridge.ask(&ClosePortal {}).await;
        });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::VecDeque;
    use std::sync::Mutex;
    use std::time::Duration;

    use app::{WindowCommand, WindowEvent};
    use serde_json::{Value, json};
    use tokio::sync::Notify;

    use super::super::bridge_error::BridgeError;
    use super::super::golden::plan;
    use super::super::outbox::Outbox;
    use super::super::wire::Command;
    use super::*;

    /// Kotlin: answers a watch with what is next, and waits where nothing is.
    #[derive(Default)]
    struct Kotlin {
        news: Mutex<VecDeque<Value>>,
        asked: Mutex<Vec<&'static str>>,
        changed: Notify,
    }

    impl Kotlin {
        fn asked(&self) -> Vec<&'static str> {
            self.asked.lock().unwrap().clone()
        }

        async fn closed(&self) {
            let closing = async {
                while self.asked().last() != Some(&"closePortal") {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            };
            tokio::time::timeout(Duration::from_secs(10), closing).await.unwrap();
        }
    }

    #[async_trait]
    impl Bridge for Kotlin {
        async fn ask<C: Command>(&self, _command: &C) -> Result<C::Answer, BridgeError> {
            self.asked.lock().unwrap().push(C::NAME);
            if C::NAME != "watchPortal" {
                return Ok(serde_json::from_value(Value::Null).unwrap());
            }
            loop {
                let next = self.news.lock().unwrap().pop_front();
                match next {
                    Some(news) => return Ok(serde_json::from_value(news).unwrap()),
                    None => self.changed.notified().await,
                }
            }
        }
    }

    fn phone(news: impl IntoIterator<Item = Value>) -> NativeDevice<Kotlin> {
        let bridge = Arc::new(Kotlin { news: Mutex::new(news.into_iter().collect()), ..Kotlin::default() });
        NativeDevice { bridge, outbox: Outbox::new(std::path::Path::new("/nowhere")) }
    }

    fn pressed(times: usize, open: bool) -> Value {
        json!({ "events": vec![json!({ "id": "pressed" }); times], "open": open })
    }

    #[tokio::test]
    async fn nothing_that_kotlin_has_is_lost_and_its_end_is_the_end() {
        let phone = phone([pressed(16, true), pressed(400, false)]);
        let (link, mut control) = WindowLink::new();
        let kept = control.commands.clone();
        let count = async {
            let mut count = 0;
            while let Some(event) = control.events.recv().await {
                assert_eq!(event, WindowEvent::Pressed);
                count += 1;
            }
            count
        };
        let (ended, count) = tokio::join!(phone.run(plan(), link), count);
        ended.unwrap();
        assert_eq!(count, 416);
        phone.bridge.closed().await;
        drop(kept);
    }

    #[tokio::test]
    async fn orders_go_through_while_nothing_happens_and_their_end_closes() {
        let phone = phone([]);
        let (link, control) = WindowLink::new();
        control.commands.send(WindowCommand::Show).unwrap();
        control.commands.send(WindowCommand::Run("1".into())).unwrap();
        drop(control.commands);
        phone.run(plan(), link).await.unwrap();
        phone.bridge.closed().await;
        let orders = phone.bridge.asked().iter().filter(|name| **name == "orderPortal").count();
        assert_eq!(orders, 2);
    }

    #[tokio::test]
    async fn whoever_drops_it_closes_it() {
        let phone = phone([]);
        let (link, _control) = WindowLink::new();
        let run = phone.run(plan(), link);
        assert!(tokio::time::timeout(Duration::from_millis(20), run).await.is_err());
        phone.bridge.closed().await;
    }

    #[tokio::test]
    async fn a_page_of_another_host_is_not_believed_even_if_kotlin_says_it() {
        let foreign = json!({ "id": "page", "url": "aHR0cHM6Ly9ldmlsLmV4YW1wbGUv" });
        let message = json!({ "id": "message", "from": "aHR0cHM6Ly9ldmlsLmV4YW1wbGUv", "text": "e30=" });
        let phone = phone([json!({ "events": [foreign, message, { "id": "pressed" }], "open": false })]);
        let (link, mut control) = WindowLink::new();
        phone.run(plan(), link).await.unwrap();
        assert_eq!(control.events.recv().await, Some(WindowEvent::Pressed));
        assert_eq!(control.events.recv().await, None);
    }
}
