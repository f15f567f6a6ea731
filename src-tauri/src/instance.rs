//! One window for each state folder: a second start brings what it was started with to the first one, and ends.

use std::path::Path;

use tauri::{AppHandle, Builder, Manager, Wry};

use crate::inbound;

/// Makes this start the first one of its folder, or ends it.
#[cfg(target_os = "linux")]
pub(crate) fn single(builder: Builder<Wry>, chosen: Option<&Path>) -> Builder<Wry> {
    builder.plugin(linux::plugin(chosen, started_again))
}

/// Makes this start the first one, or ends it; beside a chosen folder there may be others, which cannot be told apart here.
#[cfg(not(target_os = "linux"))]
pub(crate) fn single(builder: Builder<Wry>, chosen: Option<&Path>) -> Builder<Wry> {
    if chosen.is_some() {
        return builder;
    }
    builder.plugin(tauri_plugin_single_instance::init(|app, arguments, folder| {
        started_again(app, &arguments, Path::new(&folder));
    }))
}

/// What stood on the command line of another start, the program's name first, and the folder that it was started in.
fn started_again(app: &AppHandle<Wry>, arguments: &[String], folder: &Path) {
    inbound::arrived(app, inbound::on_command_line(arguments.get(1..).unwrap_or_default(), folder, false));
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// `GApplication` of GLib, which GTK has brought along: `tauri-plugin-single-instance` would bring a second D-Bus with it, 32
/// crates and 0.6 MB.
#[cfg(target_os = "linux")]
mod linux {
    use std::env;
    use std::hash::{DefaultHasher, Hash, Hasher};
    use std::path::Path;

    use gtk::gio::{Application, ApplicationFlags};
    use gtk::glib::ExitCode;
    use gtk::prelude::{ApplicationCommandLineExt, ApplicationExt, ApplicationExtManual};
    use tauri::plugin::{Builder, TauriPlugin};
    use tauri::{AppHandle, Wry};

    use crate::inbound;

    /// What is done with another start's command line, its name first, and its folder.
    type Started = fn(&AppHandle<Wry>, &[String], &Path);

    pub(super) fn plugin(chosen: Option<&Path>, started: Started) -> TauriPlugin<Wry> {
        let id = match chosen {
            Some(folder) => format!("{}.folder_{:016x}", app::BUNDLE_IDENTIFIER, hash(folder)),
            None => app::BUNDLE_IDENTIFIER.to_owned(),
        };
        Builder::new("instance")
            .setup(move |app, _| {
                claim(app, &id, started)?;
                Ok(())
            })
            .build()
    }

    fn hash(folder: &Path) -> u64 {
        let mut hasher = DefaultHasher::new();
        folder.hash(&mut hasher);
        hasher.finish()
    }

    /// Owns that name on the session bus, or brings this start's command line to who owns it and ends. Without a bus every
    /// start is the first one; the lock on the state folder still keeps them apart.
    fn claim(app: &AppHandle<Wry>, id: &str, started: Started) -> Result<(), gtk::glib::Error> {
        let application = Application::new(Some(id), ApplicationFlags::HANDLES_COMMAND_LINE);
        application.register(None::<&gtk::gio::Cancellable>)?;
        if application.is_remote() {
            let folder = env::current_dir().unwrap_or_default();
            let code = application.run_with_args(&inbound::as_text(env::args_os(), &folder));
            app.cleanup_before_exit();
            std::process::exit(code.value());
        }
        let first = app.clone();
        application.connect_command_line(move |_, other| {
            let folder = other.cwd().unwrap_or_default();
            started(&first, &inbound::as_text(other.arguments().into_iter(), &folder), &folder);
            ExitCode::SUCCESS.value()
        });
        // It owns the name for as long as the process lives.
        std::mem::forget(application);
        Ok(())
    }
}
