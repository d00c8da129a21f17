"""Ordinals that count victims in turn, in both languages, folded: a fifth soldier (method B.6)."""

from __future__ import annotations

ORDINALS = {
    word: number
    for number, names in enumerate(
        (
            "second deuxieme seconde", "third troisieme", "fourth quatrieme", "fifth cinquieme", "sixth sixieme",
            "seventh septieme", "eighth huitieme", "ninth neuvieme", "tenth dixieme", "eleventh onzieme",
            "twelfth douzieme", "thirteenth treizieme", "fourteenth quatorzieme", "fifteenth quinzieme",
            "sixteenth seizieme", "seventeenth", "eighteenth", "nineteenth", "twentieth vingtieme",
        ),
        start=2,
    )
    for word in names.split()
}  # fmt: skip
