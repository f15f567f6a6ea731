//! The tokens of a script (ECMA-262, 12), as far as the closed grammar needs them.

/// A token, and whether a line ended before it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) after_newline: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TokenKind {
    /// A name or a keyword.
    Word(String),
    /// A string literal, without its quotes and escapes.
    Text(String),
    Number(f64),
    /// An operator or a bracket.
    Mark(&'static str),
    /// A template or a regular expression: known to be there, never understood.
    Opaque,
}

/// Longest first, so that the first that fits is the right one.
const MARKS: [&str; 48] = [
    ">>>=", "===", "!==", "**=", "<<=", ">>=", ">>>", "...", "&&=", "||=", "??=", "==", "!=", "<=", ">=", "&&", "||",
    "??", "?.", "=>", "++", "--", "+=", "-=", "*=", "/=", "%=", "**", "<<", ">>", "{", "}", "(", ")", "[", "]", ";",
    ",", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":",
];
const SINGLE: [&str; 6] = ["=", ".", "&", "|", "^", "~"];

/// All tokens; `None` if the text is no script.
pub(crate) fn tokens(code: &str) -> Option<Vec<Token>> {
    let mut lexer = Lexer { rest: code, tokens: Vec::new(), after_newline: false };
    lexer.skip_html_comment();
    while lexer.next()? {}
    Some(lexer.tokens)
}

struct Lexer<'a> {
    rest: &'a str,
    tokens: Vec<Token>,
    after_newline: bool,
}

impl Lexer<'_> {
    fn next(&mut self) -> Option<bool> {
        self.skip_blanks()?;
        let Some(first) = self.rest.chars().next() else { return Some(false) };
        let kind = match first {
            '"' | '\'' => self.text(first)?,
            '`' => self.template()?,
            '/' if self.begins_regex() => self.regex()?,
            c if c.is_ascii_digit() => self.number()?,
            c if is_name(c) => self.word(),
            _ => self.mark()?,
        };
        self.tokens.push(Token { kind, after_newline: std::mem::take(&mut self.after_newline) });
        Some(true)
    }

    /// `<!--` opens a script that is hidden from the browsers of 1996.
    fn skip_html_comment(&mut self) {
        let text = self.rest.trim_start();
        if let Some(rest) = text.strip_prefix("<!--") {
            self.rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
        }
    }

    fn skip_blanks(&mut self) -> Option<()> {
        loop {
            let text = self.rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            self.after_newline |= self.rest[..self.rest.len() - text.len()].contains('\n');
            self.rest = text;
            if let Some(comment) = text.strip_prefix("/*") {
                let (inside, rest) = comment.split_once("*/")?;
                self.after_newline |= inside.contains('\n');
                self.rest = rest;
            } else if text.starts_with("//") || text.starts_with("-->") {
                self.rest = text.split_once('\n').map_or("", |(_, rest)| rest);
                self.after_newline = true;
            } else {
                return Some(());
            }
        }
    }

    fn text(&mut self, quote: char) -> Option<TokenKind> {
        let mut text = String::new();
        let mut chars = self.rest.char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                c if c == quote => {
                    self.rest = &self.rest[at + 1..];
                    return Some(TokenKind::Text(text));
                }
                '\n' => return None,
                '\\' => match chars.next()?.1 {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    'r' => text.push('\r'),
                    '\n' => {}
                    'x' => text.push(escaped(&mut chars, 2)?),
                    'u' => text.push(escaped(&mut chars, 4)?),
                    '0'..='9' => return None,
                    other => text.push(other),
                },
                c => text.push(c),
            }
        }
        None
    }

    fn template(&mut self) -> Option<TokenKind> {
        let end = self.rest[1..].find('`')? + 1;
        self.rest = &self.rest[end + 1..];
        Some(TokenKind::Opaque)
    }

    /// A slash divides after a value and opens a regular expression anywhere else.
    fn begins_regex(&self) -> bool {
        match self.tokens.last().map(|token| &token.kind) {
            Some(TokenKind::Text(_) | TokenKind::Number(_) | TokenKind::Opaque) => false,
            Some(TokenKind::Word(word)) => matches!(word.as_str(), "return" | "typeof" | "case"),
            Some(TokenKind::Mark(mark)) => !matches!(*mark, ")" | "]"),
            None => true,
        }
    }

    fn regex(&mut self) -> Option<TokenKind> {
        let (mut in_class, mut escaped) = (false, false);
        for (at, c) in self.rest.char_indices().skip(1) {
            match c {
                '\n' => return None,
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '[' => in_class = true,
                ']' => in_class = false,
                '/' if !in_class => {
                    self.rest = self.rest[at + 1..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
                    return Some(TokenKind::Opaque);
                }
                _ => {}
            }
        }
        None
    }

    fn number(&mut self) -> Option<TokenKind> {
        let end = self.rest.find(|c: char| !is_name(c) && c != '.').unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(number.parse().map_or(TokenKind::Opaque, TokenKind::Number))
    }

    fn word(&mut self) -> TokenKind {
        let end = self.rest.find(|c: char| !is_name(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        TokenKind::Word(word.to_owned())
    }

    fn mark(&mut self) -> Option<TokenKind> {
        let mark = MARKS.iter().chain(&SINGLE).find(|mark| self.rest.starts_with(**mark))?;
        self.rest = &self.rest[mark.len()..];
        Some(TokenKind::Mark(mark))
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

fn escaped(chars: &mut impl Iterator<Item = (usize, char)>, digits: usize) -> Option<char> {
    let hex: String = chars.take(digits).map(|(_, c)| c).collect();
    char::from_u32(u32::from_str_radix(&hex, 16).ok().filter(|_| hex.len() == digits)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn kinds(code: &str) -> Vec<TokenKind> {
        tokens(code).unwrap().into_iter().map(|token| token.kind).collect()
    }

    #[test]
    fn scripts_fall_into_tokens() {
        use TokenKind::{Mark, Number, Opaque, Text, Word};
        let word = |text: &str| Word(text.to_owned());
        let text = |value: &str| Text(value.to_owned());
        assert_eq!(
            kinds("a.b['c'] = \"d\\u3042\\/\" + 1; // e"),
            [
                word("a"),
                Mark("."),
                word("b"),
                Mark("["),
                text("c"),
                Mark("]"),
                Mark("="),
                text("dあ/"),
                Mark("+"),
                Number(1.0),
                Mark(";"),
            ]
        );
        assert_eq!(kinds("<!-- hide\nx /* y */ //-->"), [word("x")]);
        assert_eq!(kinds("/[/]a/.test(b)"), [Opaque, Mark("."), word("test"), Mark("("), word("b"), Mark(")")]);
        assert_eq!(kinds("a / b === `c`"), [word("a"), Mark("/"), word("b"), Mark("==="), Opaque]);
    }

    #[test]
    fn what_is_no_script_is_none() {
        for code in ["'open", "/* open", "\"a\nb\"", "`open", "a # b", "'\\x4'"] {
            assert_eq!(tokens(code), None, "{code}");
        }
    }
}
