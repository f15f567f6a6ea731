//! Draws a page in a variant and remembers its forms in the session.

use maud::{DOCTYPE, Markup as Html, PreEscaped, html};

#[cfg(feature = "faults")]
use super::html_variant::TableMarkup;
use super::html_variant::{ButtonMarkup, HtmlVariant, LabelMarkup, Markup, Menu};
use super::page::{Action, Block, Field, FieldKind, Form, Page, Route, Target};
use super::sessions::{Session, token};

const MOBILE_STYLE: &str = "body{font-family:sans-serif;margin:0;color:#1a1a1a;background:#fff;line-height:1.6}\
header{background:#0b5c3b;color:#fff;padding:8px 16px;display:flex;justify-content:space-between;align-items:center}\
main{padding:16px;max-width:40em;margin:auto}h1{font-size:1.25rem}label,th{display:block;margin-top:12px;text-align:left}\
input[type=text],input[type=password]{width:100%;font-size:1rem;padding:10px;box-sizing:border-box}\
button,input[type=submit]{font-size:1rem;padding:12px 16px;margin:8px 0;min-height:48px}.error{color:#b00020}\
.practice{background:#ffe082;text-align:center;margin:0;padding:4px}.scroll{height:12em;overflow:auto;border:1px solid #999;padding:8px}\
table.list{border-collapse:collapse;width:100%}table.list td,table.list th{border:1px solid #bbb;padding:6px;display:table-cell}\
.closed{display:none}nav ul{list-style:none;padding-left:1em}";

const DESKTOP_STYLE: &str =
    "main{max-width:70em}nav form{display:inline-block}nav button{min-height:32px;padding:6px 10px}";

pub(super) struct Renderer<'a> {
    pub(super) variant: HtmlVariant,
    pub(super) session: &'a mut Session,
    pub(super) session_id: &'a str,
    /// The page being drawn.
    pub(super) here: Route,
}

