use journey::SystemScreen;
use scraper::{ElementRef, Html, Selector};
use url::Url;

/// What shows a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Viewer {
    /// The system's own browser.
    Safari,
    /// Another one that was made the default.
    Other,
}

/// A page as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WebPage {
    url: Url,
    heading: String,
    sentences: Vec<String>,
    button: Option<String>,
    /// Where the button leads; `None` if it sends a form or there is no button.
    pub(super) link: Option<Url>,
    second: Option<String>,
    /// Where the second link leads.
    pub(super) second_link: Option<Url>,
    /// Where the page leads by itself (`<meta http-equiv="refresh">`, HTML standard, 4.2.5.3).
    pub(super) refresh: Option<Url>,
}

impl WebPage {
    /// Heading, sentences and the first button or link of a page.
    pub(super) fn parse(url: Url, html: &str) -> Self {
        let document = Html::parse_document(html);
        let first = |selector| all(&document, selector).into_iter().next();
        let heading = first("h1").or_else(|| first("title")).map(words).unwrap_or_default();
        let sentences = all(&document, "p, li, dd").into_iter().map(words).filter(|words| !words.is_empty()).collect();
        let mut buttons = all(&document, "a[href], button, input[type=submit]").into_iter();
        let (button, second) = (buttons.next(), buttons.next());
        let target = |link: ElementRef<'_>| url.join(link.attr("href")?).ok();
        let (link, second_link) = (button.and_then(target), second.and_then(target));
        let refresh = first("meta[http-equiv=refresh]").and_then(|meta| {
            let (_, address) = meta.attr("content")?.split_once(";url=")?;
            url.join(address).ok()
        });
        let button = button.map(|button| match button.attr("value") {
            Some(value) if button.value().name() == "input" => value.to_owned(),
            _ => words(button),
        });
        Self { url, heading, sentences, button, link, second: second.map(words), second_link, refresh }
    }

    /// A page of the browser's own.
    pub(super) fn own(url: Url, heading: &str, sentence: &str, button: Option<&str>) -> Self {
        let sentences = vec![sentence.to_owned()];
        Self {
            url,
            heading: heading.to_owned(),
            sentences,
            button: button.map(str::to_owned),
            link: None,
            second: None,
            second_link: None,
            refresh: None,
        }
    }

    pub(super) fn screen(&self, viewer: Viewer) -> SystemScreen {
        let (url, heading) = (self.url.to_string(), self.heading.clone());
        let (sentences, button, second) = (self.sentences.clone(), self.button.clone(), self.second.clone());
        match viewer {
            Viewer::Safari => SystemScreen::SafariPage { url, heading, sentences, button, second },
            Viewer::Other => SystemScreen::OtherBrowserPage { url, heading, sentences, button, second },
        }
    }
}

fn all<'a>(document: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).ok();
    selector.map(|selector| document.select(&selector).collect()).unwrap_or_default()
}

fn words(element: ElementRef<'_>) -> String {
    element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn is_read_as_a_person_would() {
        let url: Url = "http://127.0.0.1:1/token/".parse().unwrap();
        let html = "<title>t</title><h1>\n 証明書を <b>わたします</b></h1><p>一つ。</p><p> </p><p>二つ &amp; 三つ。</p>\
                    <a class=button href=certificate.mobileconfig>うけとる</a>";
        let page = WebPage::parse(url.clone(), html);
        assert_eq!(page.heading, "証明書を わたします");
        assert_eq!(page.sentences, ["一つ。", "二つ & 三つ。"]);
        assert_eq!(page.button.as_deref(), Some("うけとる"));
        assert_eq!(page.link.unwrap().as_str(), "http://127.0.0.1:1/token/certificate.mobileconfig");

        assert_eq!((page.second, page.second_link, page.refresh), (None, None, None));

        let html = "<meta http-equiv=refresh content='1;url=certificate.mobileconfig'><h1>x</h1>\
                    <a href='shomei-navi://returned'>もどる</a><a href=certificate.mobileconfig>もう一度</a>";
        let page = WebPage::parse(url.clone(), html);
        assert_eq!(page.link.unwrap().as_str(), "shomei-navi://returned");
        assert_eq!((page.second.as_deref(), &page.second_link), (Some("もう一度"), &page.refresh));
        assert_eq!(page.refresh.unwrap().as_str(), "http://127.0.0.1:1/token/certificate.mobileconfig");

        let bare = WebPage::parse(url, "<title>ただの題</title><form><input type=submit value=おくる></form>");
        assert_eq!((bare.heading.as_str(), bare.button.as_deref()), ("ただの題", Some("おくる")));
        assert_eq!(bare.link, None);
    }
}
