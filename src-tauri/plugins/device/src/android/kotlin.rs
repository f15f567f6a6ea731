//! The real bridge: Tauri's, over JNI.

use std::error::Error;
use std::sync::Arc;

use async_trait::async_trait;
use tauri::plugin::mobile::PluginInvokeError;
use tauri::plugin::{PluginApi, PluginHandle};
use tauri::{AppHandle, Manager, Runtime};

use super::bridge_error::BridgeError;
use super::outbox::Outbox;
use super::wire::Command;
use super::{Bridge, NativeDevice};

const PACKAGE: &str = "jp.shomeinavi.device";
const CLASS: &str = "DevicePlugin";

impl<R: Runtime> NativeDevice<PluginHandle<R>> {
    /// Makes the Kotlin half and loads it.
    ///
    /// # Errors
    /// Where the class is missing in the app, the activity is gone, or the system names no cache folder.
    pub(crate) fn new(app: &AppHandle<R>, api: &PluginApi<R, ()>) -> Result<Self, Box<dyn Error>> {
        let bridge = Arc::new(api.register_android_plugin(PACKAGE, CLASS)?);
        Ok(Self { bridge, outbox: Outbox::new(&app.path().app_cache_dir()?) })
    }
}

#[async_trait]
impl<R: Runtime> Bridge for PluginHandle<R> {
    async fn ask<C: Command>(&self, command: &C) -> Result<C::Answer, BridgeError> {
        self.run_mobile_plugin_async(C::NAME, command).await.map_err(|error| match error {
            PluginInvokeError::InvokeRejected(refusal) => BridgeError::of(refusal.code.as_deref()),
            PluginInvokeError::CannotDeserializeResponse(_) | PluginInvokeError::CannotSerializePayload(_) => {
                BridgeError::Answer
            }
            other => BridgeError::Call(Box::new(other)),
        })
    }
}