impl Renderer<'_> {
    /// The page in the variant's charset. Characters that it lacks become numeric references.
    pub(super) fn page(&mut self, page: &Page) -> Vec<u8> {
        let markup = self.variant.markup();
        let html = self.document(page, &markup).into_string();
        markup.charset.encode(&html).0.into_owned()
    }

    /// Address of a target, with the session in it where the variant keeps it there.
    pub(super) fn address(&self, route: Route) -> String {
        let path = self.variant.path(route);
        if self.variant.markup().session_in_path && route != Route::Entrance {
            format!("{path};jsessionid={}", self.session_id)
        } else {
            path
        }
    }

    /// A page that goes on by itself.
    pub(super) fn refresh(&mut self, target: &Target) -> Vec<u8> {
        let markup = self.variant.markup();
        let address = self.link(target);
        let charset = markup.charset.name();
        let html = html! {
            (DOCTYPE)
            html lang="ja" {
                head {
                    meta http-equiv="Content-Type" content={ "text/html; charset=" (charset) };
                    meta http-equiv="refresh" content={ "0; URL='" (address) "'" };
                    title { "処理中" }
                }
                body { p { "しばらくお待ちください。" } }
            }
        };
        markup.charset.encode(&html.into_string()).0.into_owned()
    }

    fn document(&mut self, page: &Page, markup: &Markup) -> Html {
        let charset = markup.charset.name();
        let menu = self.menu(page, markup);
        let blocks: Vec<Html> = page.blocks.iter().map(|block| self.block(block, markup)).collect();
        html! {
            (PreEscaped(markup.doctype))
            html lang="ja" {
                head {
                    meta http-equiv="Content-Type" content={ "text/html; charset=" (charset) };
                    meta name="viewport" content="width=device-width,initial-scale=1";
                    title { (page.title) }
                    (scripts(markup))
                    style { (PreEscaped(MOBILE_STYLE)) @if page.desktop { (PreEscaped(DESKTOP_STYLE)) } }
                }
                body {
                    p class="practice" { "練習用の画面です。本物ではありません。" }
                    header { span { (page.title) } @if !page.desktop { (menu) } }
                    main {
                        @if page.desktop { (menu) }
                        h1 { (page.heading) }
                        @for block in &blocks { (block) }
                    }
                }
            }
        }
    }

    fn block(&mut self, block: &Block, markup: &Markup) -> Html {
        match block {
            Block::Text(text) => html! { @for line in text.lines() { p { (line) } } },
            Block::Error(text) => html! { p class="error" role="alert" { (text) } },
            Block::Scroll(text) => html! { div class="scroll" { @for line in text.lines() { p { (line) } } } },
            Block::Form(form) => self.form(form, markup),
            Block::Actions(actions) => {
                html! { @for action in actions { p { (self.act(action, markup)) } } }
            }
            Block::Rows { heads, rows } => self.rows(heads, rows, markup),
        }
    }

    pub(super) fn form(&mut self, form: &Form, markup: &Markup) -> Html {
        let names: Vec<Option<String>> = (0..form.buttons.len())
            .map(|number| (markup.press.named() || form.buttons.len() > 1).then(|| self.variant.button(number)))
            .collect();
        let targets = names.iter().cloned().zip(form.buttons.iter().map(|button| button.target.clone())).collect();
        let action = self.form_address(form.buttons.first().map_or(self.here, |button| button.target.route), markup);
        let hidden = self.hidden(markup, targets);
        let buttons = html! {
            @for (button, name) in form.buttons.iter().zip(&names) { (press(&button.label, name.as_deref(), markup)) }
        };
        #[cfg(feature = "faults")]
        if markup.labels == LabelMarkup::Cell {
            return self.form_in_table(form, markup, &action, &hidden, &buttons);
        }
        html! {
            form method="post" action=(action) {
                (hidden)
                @for field in &form.fields { (self.field(field, markup)) }
                (buttons)
            }
        }
    }

    pub(super) fn field(&self, field: &Field, markup: &Markup) -> Html {
        let words = label_text(&field.label, markup);
        let input = self.input(field, markup);
        if matches!(field.kind, FieldKind::Choices(_)) {
            return html! { fieldset { legend { (words) } (input) } };
        }
        match markup.labels {
            LabelMarkup::For => html! { label for=(self.variant.field(field.key)) { (words) } (input) },
            #[cfg(feature = "faults")]
            LabelMarkup::Wrapping => html! { label { (words) br; (input) } },
            #[cfg(feature = "faults")]
            LabelMarkup::Preceding => html! { p { (words) "：" br; (input) } },
            #[cfg(feature = "faults")]
            LabelMarkup::Placeholder | LabelMarkup::Cell => html! { p { (input) } },
        }
    }

    pub(super) fn input(&self, field: &Field, markup: &Markup) -> Html {
        let name = self.variant.field(field.key);
        let placeholder = markup.placeholders.then(|| field.label.clone());
        match &field.kind {
            FieldKind::Text { value } => html! {
                input type="text" id=(name) name=(name) value=(value) maxlength="14" placeholder=[placeholder];
            },
            FieldKind::Password => html! {
                input type="password" id=(name) name=(name) maxlength="32" placeholder=[placeholder];
            },
            FieldKind::Choices(choices) => html! {
                @for (number, (value, words, explanation)) in choices.iter().enumerate() {
                    p {
                        input type="radio" id={ (name) "-" (number) } name=(name) value=(value) checked[number == 0];
                        label for={ (name) "-" (number) } { (words) }
                    }
                    @if !explanation.is_empty() { p { (explanation) } }
                }
            },
        }
    }

    fn rows(&mut self, heads: &[String], rows: &[(Vec<String>, Option<Action>)], markup: &Markup) -> Html {
        let has_actions = rows.iter().any(|(_, action)| action.is_some());
        #[cfg(feature = "faults")]
        if markup.rows == TableMarkup::OneForm && has_actions {
            return self.rows_in_one_form(heads, rows, markup);
        }
        let rows: Vec<Html> = rows.iter().map(|(cells, action)| self.row(cells, action.as_ref(), markup)).collect();
        table(heads, has_actions, &rows)
    }

    fn row(&mut self, cells: &[String], action: Option<&Action>, markup: &Markup) -> Html {
        let cells = html! { @for cell in cells { td { (cell) } } };
        let Some(action) = action else { return html! { tr { (cells) } } };
        #[cfg(feature = "faults")]
        if markup.rows == TableMarkup::FormAcrossRow && action.target.post {
            return self.row_across_form(&cells, action, markup);
        }
        html! { tr { (cells) td { (self.act(action, markup)) } } }
    }

    fn menu(&mut self, page: &Page, markup: &Markup) -> Html {
        if page.menu.is_empty() {
            return html! {};
        }
        if page.desktop {
            return html! { nav { @for action in &page.menu { (self.act(action, markup)) " " } } };
        }
        match markup.menu {
            Menu::Details => html! {
                details { summary { "メニュー" } nav { @for action in &page.menu { (self.act(action, markup)) } } }
            },
            #[cfg(feature = "faults")]
            Menu::Links => html! { nav { @for action in &page.menu { (self.act(action, markup)) " | " } } },
            #[cfg(feature = "faults")]
            Menu::Images => self.menu_of_images(page),
            #[cfg(feature = "faults")]
            Menu::Buttons => {
                let form = Form { fields: Vec::new(), buttons: page.menu.clone() };
                html! { nav { (self.form(&form, markup)) } }
            }
            #[cfg(feature = "faults")]
            Menu::Nested => self.nested_menu(page),
        }
    }

    /// A button or link of its own.
    pub(super) fn act(&mut self, action: &Action, markup: &Markup) -> Html {
        let is_link = !action.target.post;
        #[cfg(feature = "faults")]
        let is_link = is_link || (markup.rows == TableMarkup::Links && action.target.route != Route::Login);
        if is_link {
            return html! { a href=(self.link(&action.target)) { (action.label) } };
        }
        let form = Form { fields: Vec::new(), buttons: vec![action.clone()] };
        #[cfg(feature = "faults")]
        if markup.labels == LabelMarkup::Cell {
            return self.form(&form, &Markup { labels: LabelMarkup::For, ..*markup });
        }
        self.form(&form, markup)
    }

    /// An address that does what the target says without a form. What a form would have sent is kept under its token.
    pub(super) fn link(&mut self, target: &Target) -> String {
        let address = self.address(target.route);
        if target.argument.is_none() && !target.post {
            return address;
        }
        let token = self.new_token(&self.variant.markup());
        let query: String =
            percent_encoding::utf8_percent_encode(&token, percent_encoding::NON_ALPHANUMERIC).to_string();
        self.session.issue(token, vec![(None, target.clone())]);
        format!("{address}?scr={}&t={query}", self.here.code())
    }

    pub(super) fn form_address(&self, route: Route, markup: &Markup) -> String {
        self.address(if markup.post_to_self { self.here } else { route })
    }

    pub(super) fn hidden(&mut self, markup: &Markup, targets: Vec<(Option<String>, Target)>) -> Html {
        let token = self.new_token(markup);
        self.session.issue(token.clone(), targets);
        html! {
            input type="hidden" name=(markup.token) value=(token);
            @if markup.post_to_self { input type="hidden" name="form_SUBMIT" value="1"; }
            (code_field(markup))
        }
    }

    /// View states are base64; their signs must survive HTML and form encoding.
    fn new_token(&self, markup: &Markup) -> String {
        if markup.post_to_self { format!("{}+/&\"<=", token()) } else { token() }
    }
}

