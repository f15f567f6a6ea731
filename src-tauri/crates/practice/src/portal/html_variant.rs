use encoding_rs::{Encoding, UTF_8};
use strum::VariantArray as _;

use super::name::UnknownName;
use super::page::{Key, Route};

/// The same pages in other HTML. Every difference is in [`Markup`], so that no page knows its variant.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case", parse_err_ty = UnknownName, parse_err_fn = UnknownName::new)]
pub enum HtmlVariant {
    /// UTF-8, labels with `for`, buttons, a menu that unfolds, cookies, 303.
    Plain,
    /// HTML 4 tables: labels in cells, forms across rows.
    #[cfg(feature = "faults")]
    Tables,
    /// Shift_JIS declared in the page only, wrapping labels, full-width letters and blanks in labels.
    #[cfg(feature = "faults")]
    ShiftJis,
    /// EUC-JP, image buttons, labels as placeholders, image links.
    #[cfg(feature = "faults")]
    ImageButtons,
    /// JSF-like: posts to the page itself, names with colons, view state, `;jsessionid=`, one form with many buttons.
    #[cfg(feature = "faults")]
    Faces,
    /// Struts-like: `.do` addresses, synchroniser token, meta refresh, buttons named by number.
    #[cfg(feature = "faults")]
    Struts,
    /// Everything after login is a GET link with a token in its query.
    #[cfg(feature = "faults")]
    GetMenu,
    /// The menu is nested two deep behind a hamburger, some of it by `onclick`.
    #[cfg(feature = "faults")]
    Hamburger,
    /// One servlet's codes: buttons call `doSubmit(form, 'code')`, which sets a hidden field and submits, as public traces
    /// of ministries' portals show it (`KShinsei/main`).
    #[cfg(feature = "faults")]
    Servlet,
}

/// What makes a variant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Markup {
    pub(super) doctype: &'static str,
    pub(super) charset: &'static Encoding,
    /// The charset stands in the header too, not only in the page.
    pub(super) charset_in_header: bool,
    pub(super) labels: LabelMarkup,
    pub(super) press: ButtonMarkup,
    #[cfg(feature = "faults")]
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
    /// Labels stand in the fields.
    pub(super) placeholders: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LabelMarkup {
    /// A `<label for>` beside the field.
    For,
    /// A `<label>` around words and field.
    #[cfg(feature = "faults")]
    Wrapping,
    /// Header cell of the row, with the form opened between table and row.
    #[cfg(feature = "faults")]
    Cell,
    /// A `placeholder` and nothing else.
    #[cfg(feature = "faults")]
    Placeholder,
    /// Words before the field.
    #[cfg(feature = "faults")]
    Preceding,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ButtonMarkup {
    /// `<button>` without a name.
    Button,
    /// `<button name value>`; the server needs the name.
    #[cfg(feature = "faults")]
    NamedButton,
    /// `<input type=submit name value>`; the server needs the name.
    #[cfg(feature = "faults")]
    Input,
    /// `<input type=image name alt>`; the server needs the coordinates.
    #[cfg(feature = "faults")]
    Image,
    /// `<input type=button onclick="doSubmit(this.form,'code')">`; the server needs the code.
    #[cfg(feature = "faults")]
    Code,
}

/// The hidden field that holds the code of a [`ButtonMarkup::Code`].
#[cfg(feature = "faults")]
pub(super) const CODE_FIELD: &str = "ACTCD";

/// What the buttons of a [`ButtonMarkup::Code`] call: a flag against pressing twice, the code, and the form.
#[cfg(feature = "faults")]
pub(super) const DO_SUBMIT: &str = "<!--
var submitFlg = false;
function doSubmit(form, code) {
  if (submitFlg) { alert('処理中です。'); return false; }
  submitFlg = true;
  form.ACTCD.value = code;
  form.target = '_self';
  form.submit();
  return false;
}
//-->";

impl ButtonMarkup {
    /// The server looks at which button was pressed.
    pub(super) fn named(self) -> bool {
        self != Self::Button
    }
}

#[cfg(feature = "faults")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableMarkup {
    /// A form in a cell of each row.
    FormInCell,
    /// A form opened between table and row.
    FormAcrossRow,
    /// One form around all rows, a button in each.
    OneForm,
    /// Links with words.
    Links,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Menu {
    /// `<details>` at the top right, forms in it.
    Details,
    /// Links in a row.
    #[cfg(feature = "faults")]
    Links,
    /// Links that are pictures.
    #[cfg(feature = "faults")]
    Images,
    /// Lists in lists, hidden until a button is pressed; leaves by `onclick`.
    #[cfg(feature = "faults")]
    Nested,
    /// Buttons of one form.
    #[cfg(feature = "faults")]
    Buttons,
}

impl HtmlVariant {
    /// Every variant, in the order of `--help`.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The name on the command line, kebab-case.
    pub fn code(self) -> &'static str {
        self.into()
    }

    pub(super) fn markup(self) -> Markup {
        match self {
            Self::Plain => PLAIN,
            #[cfg(feature = "faults")]
            other => other.other_markup(),
        }
    }

    /// Address of a page under this variant.
    pub(super) fn path(self, route: Route) -> String {
        if route == Route::Entrance {
            return "/".to_owned();
        }
        match self {
            Self::Plain => format!("/mobile/{}", route.code()),
            #[cfg(feature = "faults")]
            other => other.other_path(route),
        }
    }

    /// The page at an address.
    pub(super) fn route(self, path: &str) -> Option<Route> {
        Route::ALL.iter().copied().find(|route| self.path(*route) == path)
    }

    /// Name of a field in this variant's forms.
    pub(super) fn field(self, key: Key) -> String {
        match self {
            Self::Plain => key.code().to_owned(),
            #[cfg(feature = "faults")]
            other => other.other_field(key),
        }
    }

    /// Name of the button with that number on its form.
    pub(super) fn button(self, number: usize) -> String {
        match self {
            #[cfg(feature = "faults")]
            Self::Faces => format!("form:j_idt{}", 90 + number),
            #[cfg(feature = "faults")]
            Self::Struts => format!("Submit{number:02}"),
            #[cfg(feature = "faults")]
            Self::Servlet => format!("K{:02}01", number + 1),
            _ => format!("btn{number}"),
        }
    }
}

