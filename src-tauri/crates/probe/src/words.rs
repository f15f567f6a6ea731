use serde::Deserialize;

/// What the probe's pages say. Whoever runs it brings the sentences.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PageText {
    /// The language of the sentences, as the app calls it: BCP 47, or `ja-easy`, which is やさしい日本語.
    pub lang: String,
    /// Title of the page.
    pub title: String,
    /// A certificate of the CA came: heading and sentences beside 〇.
    pub came: (String, Vec<String>),
    /// A certificate came where those of any CA count, so that only the app can tell whether it is the right one: heading and
    /// sentences beside 〇. The app's own sentences where it is left out.
    #[serde(default)]
    pub arrived: Option<(String, Vec<String>)>,
    /// No certificate came: heading and sentences beside ✕.
    pub nobody: (String, Vec<String>),
    /// Another one came, or one that is not valid now: heading and sentences beside ✕.
    pub other: (String, Vec<String>),
    /// What came could not be kept for the app: heading and sentences beside ✕. The app's own sentences where it is left out.
    #[serde(default)]
    pub again: Option<(String, Vec<String>)>,
    /// Words before the subject's common name.
    pub subject: String,
    /// Words before the end of validity.
    pub until: String,
    /// The link back to the app.
    pub back: String,
}

impl PageText {
    /// BCP 47, for the page: やさしい日本語 is Japanese.
    pub(crate) fn tag(&self) -> &str {
        self.lang.strip_suffix("-easy").unwrap_or(&self.lang)
    }
}

/// The text in the language that the app asked for by name, else in the first of the browser's (`Accept-Language`, RFC 9110,
/// 12.5.4) that there is, else the first.
pub(crate) fn spoken<'a>(texts: &'a [PageText], asked: Option<&str>, accepted: Option<&str>) -> Option<&'a PageText> {
    let named = |name: &str| texts.iter().find(|text| text.lang.eq_ignore_ascii_case(name));
    let near = |name: &str| named(name).or_else(|| named(name.split('-').next().unwrap_or_default()));
    asked
        .and_then(near)
        .or_else(|| by_weight(accepted.unwrap_or_default()).into_iter().find_map(near))
        .or(texts.first())
}

/// The languages of the header, the dearest first; those that are not wanted at all are left out.
fn by_weight(header: &str) -> Vec<&str> {
    let mut ranges: Vec<(&str, f32)> = header
        .split(',')
        .map(|range| {
            let (name, weight) = range.split_once(";q=").unwrap_or((range, "1"));
            (name.trim(), weight.trim().parse().unwrap_or(0.0))
        })
        .filter(|(_, weight)| *weight > 0.0)
        .collect();
    ranges.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    ranges.into_iter().map(|(name, _)| name).collect()
}