/// What the buttons of a variant call.
fn scripts(markup: &Markup) -> Html {
    match markup.press {
        #[cfg(feature = "faults")]
        ButtonMarkup::Code => {
            html! { script type="text/javascript" { (PreEscaped(super::html_variant::DO_SUBMIT)) } }
        }
        _ => html! {},
    }
}

/// The field that they set.
fn code_field(markup: &Markup) -> Html {
    match markup.press {
        #[cfg(feature = "faults")]
        ButtonMarkup::Code => html! { input type="hidden" name=(super::html_variant::CODE_FIELD) value=""; },
        _ => html! {},
    }
}

/// Rows with their heads, and an empty head over the buttons.
pub(super) fn table(heads: &[String], has_actions: bool, rows: &[Html]) -> Html {
    html! {
        table class="list" {
            tr { @for head in heads { th { (head) } } @if has_actions { th { } } }
            @for row in rows { (row) }
        }
    }
}

pub(super) fn press(label: &str, name: Option<&str>, markup: &Markup) -> Html {
    let words = label_text(label, markup);
    match markup.press {
        ButtonMarkup::Button => html! { button type="submit" name=[name] { (words) } },
        #[cfg(feature = "faults")]
        ButtonMarkup::NamedButton => html! { button type="submit" name=[name] value="1" { (words) } },
        #[cfg(feature = "faults")]
        ButtonMarkup::Input => html! { input type="submit" name=[name] value=(words); },
        #[cfg(feature = "faults")]
        ButtonMarkup::Image => html! { input type="image" name=[name] src="/img/button.png" alt=(words); },
        #[cfg(feature = "faults")]
        ButtonMarkup::Code => html! {
            input type="button" value=(words) onclick={ "doSubmit(this.form,'" (name.unwrap_or_default()) "')" };
        },
    }
}

pub(super) fn label_text(label: &str, markup: &Markup) -> String {
    if !markup.full_width_labels {
        return label.to_owned();
    }
    let wide: String = label
        .chars()
        .map(|letter| match letter {
            '!'..='~' => char::from_u32(u32::from(letter) + 0xfee0).unwrap_or(letter),
            other => other,
        })
        .collect();
    if wide.chars().count() > 5 {
        return wide;
    }
    let mut spaced = String::new();
    for (at, letter) in wide.chars().enumerate() {
        if at > 0 {
            spaced.push('\u{3000}');
        }
        spaced.push(letter);
    }
    spaced
}
