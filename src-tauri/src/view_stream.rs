use journey::View;
use parking_lot::Mutex;
use tauri::async_runtime::JoinHandle;
use tauri::ipc::Channel;
use tokio::sync::watch::Receiver;

/// The way of the Views to the window. A page that loads again takes it over.
#[derive(Default)]
pub(crate) struct ViewStream(Mutex<Option<JoinHandle<()>>>);

impl ViewStream {
    pub(crate) fn start(&self, mut views: Receiver<View>, channel: Channel<View>) {
        let task = tauri::async_runtime::spawn(async move {
            loop {
                let view = views.borrow_and_update().clone();
                if channel.send(view).is_err() || views.changed().await.is_err() {
                    break;
                }
            }
        });
        if let Some(former) = self.0.lock().replace(task) {
            former.abort();
        }
    }
}
