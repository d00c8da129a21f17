"""Feeds of every kind that is about, each with the same two reports in it; of our own making."""

from __future__ import annotations

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XHTML = "http://www.w3.org/1999/xhtml"
ONE, TWO = "https://paper.example/1", "https://paper.example/2"
TEXTS = ("Traders wait for rain.", "The ferry runs again.")
TITLES = ("Dry month", "Ferry & bridge")
DAYS = ("2024-09-19", "2024-09-20")


def _plain(dated: str = "") -> str:
    """Two items as RSS has them."""
    rows = zip((ONE, TWO), ("Dry month", "Ferry &amp; bridge"), TEXTS, ("Thu, 19", "Fri, 20"), strict=True)
    return "".join(
        f"<item><title>{title}</title><link>{link}</link><description>{text}</description>"
        + (dated or f"<pubDate>{day} Sep 2024 08:00:00 GMT</pubDate>")
        + "</item>"
        for link, title, text, day in rows
    )


def _rss(version: str, head: str = "") -> str:
    return f'{head}<rss version="{version}"><channel><title>P</title>{_plain()}</channel></rss>'


def _rdf(prefix: str, namespace: str) -> str:
    items = _plain("<d:date>2024-09-19T08:00:00Z</d:date>")
    for link in (ONE, TWO):
        items = items.replace("<item><", f'<item {prefix}:about="{link}"><', 1)
    return (
        f'<{prefix}:RDF xmlns:{prefix}="{RDF}" xmlns="{namespace}" xmlns:d="http://purl.org/dc/elements/1.1/">'
        f'<channel {prefix}:about="https://paper.example/"><title>P</title></channel>{items}</{prefix}:RDF>'
    )


def _prefixed(prefix: str) -> str:
    """RSS 2.0 whose root bears a prefix of a namespace of nobody."""
    return (
        f'<{prefix}:rss xmlns:{prefix}="http://backend.userland.com/rss2" version="2.0"><{prefix}:channel>'
        + _plain().replace("</", f"</{prefix}:").replace("<", f"<{prefix}:").replace(f"<{prefix}:/", "</")
        + f"</{prefix}:channel></{prefix}:rss>"
    )


def _atom(prefix: str = "", namespace: str = "http://www.w3.org/2005/Atom", updated: str = "published") -> str:
    p = f"{prefix}:" if prefix else ""
    entries = "".join(
        f'<{p}entry><{p}id>{link}</{p}id><{p}title>{title}</{p}title><{p}link rel="alternate" href="{link}"/>'
        f"<{p}{updated}>{day}T08:00:00Z</{p}{updated}><{p}summary>{text}</{p}summary></{p}entry>"
        for link, title, text, day in zip((ONE, TWO), ("Dry month", "Ferry &amp; bridge"), TEXTS, DAYS, strict=True)
    )
    declared = f'xmlns{":" + prefix if prefix else ""}="{namespace}"'
    return f"<{p}feed {declared}><{p}title>P</{p}title>{entries}</{p}feed>"


def _changed(*changes: tuple[str, str], feed: str = "") -> str:
    told = feed or _rss("2.0")
    for old, new in changes:
        assert old in told
        told = told.replace(old, new)
    return told


def _namespaced() -> str:
    """The text in content:encoded, dates of Dublin Core, and parts of other vocabularies beside them."""
    return _changed(
        ('<rss version="2.0">', '<rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/"'
         ' xmlns:m="http://search.yahoo.com/mrss/" xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd">'),
        *((f"<description>{t}</description>", f"<description>{t[:6]}</description><c:encoded><![CDATA[<p>{t}</p>]]>"
           '</c:encoded><m:content url="https://paper.example/a.jpg"/><i:author>A</i:author>') for t in TEXTS),
    )  # fmt: skip


WHOLE = {
    "rss090": _rdf("rdf", "http://my.netscape.com/rdf/simple/0.9/"),
    "rss091 netscape": _rss("0.91", '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
                                    '"http://my.netscape.com/publish/formats/rss-0.91.dtd">'),
    **{f"rss{v}": _rss(v) for v in ("0.91", "0.92", "0.93", "0.94", "2.0")},
    "rss10": _rdf("rdf", "http://purl.org/rss/1.0/"),
    "rss10 other prefix": _rdf("r", "http://purl.org/rss/1.0/"),
    "rss20 prefixed": _prefixed("r"),
    "rss20 long prefix": _prefixed("rss-2.x"),
    "atom03": _atom(namespace="http://purl.org/atom/ns#", updated="modified"),
    "atom10": _atom(),
    "atom10 prefixed": _atom("a"),
    "atom10 odd prefix": _atom("A-1.b"),
    "declared": _rss("2.0", '<?xml version="1.0" encoding="utf-8"?>\n<?xml-stylesheet href="x.xsl"?><!-- a note -->'),
    "stylesheet and comment behind": _rss("2.0") + "<!-- served in 3 ms -->" + "\n" * 5000,
    "cdata": _changed(*((t, f"<![CDATA[<p>{t}</p>]]>") for t in TEXTS)),
    "escaped twice": _changed(*((t, f"&lt;p&gt;{t}&lt;/p&gt;") for t in TEXTS)),
    "vocabularies": _namespaced(),
    "relative links": _changed(("https://paper.example/", "/"), ('<rss ', '<rss xml:base="https://paper.example/" ')),
    "xhtml": _changed(
        *((f"<summary>{t}</summary>", f'<content type="xhtml"><div xmlns="{XHTML}"><p>{t}</p></div></content>')
          for t in TEXTS), feed=_atom()),
}  # fmt: skip
FAULTY = {  # not well-formed, and yet to be read to the end
    "bare ampersand": _changed(("Ferry &amp; bridge", "Ferry & bridge")),
    "entity of HTML": _changed(("rain.", "rain.&nbsp;")),
    "control character": _changed(("rain.", "rain.\x0b")),
    "tag that never ends": _changed(("rain.", "rain.<br>")),
    "something in front": "\n \n" + _rss("2.0", '<?xml version="1.0"?>'),
    "something behind": _rss("2.0") + "<script>counted()</script>",
    "prefix of nobody": _changed(("<item>", "<item><media:thumbnail/>")),
    "bare ampersand under a prefix": _changed(("Ferry &amp; bridge", "Ferry & bridge"), feed=_prefixed("r")),
    "capitals": _changed(("</rss>", "</RSS>")),
}
HALF = {  # what ends early
    "in the second item": _rss("2.0").partition("The ferry")[0],
    "in the second entry": _atom("a").partition("The ferry")[0],
    "in an item of RDF": _rdf("r", "http://purl.org/rss/1.0/").partition("The ferry")[0],
}
ENCODED = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "cp1252",
           "iso-8859-15", "koi8-r", "big5", "gb18030", "euc-kr", "shift_jis")  # fmt: skip
LETTERS = {"koi8-r": "Ёлка", "big5": "新聞", "gb18030": "新闻", "euc-kr": "뉴스", "shift_jis": "ニュース"}


def encoded(name: str) -> tuple[bytes, str]:
    """A feed that states its encoding, in that encoding, and the title of its first item."""
    title = LETTERS.get(name, "Ségou")
    stated = "utf-8" if name == "utf-8-sig" else name
    head = f'<?xml version="1.0" encoding="{stated}"?>'
    return _changed(("Dry month", title), feed=_rss("2.0", head)).encode(name), title
