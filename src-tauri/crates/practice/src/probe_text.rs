use probe::PageText;

/// What the probe says in practice: plain Japanese, with the word 練習 in its title.
pub fn probe_text() -> PageText {
    let words = |text: &str| text.to_owned();
    let again = "アプリに もどって、もう一度 たしかめてください。なにも なくなっていません。";
    PageText {
        lang: words("ja"),
        title: words("証明書の かくにん（練習）"),
        came: (
            words("証明書が とどきました"),
            vec![words("この電話に 証明書が 入っていて、つかえます。"), words("アプリに もどってください。")],
        ),
        nobody: (
            words("証明書が とどきませんでした"),
            vec![words("証明書が まだ 入っていないか、「キャンセル」を えらんだようです。"), words(again)],
        ),
        other: (
            words("ちがう証明書が とどきました"),
            vec![words("とどいた証明書は、ここでは つかえません。"), words(again)],
        ),
        subject: words("発行先"),
        until: words("有効期限"),
        back: words("アプリに もどる"),
    }
}
