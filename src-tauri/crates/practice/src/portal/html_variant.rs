use std::fmt;
use std::str::FromStr;

use encoding_rs::{EUC_JP, Encoding, SHIFT_JIS, UTF_8};

use super::fault::{UnknownName, named};
use super::page::{Key, Route};

named! {
    /// The same pages in other HTML. Every difference is in [`Markup`], so that no page knows its variant.
    pub enum HtmlVariant {
        /// UTF-8, labels with `for`, buttons, a menu that unfolds, cookies, 303.
        Plain = "plain",
        /// HTML 4 tables: labels in cells, forms across rows.
        Tables = "tables",
        /// Shift_JIS declared in the page only, wrapping labels, full-width letters and blanks in labels.
        ShiftJis = "shift-jis",
        /// EUC-JP, image buttons, labels as placeholders, image links.
        ImageButtons = "image-buttons",
        /// JSF-like: posts to the page itself, names with colons, view state, `;jsessionid=`, one form with many buttons.
        Faces = "faces",
        /// Struts-like: `.do` addresses, synchroniser token, meta refresh, buttons named by number.
        Struts = "struts",
        /// Everything after login is a GET link with a token in its query.
        GetMenu = "get-menu",
        /// The menu is nested two deep behind a hamburger, some of it by `onclick`.
        Hamburger = "hamburger",
    }
}

/// What makes a variant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Markup {
    pub(super) charset: &'static Encoding,
    /// The charset stands in the header too, not only in the page.
    pub(super) charset_in_header: bool,
    pub(super) labels: LabelMarkup,
    pub(super) press: ButtonMarkup,
    pub(super) rows: TableMarkup,
    pub(super) menu: Menu,
    pub(super) session_in_path: bool,
    pub(super) meta_refresh: bool,
    /// Forms post to the page they stand on; the token alone says what for.
    pub(super) post_to_self: bool,
    /// Name of the hidden token.
    pub(super) token: &'static str,
    /// Letters and digits in labels are full-width, short labels are spaced out.
    pub(super) full_width_labels: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LabelMarkup {
    /// `<label for>`.
    For,
    /// `<label>words <input></label>`.
    Wrapping,
    /// Header cell of the row, with the form opened between table and row.
    Cell,
    /// `placeholder` only.
    Placeholder,
    /// Words before the field.
    Preceding,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ButtonMarkup {
    /// `<button>` without a name.
    Button,
    /// `<button name value>`; the server needs the name.
    NamedButton,
    /// `<input type=submit name value>`; the server needs the name.
    Input,
    /// `<input type=image name alt>`; the server needs the coordinates.
    Image,
}

impl ButtonMarkup {
    /// The server looks at which button was pressed.
    pub(super) fn named(self) -> bool {
        self != Self::Button
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableMarkup {
    /// A form in a cell of each row.
    FormInCell,
    /// A form opened between table and row.
    FormAcrossRow,
    /// One form around all rows, a button in each.
    OneForm,
    /// Links.
    Links,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Menu {
    /// `<details>` at the top right, forms in it.
    Details,
    /// Links in a row.
    Links,
    /// Image links.
    Images,
    /// Lists in lists, hidden until a button is pressed; leaves by `onclick`.
    Nested,
    /// Buttons of one form.
    Buttons,
}

impl HtmlVariant {
    pub(super) fn markup(self) -> Markup {
        let plain = Markup {
            charset: UTF_8,
            charset_in_header: true,
            labels: LabelMarkup::For,
            press: ButtonMarkup::Button,
            rows: TableMarkup::FormInCell,
            menu: Menu::Details,
            session_in_path: false,
            meta_refresh: false,
            post_to_self: false,
            token: "_token",
            full_width_labels: false,
        };
        match self {
            Self::Plain => plain,
            Self::Tables => Markup {
                labels: LabelMarkup::Cell,
                press: ButtonMarkup::Input,
                rows: TableMarkup::FormAcrossRow,
                token: "TRANSACTION_ID",
                ..plain
            },
            Self::ShiftJis => Markup {
                charset: SHIFT_JIS,
                charset_in_header: false,
                labels: LabelMarkup::Wrapping,
                press: ButtonMarkup::Input,
                token: "seni",
                full_width_labels: true,
                ..plain
            },
            Self::ImageButtons => Markup {
                charset: EUC_JP,
                labels: LabelMarkup::Placeholder,
                press: ButtonMarkup::Image,
                menu: Menu::Images,
                token: "chk",
                ..plain
            },
            Self::Faces => Markup {
                press: ButtonMarkup::NamedButton,
                rows: TableMarkup::OneForm,
                menu: Menu::Buttons,
                session_in_path: true,
                post_to_self: true,
                token: "javax.faces.ViewState",
                ..plain
            },
            Self::Struts => Markup {
                labels: LabelMarkup::Preceding,
                press: ButtonMarkup::NamedButton,
                meta_refresh: true,
                token: "org.apache.struts.taglib.html.TOKEN",
                ..plain
            },
            Self::GetMenu => {
                Markup { menu: Menu::Links, rows: TableMarkup::Links, press: ButtonMarkup::Input, token: "t", ..plain }
            }
            Self::Hamburger => Markup { menu: Menu::Nested, token: "csrfmiddlewaretoken", ..plain },
        }
    }

    /// Address of a page under this variant.
    pub(super) fn path(self, route: Route) -> String {
        if route == Route::Entrance {
            return "/".to_owned();
        }
        let number = Route::ALL.iter().position(|other| *other == route).unwrap_or_default();
        match self {
            Self::Plain | Self::Hamburger => format!("/mobile/{}", route.code()),
            Self::Tables | Self::ShiftJis => format!("/cgi-bin/MB{number:04}.cgi"),
            Self::ImageButtons => format!("/m/{}/index.html", route.code()),
            Self::Faces => format!("/faces/view{number}.xhtml"),
            Self::Struts => format!("/kaigo/MBL{:03}0Action.do", number),
            Self::GetMenu => format!("/app/{}.php", route.code()),
        }
    }

    /// The page at an address.
    pub(super) fn route(self, path: &str) -> Option<Route> {
        Route::ALL.iter().copied().find(|route| self.path(*route) == path)
    }

    /// Name of a field in this variant's forms.
    pub(super) fn field(self, key: Key) -> String {
        match self {
            Self::Plain | Self::Hamburger => key.code().to_owned(),
            Self::Tables | Self::ShiftJis => key.code().to_uppercase().replace('-', "_"),
            Self::ImageButtons => format!("f{}", key as usize),
            Self::Faces => format!("form:j_idt{}:{}", 20 + key as usize, key.code()),
            Self::Struts => format!("dto.{}", key.code().replace('-', "")),
            Self::GetMenu => format!("p[{}]", key.code()),
        }
    }

    /// Name of the button with that number on its form.
    pub(super) fn button(self, number: usize) -> String {
        match self {
            Self::Faces => format!("form:j_idt{}", 90 + number),
            Self::Struts => format!("Submit{number:02}"),
            _ => format!("btn{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn every_skin_tells_its_addresses_and_fields_apart() {
        for variant in HtmlVariant::ALL {
            for route in Route::ALL {
                assert_eq!(variant.route(&variant.path(*route)), Some(*route), "{variant} {route:?}");
            }
            let fields: std::collections::HashSet<_> = Key::ALL.iter().map(|key| variant.field(*key)).collect();
            assert_eq!(fields.len(), Key::ALL.len());
            assert_eq!(variant.code().parse::<HtmlVariant>().unwrap(), *variant);
        }
    }
}
