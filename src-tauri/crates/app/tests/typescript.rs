//! The UI's unions of codes are generated; this fails when `ui/src/wording/codes.ts` is stale.
//! `UPDATE_TYPES=1 cargo test -p app --test typescript` writes it.

mod codes;

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use codes::failures;

fn export() -> Result<String, Box<dyn Error>> {
    let mut text = String::from("// Made from the Rust sources by `make types`. Do not edit.\n");
    for (list, union, about, codes) in [
        ("FAILURE_CODES", "FailureCode", "Codes of failures.", failures()),
        ("FINDING_CODES", "FindingCode", "Codes of what a certificate shows.", certificate::Finding::CODES.to_vec()),
        (
            "PASSWORD_HINT_CODES",
            "PasswordHintCode",
            "Codes of odd characters in a password.",
            certificate::PasswordHint::CODES.to_vec(),
        ),
        ("USER_ID_HINTS", "UserIdHint", "Codes of what a user ID lacks.", journey::UserIdHint::CODES.to_vec()),
    ] {
        let mut codes = codes;
        codes.sort_unstable();
        writeln!(text, "\n/** {about} */\nexport const {list} = [")?;
        for code in codes {
            writeln!(text, "  '{code}',")?;
        }
        writeln!(text, "] as const;\nexport type {union} = (typeof {list})[number];")?;
    }
    Ok(text)
}

#[test]
fn codes_of_the_ui_are_fresh() -> Result<(), Box<dyn Error>> {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/wording/codes.ts");
    let fresh = export()?;
    if std::env::var_os("UPDATE_TYPES").is_some() {
        fs::write(&kept, &fresh)?;
    }
    assert_eq!(fs::read_to_string(&kept)?, fresh, "run `make types`");
    Ok(())
}
