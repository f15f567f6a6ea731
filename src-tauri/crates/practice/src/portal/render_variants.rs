//! How the other HTML variants draw what the plain one draws otherwise.

use maud::{Markup as Html, PreEscaped, html};

use super::html_variant::Markup;
use super::page::{Action, Form, Page};
use super::render::{Renderer, label_text, press, table};

impl Renderer<'_> {
    /// HTML 4: the form opens between table and row.
    pub(super) fn form_in_table(
        &self,
        form: &Form,
        markup: &Markup,
        action: &str,
        hidden: &Html,
        buttons: &Html,
    ) -> Html {
        html! {
            table border="0" {
                (PreEscaped(format!("<form name=\"F1\" method=\"POST\" action=\"{}\">", escape(action))))
                (hidden)
                @for field in &form.fields { tr { th { (label_text(&field.label, markup)) } td { (self.input(field, markup)) } } }
                tr { td colspan="2" { (buttons) } }
                (PreEscaped("</form>"))
            }
        }
    }

    /// One form around all rows, a button in each.
    pub(super) fn rows_in_one_form(
        &mut self,
        heads: &[String],
        rows: &[(Vec<String>, Option<Action>)],
        markup: &Markup,
    ) -> Html {
        let targets = rows
            .iter()
            .enumerate()
            .filter_map(|(row, (_, action))| Some((Some(self.variant.button(row)), action.as_ref()?.target.clone())))
            .collect();
        let route = rows.iter().find_map(|(_, action)| Some(action.as_ref()?.target.route)).unwrap_or(self.here);
        let (address, hidden) = (self.form_address(route, markup), self.hidden(markup, targets));
        let drawn: Vec<Html> = rows
            .iter()
            .enumerate()
            .map(|(row, (cells, action))| {
                html! {
                    tr {
                        @for cell in cells { td { (cell) } }
                        @if let Some(action) = action {
                            td { (press(&action.label, Some(&self.variant.button(row)), markup)) }
                        }
                    }
                }
            })
            .collect();
        html! { form method="post" action=(address) { (hidden) (table(heads, true, &drawn)) } }
    }

    /// A form of its own that opens between table and row.
    pub(super) fn row_across_form(&mut self, cells: &Html, action: &Action, markup: &Markup) -> Html {
        let name = markup.press.named().then(|| self.variant.button(0));
        let address = self.form_address(action.target.route, markup);
        let hidden = self.hidden(markup, vec![(name.clone(), action.target.clone())]);
        html! {
            (PreEscaped(format!("<form method=\"POST\" action=\"{}\">", escape(&address))))
            (hidden)
            tr { (cells) td { (press(&action.label, name.as_deref(), markup)) } }
            (PreEscaped("</form>"))
        }
    }

    /// Images that are links.
    pub(super) fn menu_of_images(&mut self, page: &Page) -> Html {
        html! {
            nav {
                @for action in &page.menu {
                    a href=(self.link(&action.target)) { img src="/img/menu.png" alt=(action.label) width="120" height="40"; }
                }
            }
        }
    }

    /// Lists in lists behind a hamburger, some of it by `onclick`.
    pub(super) fn nested_menu(&mut self, page: &Page) -> Html {
        html! {
            button type="button" aria-expanded="false" aria-label="メニュー" onclick="document.getElementById('gnav').className=''" { "≡" }
            nav id="gnav" class="closed" {
                ul {
                    li { "各種手続き"
                        ul {
                            @for action in &page.menu {
                                li { a href="#" onclick={ "location.href='" (self.link(&action.target)) "';return false;" } { (action.label) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn escape(text: &str) -> String {
    html! { (text) }.into_string()
}
