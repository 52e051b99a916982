"""Where lines may break on paper: invisible joiners keep dates, values and options whole, and addresses readable.

They are put in for the PDF alone, whose text has none of them when it is searched or copied.
"""

from __future__ import annotations

import re

JOINER, BREAK = "\N{WORD JOINER}", "\N{ZERO WIDTH SPACE}"

NUMBER = r"\d[\d,.]*"
UNIT = (
    r"(?:[個件秒分日年月回倍台行点本問枚人種段桁列字つ週層割億万]+|時間|か月|ページ|バイト|文字|世代|項目|ミリ秒|マイクロ秒|[%％]"
    r"| [A-Za-z]+)"
)
NAME = r"(?<![A-Za-z0-9_.-])[A-Za-z0-9][A-Za-z0-9.-]*_[A-Za-z0-9_.-]*[A-Za-z0-9]"
WHOLE = re.compile(
    rf"(?P<name>{NAME})|\d{{4}}年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?(?:確認)?|\d{{1,2}}月\d{{1,2}}日"
    rf"|\d+分の\d+|{NUMBER}(?:〜{NUMBER})?{UNIT}"
)
# Left as they are, except for what stands in the first three groups.
APART = re.compile(
    r'(?P<address><a class="address"[^>]*>)(?P<url>[^<]*)</a>|<code>(?P<code>[^<]*)</code>'
    r"|<a class=\"name\".*?</a>|<(?P<tag>pre|svg|style)\b.*?</(?P=tag)>|<[^>]*>|&#?\w+;", re.DOTALL,
)
# A link is one box: a frame inside would be a second link to readers of the PDF.
LINK = re.compile(r"<a (href=\"[^\"]*\">[^<_]*_[^<]*</a>)")
LONGEST = 44        # letters of a piece of an address, or of code in a line, that is not broken


def for_paper(html: str) -> str:
    """`html` with joiners; names with underscores in the face that shows them."""
    html = LINK.sub(r'<a class="name" \1', html)
    parts, place = [], 0
    for apart in APART.finditer(html):
        parts += [WHOLE.sub(_whole, html[place:apart.start()]), _apart(apart)]
        place = apart.end()
    parts.append(WHOLE.sub(_whole, html[place:]))
    return "".join(parts)


def _whole(match: re.Match[str]) -> str:
    return f'<code class="name">{match[0]}</code>' if match["name"] else JOINER.join(match[0])


def _apart(match: re.Match[str]) -> str:
    if match["address"]:
        return f'{match["address"]}{address(match["url"])}</a>'
    if match["code"] and len(match["code"]) <= LONGEST:
        return f'<code>{match["code"].replace("-", f"-{JOINER}")}</code>'
    return match[0]


def address(url: str) -> str:
    """An address to read and type: it breaks after a slash, in a long piece also before a point or an underscore.

    A hyphen at the end of a line could be the address's own or a word's; so no line ends with one.
    """
    host, slashes, path = url.partition("://")
    pieces = re.findall(r"[^/]*/|[^/]+", path)
    shown = [
        re.sub(r"(?<=\w)(?=[._?&=]\w)", BREAK, piece) if len(piece) > LONGEST else piece for piece in pieces
    ]
    return f'{host}{slashes}{JOINER if slashes else ""}{"".join(shown).replace("-", f"-{JOINER}")}'
