//! Which certificate stands beside which download control.

use std::sync::LazyLock;

use ego_tree::NodeId;
use jiff::civil::Date;
use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

use crate::labels::Labels;
use crate::page::{CertificateRow, Control, Pick, Row, TextRun};
use crate::text::{cut, fold, occurs_in, one_line};

/// A download control and the runs around it.
pub(crate) struct Candidate {
    pub(crate) control: usize,
    /// Chunks of the control itself: from, to.
    pub(crate) own: (usize, usize),
    /// Chunks of ever larger surroundings that hold no other download control.
    pub(crate) around: Vec<(usize, usize)>,
    /// The header of its column, folded.
    pub(crate) column: Option<String>,
    /// The table or list that it stands in.
    pub(crate) table: Option<NodeId>,
}

/// What a page says of certificates.
#[derive(Default)]
pub(crate) struct List {
    pub(crate) rows: Vec<Row>,
    /// It names certificates, and what downloads them is not known.
    pub(crate) is_unread: bool,
}

/// A certificate's name with what downloads it.
pub(crate) struct Named {
    pub(crate) control: usize,
    pub(crate) pick: Option<Pick>,
    pub(crate) text: String,
    /// The texts of its row.
    pub(crate) around: Vec<String>,
}

impl Named {
    pub(crate) fn by(self, control: usize, pick: Pick) -> Self {
        Self { control, pick: Some(pick), ..self }
    }
}

/// Longer surroundings are no row.
const MAX_ROW: usize = 60;

/// A date in any of the ways of a Japanese form: 2027/03/31, 令和9年3月31日, R9.3.31.
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:令和|平成|R|H)?\s*(?:元|[0-9]{1,4})\s*[年/.\-]\s*[0-9]{1,2}\s*[月/.\-]\s*[0-9]{1,2}\s*日?").ok()
});

impl CertificateRow {
    /// The day that [`CertificateRow::until`] names, where it is a date that can be read.
    pub fn last_day(&self) -> Option<Date> {
        self.until.as_deref().and_then(date)
    }
}

