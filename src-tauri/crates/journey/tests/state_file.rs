//! A state file written before today's names is read as it was meant.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use journey::{HandOffMethod, InstallMethod, PersistedState, Proof, Step};

/// As the app wrote it when the proof of the user's word was called `said`.
const BEFORE: &str = r#"{
  "journal": {
    "step": { "id": "fetched", "deadline": "2026-11-24T03:08:00Z", "handOff": { "way": "file", "passwordIsMade": true } },
    "slot": { "office": "3f9a1c02000000000000000000000000", "kind": "dx" },
    "userId": "KJ1372000123A5",
    "certificate": {
      "summary": {
        "kind": "dx", "office": "さくら", "subject": "CarePlanJigyousho", "issuer": "e-seikyu CA",
        "notBefore": 1700000000000, "notAfter": 1837000000000, "daysLeft": 493,
        "fingerprint": "0707070707070707070707070707070707070707070707070707070707070707", "practice": false
      },
      "issuerDn": [48, 0],
      "proof": { "id": "said", "at": 1795489200000 }
    }
  },
  "parked": { "step": { "id": "installing", "way": "password" }, "slot": null, "userId": "", "certificate": null },
  "ledger": { "offices": {}, "certificates": {}, "logins": {}, "salt": "00" },
  "settings": { "userId": "KJ1372000123A5" },
  "practice": { "phone": "ipad", "office": "both" },
  "answeredLink": { "mark": "abcd", "at": "2026-11-24T03:00:00Z" },
  "savedFiles": [{ "name": "kaigo-dx-3f9a1c02.p12", "practised": false }]
}"#;

#[test]
fn a_state_file_of_before_is_read() {
    let state: PersistedState = serde_json::from_str(BEFORE).unwrap();
    let journal = state.journal.as_ref().unwrap();
    let Step::Fetched { hand_off, deadline: Some(_) } = &journal.step else { panic!("{:?}", journal.step) };
    assert_eq!((hand_off.method, hand_off.password_is_made), (HandOffMethod::File, true));
    let proof = journal.certificate.as_ref().unwrap().proof;
    assert!(journal.certificate.as_ref().unwrap().summary.doubts.is_empty());
    assert!(matches!(proof, Proof::UserConfirmed { .. }), "{proof:?}");
    let suspended = state.suspended_journal.as_ref().unwrap();
    assert_eq!(suspended.step, Step::Installing { method: InstallMethod::Password });
    assert_eq!(state.answered_link.as_ref().unwrap().link_hash, "abcd");
    assert_eq!(state.practice.as_ref().unwrap().phone, Some(journey::Platform::Ipad));

    let again: PersistedState = serde_json::from_str(&serde_json::to_string(&state).unwrap()).unwrap();
    assert_eq!(again, state);
}
