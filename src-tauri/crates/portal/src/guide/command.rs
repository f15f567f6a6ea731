//! What the app asks of the script.

use serde::Serialize;

/// An order to the script in the page that is in front.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum GuideCommand {
    /// Presses, or ticks, what is marked; nothing if the page has changed since that report.
    Press {
        /// [`crate::guide::PageReport::number`] of the report that named it.
        page: u32,
    },
    /// Puts the cursor into the field that is marked.
    Focus {
        /// As in [`GuideCommand::Press`].
        page: u32,
    },
    /// Writes the user ID into its field, if that is empty or holds an earlier one.
    FillUserId {
        /// The user ID.
        text: String,
    },
    /// Takes the mark off the log-in: whether it is tried again is asked first.
    Hold,
    /// Marks the log-in again.
    Release,
    /// Says again what is shown.
    Report,
    /// Asks for an address once, by the page itself, and posts what comes: a download of which only the address is known.
    SendFile {
        /// Its address, of the page's own origin or `blob:`.
        url: String,
    },
}

/// The script that gives the order. It does nothing in a page without a guide.
pub fn command_script(command: &GuideCommand) -> String {
    #[allow(clippy::expect_used, reason = "texts and numbers have a JSON form")]
    let order = serde_json::to_string(command).expect("command");
    format!("window.__shomeiGuide && window.__shomeiGuide.run({order});")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_data_whatever_it_holds() {
        let text = "\"});alert(1)//\u{2028}</script>".to_owned();
        let script = command_script(&GuideCommand::FillUserId { text });
        assert_eq!(
            script,
            "window.__shomeiGuide && window.__shomeiGuide.run({\"do\":\"fill-user-id\",\"text\":\"\\\"});alert(1)//\u{2028}</script>\"});"
        );
    }

    #[test]
    fn a_press_names_the_report_that_it_means() {
        let script = command_script(&GuideCommand::Press { page: 7 });
        assert!(script.ends_with(".run({\"do\":\"press\",\"page\":7});"), "{script}");
    }
}