/// The day that a text names in one of those ways; the year of an era begins with the era's own first.
fn date(text: &str) -> Option<Date> {
    let text: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let eras = [("令和", 2018), ("R", 2018), ("平成", 1988), ("H", 1988)];
    let (before, rest) = eras
        .iter()
        .find_map(|(era, before)| text.strip_prefix(era).map(|rest| (*before, rest)))
        .unwrap_or((0, text.as_str()));
    let rest = rest.strip_prefix('元').map_or_else(|| rest.to_owned(), |rest| format!("1{rest}"));
    let mut numbers = rest.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    let mut next = || numbers.next()?.parse::<i16>().ok();
    let (year, month, day) = (next()?, next()?, next()?);
    Date::new(year.checked_add(before)?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The certificates of a page: every download control beside which a certificate is named, and in the table of such a
/// one those beside which other words and a date stand. One beside which several are named is none: which of them it brings is
/// not known.
pub(crate) fn read(labels: &Labels, runs: &[TextRun], controls: &[Control], candidates: Vec<Candidate>) -> List {
    let mut list = List::default();
    let mut found = Vec::new();
    let mut previous_end = 0;
    for candidate in &candidates {
        let near = candidate.around.iter().find(|(from, to)| {
            to.saturating_sub(*from) <= MAX_ROW && named(labels, row_runs(runs, (*from, *to))).is_some()
        });
        // Where nothing around it names a certificate, the texts since the control before do.
        let span =
            near.copied().unwrap_or((previous_end.max(candidate.own.0.saturating_sub(MAX_ROW)), candidate.own.1));
        previous_end = candidate.own.1;
        let heads = |run: &&TextRun| Some(&run.folded) == candidate.column.as_ref();
        let header = runs.iter().find(heads).filter(|run| labels.certificate_name(&run.folded).is_some());
        let name = match header {
            Some(header) if near.is_none() => Some(header.text.clone()),
            _ if names_several(labels, row_runs(runs, span)) => {
                list.is_unread = true;
                continue;
            }
            _ => named(labels, row_runs(runs, span)).map(|run| without_dates(labels, &run.text)).or_else(|| {
                let control = &controls[candidate.control];
                control.labels.iter().find(|label| labels.certificate(label).is_some()).cloned()
            }),
        };
        found.push((candidate, name, span));
    }
    for (candidate, name, span) in &found {
        let beside = |(other, name, _): &&(&Candidate, Option<String>, (usize, usize))| {
            name.is_some() && other.table.is_some() && other.table == candidate.table
        };
        let until = until(labels, row_runs(runs, *span).map(|run| run.text.as_str()));
        let other_words =
            || until.as_ref().and_then(|_| found.iter().find(beside)).and_then(|_| first_words(runs, candidate));
        let Some(label) = name.clone().or_else(other_words) else { continue };
        list.rows.push(row(labels, list.rows.len(), candidate.control, None, &label, until));
    }
    list
}

/// What stands first in a row that names no certificate and is no date.
fn first_words(runs: &[TextRun], candidate: &Candidate) -> Option<String> {
    let is_date = |run: &TextRun| DATE.as_ref().is_some_and(|date| date.is_match(&run.folded));
    let row = candidate.around.last().filter(|(from, to)| to.saturating_sub(*from) <= MAX_ROW)?;
    row_runs(runs, *row).find(|run| !run.in_control && !is_date(run)).map(|run| run.text.clone())
}

/// The certificates that are chosen before one control for all is pressed.
pub(crate) fn of_choices(labels: &Labels, choices: Vec<Named>) -> Vec<Row> {
    let choice = |(number, named): (usize, Named)| {
        let until = until(labels, named.around.iter().map(String::as_str));
        let label = without_dates(labels, &named.text);
        row(labels, number, named.control, named.pick, &label, until)
    };
    choices.into_iter().enumerate().map(choice).collect()
}

/// The one certificate that these runs name.
pub(crate) fn name_in(labels: &Labels, runs: &[TextRun], span: (usize, usize)) -> Option<Named> {
    let span = (span.0, span.1.min(span.0 + MAX_ROW));
    if names_several(labels, row_runs(runs, span)) {
        return None;
    }
    let run = row_runs(runs, span).find(|run| labels.certificate_name(&run.folded).is_some())?;
    let around = row_runs(runs, span).map(|run| run.text.clone()).collect();
    Some(Named { control: 0, pick: None, text: run.text.clone(), around })
}

/// Does a cell or an item of the page bear a certificate's name, and does nothing say that there is none?
pub(crate) fn names_without_rows(labels: &Labels, runs: &[TextRun]) -> bool {
    let mut seen = runs.iter().filter(|run| run.visible && !run.in_chrome);
    seen.any(|run| run.in_item && labels.certificate_name(&run.folded).is_some()) && !says_none(labels, runs)
}

/// Does the page say that there is none?
pub(crate) fn says_none(labels: &Labels, runs: &[TextRun]) -> bool {
    runs.iter().any(|run| run.visible && !run.in_chrome && labels.says_none(&run.folded))
}

fn names_several<'a>(labels: &Labels, runs: impl Iterator<Item = &'a TextRun>) -> bool {
    let mut names = runs.filter_map(|run| labels.certificate_name(&run.folded));
    let Some(first) = names.next() else { return false };
    names.any(|name| !std::ptr::eq(name, first))
}

fn row(labels: &Labels, number: usize, control: usize, pick: Option<Pick>, label: &str, until: Option<String>) -> Row {
    let certificate = labels.certificate(&fold(label));
    Row {
        control,
        pick,
        certificate: CertificateRow {
            row: u32::try_from(number).unwrap_or(u32::MAX),
            kind: certificate.and_then(|certificate| certificate.kind),
            label: cut(label, 60),
            until,
            usable: certificate.is_none_or(|certificate| certificate.usable),
        },
    }
}

fn row_runs(runs: &[TextRun], (from, to): (usize, usize)) -> impl DoubleEndedIterator<Item = &TextRun> {
    let to = to.min(runs.len());
    runs[from.min(to)..to].iter().filter(|run| run.visible)
}

/// The run that names a certificate, with the fewest other words; a known one, else one whose words end as such names do.
fn named<'a>(labels: &Labels, runs: impl DoubleEndedIterator<Item = &'a TextRun>) -> Option<&'a TextRun> {
    let runs: Vec<&TextRun> = runs.collect();
    let shortest = |fits: &dyn Fn(&TextRun) -> bool| {
        let fitting = runs.iter().rev().filter(|run| fits(run));
        fitting.min_by_key(|run| run.folded.len()).copied()
    };
    let unknown = |folded: &str| {
        let name = folded.strip_suffix("証明書");
        name.is_some_and(|name| !name.is_empty() && name != "電子" && !name.ends_with('な'))
    };
    shortest(&|run| !run.in_control && labels.certificate(&run.folded).is_some())
        // A name that is a link itself, to what is said of it, or to the file.
        .or_else(|| shortest(&|run| run.in_control && labels.certificate_name(&run.folded).is_some()))
        .or_else(|| shortest(&|run| !run.in_control && unknown(&run.folded)))
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
fn until<'a>(labels: &Labels, texts: impl Iterator<Item = &'a str>) -> Option<String> {
    let pattern = DATE.as_ref()?;
    let mut last = None;
    let mut labelled: Option<String> = None;
    let mut after_label = false;
    for text in texts {
        let (text, folded): (String, String) = (text.nfkc().collect(), fold(text));
        let label_here = occurs_in(labels.until(), &folded);
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
        if !label_here && dates.is_empty() && folded.chars().count() > 1 {
            after_label = false;
        }
    }
    labelled.or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_all_ways_of_a_form() {
        let day = Date::constant(2027, 3, 31);
        for text in
            ["2027/03/31", "2027年3月31日", "令和9年3月31日", "R9.3.31", "令和 ９ 年 ３ 月 ３１ 日", "2027-3-31"]
        {
            assert_eq!(date(text), Some(day), "{text}");
        }
        assert_eq!(date("令和元年5月1日"), Some(Date::constant(2019, 5, 1)));
        assert_eq!(date("平成31年4月30日"), Some(Date::constant(2019, 4, 30)));
        for text in ["", "無期限", "2027/13/1", "9年3月", "32767年1月1日", "令和32767年1月1日"] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
