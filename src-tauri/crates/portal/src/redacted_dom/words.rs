//! The words of scripts and identifiers that are printed: those of the languages that pages are written in, and of what
//! every portal has. A name of a person is no longer told from any other word than by standing in no list.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::described::described;

/// Longer identifiers are none.
const MAX_IDENTIFIER: usize = 80;
/// Single letters of one identifier: more may spell a name.
const MAX_LETTERS: usize = 2;

/// Each in small letters; compounds are looked up part by part (`getElementById`, `user_id`).
const KNOWN: [&str; 7] = [
    // JavaScript's keywords, literals and globals (ECMA-262).
    "apply arguments array arrow as async await bind bool boolean break call case catch char class code concat const \
     continue date debugger default delete do else ends entries error eval exp export extends false finally fixed for \
     format from function if import in index infinity instanceof int is join json keys last length let lower map \
     match math max min na nan new not null number object of parse pop prototype push random reg replace return \
     reverse round set shift slice sort split starts static strict string sub substr substring super switch symbol \
     test then this throw to trim true try type typeof undefined unshift upper use value values var void while with \
     yield",
    // The DOM and the browser (HTML Standard, DOM Standard).
    "action active add after alert all animation append assign attribute attributes back bar before blur body bottom \
     by cancel checked child children classes clear click client clone close closed closest component confirm console \
     content cookie create current data dataset decode def defer device disabled dispatch display document dom down \
     element elements encode enter event events exec fetch first focus forward frame frames get go hash head header \
     headers height hidden hide history host href html http https id immediate inner input insert interval item \
     javascript js key left link list listener load loaded local location log media method mobile modal mode move \
     multiple name names navigator next node none offset on onblur onchange onclick onfocus oninput onkeydown onload \
     onpageshow onsubmit onunload open opener option options outer page parent path pathname phone platform popup \
     position post prepend prevent preventdefault previous propagation property protocol query radio raw read \
     readonly ready redirect referrer reload remove request required reset response right root screen script scroll \
     search select selected selector self send serialize session show sibling size src stop stopimmediate storage \
     style submit tag target text timeout timer title toggle top touch tree up update uri url user version view \
     viewport visibility visible wait width window word write writeln xml",
    // HTML's elements and the values of its attributes.
    "a application area article aside banner base box button caption cell center charset checkbox col colgroup color \
     column cp dd details dialog div dl dt email enctype equiv euc field fieldset figure file footer form h hr iframe \
     image img iso jis jp jpg label legend li main menu menuitem meta module month multipart nav navigation ol p \
     password plain png presentation range refresh region row rows section sjis span status svg tab table tablist \
     tbody td tel template textarea tfoot th thead time tr ul urlencoded utf windows www x",
    // Libraries of servers and browsers whose functions the app understands.
    "ajax apache argument asp aspnet aspx attr callback cgi chain csrf ctl ctrl ctx dopostback ecma eventargument \
     eventtarget eventvalidation faces idcl idt java javax jq jquery jsessionid jsf jsfcljs jsp lastfocus lib library \
     live mojarra myfaces nonce oam org param parameter params partial php previouspage prime prop react render saml \
     servlet spring struts taglib token val validate validation validator viewstate viewstateencrypted \
     viewstategenerator vue web webform xhr xsrf",
    // What buttons, forms and their functions are called.
    "abort accept access account admin again agree agreement answer app auth authenticate authentication bg block btn \
     busy cd cert certificate certificates change check chk choice choose clicked cmd cnt command common comp company \
     conf config container count counter cur decide del detail dir disp download drop edit empty end err errmsg \
     errors exe execute expire expired expiry fail failed find finish flag flg fn fnc force forms frm func gnav group \
     guide gw handler help home icon idx info information init initial issue issued jump kbn kind lang language \
     layout limit line lock locked logged login loginform logo logoff logon logout mail mainform make mask message \
     messages mod msg mypage navi news ng no notice num off office offices ok old only opt order out over pager panel \
     pass passcode passwd passwords pfx phase pin pkcs prev print proc process pw pwd question reason receive reentry \
     regist register registration res result retry role rule save scr sec secret security sel sent seq seqno service \
     sess sid side sign signin signout site start state step success sys system take temp terms tgt tmp trans \
     transition txt uid unlock upload userid username valid valued warning way wrapper yes zip",
    // The portal's own trade, as Japanese sites write it in Latin letters.
    "denshi denshiseikyu dx hoken jigyosho jigyosyo jigyousho jigyousyo jno kaigo kakunin kokuho menyu modoru riyosha \
     riyousha riyousya seikyu seikyuu shinsei shomei shomeisho shoumeisho soushin syomei syomeisyo syoumeisyo touroku",
    // Numbers, sides and sizes.
    "big high large lg long low md mid one short sm small three two wide xs",
];

