//! The real bridge: Tauri's, over JNI.

use async_trait::async_trait;
use tauri::Runtime;
use tauri::plugin::mobile::PluginInvokeError;
use tauri::plugin::{PluginApi, PluginHandle};

use super::fault::Trouble;
use super::wire::Command;
use super::{Bridge, ThisPhone};

const PACKAGE: &str = "jp.shomeinavi.device";
const CLASS: &str = "DevicePlugin";

impl<R: Runtime> ThisPhone<PluginHandle<R>> {
    /// Makes the Kotlin half and loads it.
    ///
    /// # Errors
    /// Where the class is missing in the app, or the activity is gone.
    pub(crate) fn new(api: &PluginApi<R, ()>) -> Result<Self, PluginInvokeError> {
        Ok(Self { bridge: api.register_android_plugin(PACKAGE, CLASS)? })
    }
}

#[async_trait]
impl<R: Runtime> Bridge for PluginHandle<R> {
    async fn ask<C: Command>(&self, command: &C) -> Result<C::Answer, Trouble> {
        self.run_mobile_plugin_async(C::NAME, command).await.map_err(|error| match error {
            PluginInvokeError::InvokeRejected(refusal) => Trouble::of(refusal.code.as_deref()),
            PluginInvokeError::CannotDeserializeResponse(_) | PluginInvokeError::CannotSerializePayload(_) => {
                Trouble::Answer
            }
            other => Trouble::Call(Box::new(other)),
        })
    }
}
