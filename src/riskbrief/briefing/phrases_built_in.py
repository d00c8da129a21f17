"""Sentences that a workspace need not have: a phrase of that name in its reports/phrases.<language>.yaml goes first.

What the workspace says seeds the draws, so that a sentence added there would move intervals; one added here does not,
and a workspace of an earlier version can print it.
"""

from __future__ import annotations

from collections.abc import Mapping

OTHERS = "en"  # the language of these sentences in an edition of a further language
BUILT_IN: Mapping[str, Mapping[str, str]] = {
    "en": {
        "degraded_late": "{n} of the {of} articles of the week on record, {percent} %, arrived more than {hours} hours "
        "after it ended (store.lag_hours) and count as not known by then."
    },
    "fr": {
        "degraded_late": "{n} des {of} articles de la semaine enregistrés, soit {percent} %, sont arrivés plus de "
        "{hours} heures après sa fin (store.lag_hours) et comptent comme inconnus à cette date."
    },
}


def built_in(language: str) -> Mapping[str, str]:
    """The sentences in a language."""
    return BUILT_IN.get(language, BUILT_IN[OTHERS])