static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| KNOWN.iter().flat_map(|topic| topic.split(' ')).collect());

/// Words of one description. One that is not printed has a number, so that what belongs together is seen.
#[derive(Default)]
pub(super) struct Words(HashMap<String, usize>);

impl Words {
    /// The identifier with its digits as zeros, which may be numbers of offices and sessions; else what it is like.
    pub(super) fn identifier(&mut self, identifier: &str) -> String {
        if is_known(identifier) {
            return identifier.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        }
        self.hidden(identifier)
    }

    /// How long it is and of what letters, with its number among those of the page.
    pub(super) fn hidden(&mut self, identifier: &str) -> String {
        let next = self.0.len() + 1;
        let number = *self.0.entry(identifier.to_owned()).or_insert(next);
        format!("{}#{number}", described(identifier))
    }
}

/// Does it consist of known words alone?
fn is_known(identifier: &str) -> bool {
    let is_of_names = |c: char| c.is_ascii_alphanumeric() || "_-.:$[]/;=".contains(c);
    if identifier.is_empty() || identifier.len() > MAX_IDENTIFIER || !identifier.chars().all(is_of_names) {
        return false;
    }
    let mut letters = 0;
    let mut parts = identifier.split(|c: char| !c.is_ascii_alphabetic()).filter(|part| !part.is_empty());
    parts.all(|part| is_word(part, &mut letters) || humps(part).into_iter().all(|hump| is_word(hump, &mut letters)))
        && letters <= MAX_LETTERS
}

fn is_word(part: &str, letters: &mut usize) -> bool {
    if part.len() == 1 {
        *letters += 1;
        return true;
    }
    WORDS.contains(part.to_ascii_lowercase().as_str())
}

/// The words of `innerHTMLText`.
fn humps(part: &str) -> Vec<&str> {
    let bytes = part.as_bytes();
    let begins = |at: &usize| {
        let is_upper = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
        let is_lower = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
        is_upper(*at) && (is_lower(at - 1) || is_lower(at + 1))
    };
    let mut humps = Vec::new();
    let mut from = 0;
    for at in (1..part.len()).filter(begins) {
        humps.push(&part[from..at]);
        from = at;
    }
    humps.push(&part[from..]);
    humps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_pages_are_known_in_every_spelling() {
        for known in [
            "getElementById",
            "addEventListener",
            "innerHTML",
            "XMLHttpRequest",
            "encodeURIComponent",
            "__doPostBack",
            "WebForm_DoPostBackWithOptions",
            "__VIEWSTATE",
            "javax.faces.ViewState",
            "org.apache.struts.taglib.html.TOKEN",
            "jQuery",
            "doSubmit",
            "login_form",
            "user-id",
            "F77",
            "j_idt5:k",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "windows-31j",
            "Shift_JIS",
            "SAMLResponse",
        ] {
            assert!(is_known(known), "{known}");
        }
    }

    #[test]
    fn names_and_numbers_of_people_are_no_words() {
        let long = "a0".repeat(41);
        for unknown in [
            "yamada",
            "YamadaHanako",
            "user_yamada",
            "Yamada Hanako",
            "user id",
            "山田花子",
            "userid山",
            "KJ0123456789AB",
            "y-a-m-a-d-a",
            "",
            &long,
        ] {
            assert!(!is_known(unknown), "{unknown}");
        }
    }

    #[test]
    fn what_is_hidden_keeps_its_number() {
        let mut words = Words::default();
        let said = ["yamada", "F77", "hanako", "yamada"].map(|word| words.identifier(word));
        assert_eq!(said, ["…6 letters#1", "F00", "…6 letters#2", "…6 letters#1"]);
    }
}
