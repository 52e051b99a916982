// 原稿の文章の決まり。起動は `make check`（scripts/handbook/prose.py）。
// 緩めた規則、切った規則には理由を添える。理由のない例外は足さない。
module.exports = {
  filters: {
    // <!-- textlint-disable 規則名 --> と <!-- textlint-enable --> で囲んだ段落を調べない。最後の手段
    comments: true,
  },
  rules: {
    "preset-ja-technical-writing": {
      "sentence-length": { max: 100 },
      "max-ten": { max: 3 },
      "max-kanji-continuous-len": {
        max: 6,
        // 切ると意味が変わる、定着した用語だけを並べる（MVCCとOCCの訳）
        allow: ["多版同時実行制御", "多版型同時実行制御", "楽観的同時実行制御"],
      },
      "no-mix-dearu-desumasu": {
        // 見出しは名詞句なので、混ざったときだけ知らせる
        preferInHeader: "",
        preferInBody: "ですます",
        // 箇条書きの文体はリストごとに決めてよい（混在だけを調べる）
        preferInList: "",
        strict: false,
      },
      "ja-no-mixed-period": {
        // 「次の表のとおりです：」のように、後ろの表やコードへ続く段落を許す
        allowPeriodMarks: ["："],
      },
      "ja-unnatural-alphabet": {
        // 「/[A-Z]/」までは規則の既定値。続けて、インスタンスクラスの名前と、つづりの説明
        allow: ["a", "i", "u", "e", "o", "n", "/[A-Z]/", "/tとr/", "/[a-z]は[大小]文字/"],
      },
      "ja-no-redundant-expression": {
        // 「することができる」「することが可能」は辞書（prose/wording.yml）が見つけ、自動でも直す
        dictOptions: { dict1: { disabled: true }, dict2: { disabled: true } },
      },
      "no-doubled-joshi": {
        // 「AもBも」「AかBか」「AやB」は並列の言い方。
        // 「に」「が」は「ノードごとに…にする」「…が…ことがある」のような素直な文ばかりを拾う
        // （最初の62ページで27件、直して良くなる文は1件）。「は」「で」「を」「と」「から」などは調べる。
        allow: ["も", "にも", "でも", "や", "か", "に", "が"],
      },
      "no-exclamation-question-mark": {
        // 「GSIは5つまで？」のように、読者の問いをそのまま題にする。「！」は許さない
        allowFullWidthQuestion: true,
      },
    },
    "preset-ja-spacing": {
      "ja-space-between-half-and-full-width": { space: "never", lintStyledNode: true },
      "ja-space-around-code": { before: false, after: false },
      "ja-space-around-link": { before: false, after: false },
      "ja-space-around-emphasis": { before: false, after: false },
      "ja-space-around-strong": { before: false, after: false },
      // 「？」の後に文が続くことは少なく、続くときも空白を入れない（日本語の中に空白を置かない決まりのほうを取る）
      "ja-space-after-question": false,
      // 「！」は上の規則で使えないので、その後の空白を調べる意味がない
      "ja-space-after-exclamation": false,
    },
    prh: {
      rulePaths: [
        "./prose/names.yml",
        "./prose/terms.yml",
        "./prose/spelling.yml",
        "./prose/wording.yml",
        "./prose/characters.yml",
      ],
      // リンクの文字と強調も読者が読む
      checkLink: true,
      checkEmphasis: true,
      checkBlockQuote: true,
    },
  },
};
