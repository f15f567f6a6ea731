//! Notifications before a certificate ends, in words, until the phone that they are for has them.

use certificate::{CertificateKind, JAPAN};
use journey::{Reminder, reminder_link};
use parking_lot::Mutex;

use crate::catalogue::Catalogue;
use crate::ports::{NotificationPlan, PlannedNotification};

/// The last plan of each phone, until the phone has it.
#[derive(Default)]
pub(crate) struct ReminderPlans {
    this_phone: Mutex<Option<NotificationPlan>>,
    practice_phone: Mutex<Option<NotificationPlan>>,
    /// Plans are given one after another.
    pub(super) turn: tokio::sync::Mutex<()>,
}

impl ReminderPlans {
    /// Takes the place of one that the phone does not have yet.
    pub(crate) fn want(&self, practised: bool, reminders: &[Reminder], words: &Catalogue) {
        *self.of(practised).lock() = Some(plan(reminders, practised, words));
    }

    pub(super) fn of(&self, practised: bool) -> &Mutex<Option<NotificationPlan>> {
        if practised { &self.practice_phone } else { &self.this_phone }
    }
}

/// True whenever it is read: a phone that was off on the day shows it later.
fn plan(reminders: &[Reminder], practised: bool, words: &Catalogue) -> NotificationPlan {
    let notifications = reminders.iter().map(|reminder| {
        let kind = match reminder.kind {
            Some(CertificateKind::Dx) => words.kind_dx,
            Some(CertificateKind::Hoken) => words.kind_hoken,
            None => words.calendar_kind,
        };
        let mark = if practised { words.practice } else { "" };
        let last_day = JAPAN.to_datetime(reminder.not_after).date();
        let day = words
            .reminder_day
            .replace("{year}", &last_day.year().to_string())
            .replace("{month}", &last_day.month().to_string())
            .replace("{day}", &last_day.day().to_string());
        let title = words.reminder_title.replace("{kind}", &format!("{mark}{kind}")).replace("{until}", &day);
        let lines = [reminder.office.as_str(), words.reminder_text];
        PlannedNotification {
            id: format!("{}-{last_day}-{}", reminder.slot, JAPAN.to_datetime(reminder.at).date()),
            at: reminder.at,
            title,
            text: lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"),
            link: reminder_link(&reminder.slot),
        }
    });
    NotificationPlan { channel: words.reminder_channel.to_owned(), notifications: notifications.collect() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::plan;
    use crate::catalogue::{EN, JA};
    use certificate::CertificateKind;
    use journey::Reminder;

    fn reminder(office: &str) -> Reminder {
        Reminder {
            slot: "kaigo-dx-3f9a1c02".into(),
            kind: Some(CertificateKind::Dx),
            office: office.to_owned(),
            not_after: "2028-03-31T14:59:59Z".parse().unwrap(),
            at: "2028-03-01T01:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn it_says_a_day_and_no_number_of_days_that_could_be_wrong_by_then() {
        let made = plan(&[reminder("さくら")], false, &JA).notifications.remove(0);
        assert_eq!(made.id, "kaigo-dx-3f9a1c02-2028-03-31-2028-03-01");
        assert_eq!(made.link, "shomei-navi://held/kaigo-dx-3f9a1c02");
        assert!(made.title.contains("介護DX証明書") && made.title.contains("2028年3月31日"), "{}", made.title);
        assert!(made.text.starts_with("さくら\n"), "{}", made.text);
    }

    #[test]
    fn an_office_without_a_name_is_left_out_and_practice_is_marked() {
        let made = plan(&[reminder("")], true, &JA).notifications.remove(0);
        assert_eq!(made.text, JA.reminder_text);
        assert!(made.title.starts_with(JA.practice), "{}", made.title);
    }

    #[test]
    fn it_speaks_the_language_that_was_chosen() {
        let made = plan(&[reminder("")], false, &EN).notifications.remove(0);
        assert!(made.title.contains("31") && !made.title.contains('年'), "{}", made.title);
    }
}
