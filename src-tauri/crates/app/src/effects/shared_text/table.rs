//! A table of the records: CSV (RFC 4180), read by people in whatever shows tables.

use certificate::JAPAN;
use jiff::Timestamp;
use journey::{CertificateKind, CertificateRecord, Proof, Removal};

use crate::catalogue::Catalogue;

/// Without it spreadsheets of Japanese Windows take UTF-8 for Shift_JIS.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A line for each record, below the names of its columns. Nothing secret is in it.
pub(super) fn table(records: &[CertificateRecord], words: &Catalogue) -> String {
    let names = [
        words.records_kind,
        words.records_office,
        words.records_until,
        words.records_from,
        words.records_state,
        words.records_day,
        words.records_subject,
        words.records_issuer,
        words.records_fingerprint,
    ];
    let mut table = String::from(BYTE_ORDER_MARK);
    line(&mut table, names.map(str::to_owned));
    for CertificateRecord { summary, proof, removal } in records {
        let kind = match summary.kind {
            Some(CertificateKind::Dx) => words.kind_dx,
            Some(CertificateKind::Hoken) => words.kind_hoken,
            None => "",
        };
        let mark = if summary.practice { words.practice } else { "" };
        let (state, at) = state(*proof, *removal, words);
        line(
            &mut table,
            [
                format!("{mark}{kind}"),
                summary.office.clone(),
                day(summary.not_after),
                day(summary.not_before),
                state.to_owned(),
                at.map(day).unwrap_or_default(),
                summary.subject.clone(),
                summary.issuer.clone(),
                summary.fingerprint.to_string(),
            ],
        );
    }
    table
}

/// The app's word for what is known, and since when; three different words for handed over, said and proven.
fn state(proof: Proof, removal: Option<Removal>, words: &Catalogue) -> (&'static str, Option<Timestamp>) {
    match (removal, proof) {
        (Some(Removal::Said { at }), _) => (words.records_removed_said, Some(at)),
        (Some(Removal::Seen { at }), _) => (words.records_removed_seen, Some(at)),
        (None, Proof::HandedOver) => (words.records_handed_over, None),
        (None, Proof::UserConfirmed { at }) => (words.records_said, Some(at)),
        (None, Proof::Proven { at, .. }) => (words.records_proven, Some(at)),
    }
}

/// `2028-03-31` in Japan: sorts as it reads, in every language.
fn day(time: Timestamp) -> String {
    JAPAN.to_datetime(time).date().to_string()
}

fn line<const COLUMNS: usize>(table: &mut String, cells: [String; COLUMNS]) {
    let cells = cells.map(|cell| quoted(&cell));
    table.push_str(&cells.join(","));
    table.push_str("\r\n");
}

/// In quotation marks, which make every other character an ordinary one (RFC 4180, 2.6 and 2.7). A cell that a spreadsheet
/// would take for a formula begins with an apostrophe (OWASP, "CSV Injection"): names come from outside.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let mark = if formula { "'" } else { "" };
    format!("\"{mark}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_cell_stays_one_cell_and_no_formula() {
        assert_eq!(quoted("さくら, \"本店\"\n2"), "\"さくら, \"\"本店\"\"\n2\"");
        assert_eq!(quoted("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        for formula in ["+1", "-1", "@SUM(A1)"] {
            assert_eq!(quoted(formula), format!("\"'{formula}\""));
        }
    }
}