const PLAIN: Markup = Markup {
    doctype: "<!DOCTYPE html>",
    charset: UTF_8,
    charset_in_header: true,
    labels: LabelMarkup::For,
    press: ButtonMarkup::Button,
    #[cfg(feature = "faults")]
    rows: TableMarkup::FormInCell,
    menu: Menu::Details,
    session_in_path: false,
    meta_refresh: false,
    post_to_self: false,
    token: "_token",
    full_width_labels: false,
    placeholders: false,
};

#[cfg(feature = "faults")]
impl HtmlVariant {
    fn other_markup(self) -> Markup {
        match self {
            Self::Plain => PLAIN,
            Self::Tables => Markup {
                doctype: "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\">",
                labels: LabelMarkup::Cell,
                press: ButtonMarkup::Input,
                rows: TableMarkup::FormAcrossRow,
                token: "TRANSACTION_ID",
                ..PLAIN
            },
            Self::ShiftJis => Markup {
                charset: encoding_rs::SHIFT_JIS,
                charset_in_header: false,
                labels: LabelMarkup::Wrapping,
                press: ButtonMarkup::Input,
                token: "seni",
                full_width_labels: true,
                ..PLAIN
            },
            Self::ImageButtons => Markup {
                charset: encoding_rs::EUC_JP,
                labels: LabelMarkup::Placeholder,
                placeholders: true,
                press: ButtonMarkup::Image,
                menu: Menu::Images,
                token: "chk",
                ..PLAIN
            },
            Self::Faces => Markup {
                press: ButtonMarkup::NamedButton,
                rows: TableMarkup::OneForm,
                menu: Menu::Buttons,
                session_in_path: true,
                post_to_self: true,
                token: "javax.faces.ViewState",
                ..PLAIN
            },
            Self::Struts => Markup {
                labels: LabelMarkup::Preceding,
                press: ButtonMarkup::NamedButton,
                meta_refresh: true,
                token: "org.apache.struts.taglib.html.TOKEN",
                ..PLAIN
            },
            Self::GetMenu => {
                Markup { menu: Menu::Links, rows: TableMarkup::Links, press: ButtonMarkup::Input, token: "t", ..PLAIN }
            }
            Self::Hamburger => Markup { menu: Menu::Nested, token: "csrfmiddlewaretoken", ..PLAIN },
            Self::Servlet => Markup {
                charset: encoding_rs::SHIFT_JIS,
                labels: LabelMarkup::Cell,
                press: ButtonMarkup::Code,
                rows: TableMarkup::OneForm,
                menu: Menu::Buttons,
                token: "TOKENID",
                ..PLAIN
            },
        }
    }

    fn other_path(self, route: Route) -> String {
        let number = Route::ALL.iter().position(|other| *other == route).unwrap_or_default();
        match self {
            Self::Plain | Self::Hamburger => format!("/mobile/{}", route.code()),
            Self::Tables | Self::ShiftJis => format!("/cgi-bin/MB{number:04}.cgi"),
            Self::ImageButtons => format!("/m/{}/index.html", route.code()),
            Self::Faces => format!("/faces/view{number}.xhtml"),
            Self::Struts => format!("/kaigo/MBL{number:03}0Action.do"),
            Self::GetMenu => format!("/app/{}.php", route.code()),
            Self::Servlet => format!("/KShinsei/MB{number:02}/main"),
        }
    }

    fn other_field(self, key: Key) -> String {
        match self {
            Self::Plain | Self::Hamburger => key.code().to_owned(),
            Self::Tables | Self::ShiftJis | Self::Servlet => key.code().to_uppercase().replace('-', "_"),
            Self::ImageButtons => format!("f{}", key as usize),
            Self::Faces => format!("form:j_idt{}:{}", 20 + key as usize, key.code()),
            Self::Struts => format!("dto.{}", key.code().replace('-', "")),
            Self::GetMenu => format!("p[{}]", key.code()),
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
