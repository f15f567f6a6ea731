use probe::PageText;

/// What the probe says in practice: short Japanese, with the word 練習 in its title.
pub fn probe_text() -> PageText {
    let words = |text: &str| text.to_owned();
    let again = "アプリに戻って、もう一度確認してください。失われたものはありません。";
    PageText {
        lang: words("ja"),
        title: words("証明書の確認（練習）"),
        came: (
            words("証明書が届きました"),
            vec![words("このスマホの証明書を使えました。"), words("アプリに戻ってください。")],
        ),
        arrived: None,
        nobody: (
            words("証明書が届きませんでした"),
            vec![words("証明書がまだインストールされていないか、「キャンセル」が選ばれたようです。"), words(again)],
        ),
        other: (words("別の証明書が届きました"), vec![words("届いた証明書は、ここでは使えません。"), words(again)]),
        again: None,
        subject: words("発行先"),
        until: words("有効期限"),
        back: words("アプリに戻る"),
    }
}
