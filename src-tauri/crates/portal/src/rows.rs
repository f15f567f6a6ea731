//! Which certificate stands beside which download control.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

use crate::labels::Labels;
use crate::page::{CertificateRow, Control, Row, TextRun};
use crate::text::{cut, fold, occurs_in, one_line};

/// A download control and the runs around it.
pub(crate) struct Candidate {
    pub(crate) control: usize,
    /// Chunks of the control itself: from, to.
    pub(crate) own: (usize, usize),
    /// Chunks of ever larger surroundings that hold no other download control.
    pub(crate) around: Vec<(usize, usize)>,
}

/// Longer surroundings are no row.
const MAX_ROW: usize = 60;

/// A date in any of the ways of a Japanese form: 2027/03/31, 令和9年3月31日, R9.3.31.
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:令和|平成|R|H)?\s*(?:元|[0-9]{1,4})\s*[年/.\-]\s*[0-9]{1,2}\s*[月/.\-]\s*[0-9]{1,2}\s*日?").ok()
});

/// The certificates of a page: every download control beside which a certificate is named.
pub(crate) fn read(labels: &Labels, runs: &[TextRun], controls: &[Control], candidates: Vec<Candidate>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut previous_end = 0;
    for candidate in candidates {
        let near = candidate.around.iter().find(|(from, to)| {
            to.saturating_sub(*from) <= MAX_ROW && named(labels, row_runs(runs, (*from, *to))).is_some()
        });
        // Where nothing around it names a certificate, the texts since the control before do.
        let span =
            near.copied().unwrap_or((previous_end.max(candidate.own.0.saturating_sub(MAX_ROW)), candidate.own.1));
        previous_end = candidate.own.1;
        let found = named(labels, row_runs(runs, span)).map(|run| without_dates(labels, &run.text)).or_else(|| {
            let control = &controls[candidate.control];
            control.labels.iter().find(|label| labels.certificate(label).is_some()).cloned()
        });
        let Some(label) = found else { continue };
        let certificate = labels.certificate(&fold(&label));
        rows.push(Row {
            control: candidate.control,
            certificate: CertificateRow {
                row: rows.len() as u32,
                kind: certificate.and_then(|certificate| certificate.kind),
                label: cut(&label, 60),
                until: until(labels, row_runs(runs, span)),
                usable: certificate.is_none_or(|certificate| certificate.usable),
            },
        });
    }
    rows
}

fn row_runs(runs: &[TextRun], (from, to): (usize, usize)) -> impl DoubleEndedIterator<Item = &TextRun> {
    let to = to.min(runs.len());
    runs[from.min(to)..to].iter().filter(|run| run.visible)
}

/// The run that names a certificate, with the fewest other words; a known one, else one whose words end as such names do.
fn named<'a>(labels: &Labels, runs: impl DoubleEndedIterator<Item = &'a TextRun>) -> Option<&'a TextRun> {
    let runs: Vec<&TextRun> = runs.collect();
    let shortest = |fits: &dyn Fn(&str) -> bool| {
        let fitting = runs.iter().rev().filter(|run| !run.in_control && fits(&run.folded));
        fitting.min_by_key(|run| run.folded.len()).copied()
    };
    let unknown = |folded: &str| {
        let name = folded.strip_suffix("証明書");
        name.is_some_and(|name| !name.is_empty() && name != "電子" && !name.ends_with('な'))
    };
    shortest(&|folded| labels.certificate(folded).is_some()).or_else(|| shortest(&unknown))
}

/// A text that names a certificate and goes on with dates, only as far as the name.
fn without_dates(labels: &Labels, text: &str) -> String {
    let text = cut(text, 200);
    let dated = DATE.as_ref().is_some_and(|date| date.is_match(&text.nfkc().collect::<String>()));
    let names = |end: &usize| labels.certificate(&fold(&text[..*end])).is_some();
    let end = text.char_indices().map(|(at, c)| at + c.len_utf8()).find(names);
    match end {
        Some(end) if dated => text[..end].to_owned(),
        _ => text,
    }
}

/// The row's own words on the end of validity: the date after such a label, else its last date.
fn until<'a>(labels: &Labels, runs: impl Iterator<Item = &'a TextRun>) -> Option<String> {
    let pattern = DATE.as_ref()?;
    let mut last = None;
    let mut labelled: Option<String> = None;
    let mut after_label = false;
    for run in runs {
        let text: String = run.text.nfkc().collect();
        let label_here = occurs_in(labels.until(), &run.folded);
        let dates: Vec<String> = pattern.find_iter(&text).map(|date| one_line(date.as_str())).collect();
        if label_here {
            after_label = true;
        }
        if let Some(date) = dates.last() {
            last = Some(date.clone());
            if after_label {
                labelled = Some(date.clone());
            }
        }
        // A label rules until the next text that is neither a date nor a mark between two.
        if !label_here && dates.is_empty() && run.folded.chars().count() > 1 {
            after_label = false;
        }
    }
    labelled.or(last)
}
