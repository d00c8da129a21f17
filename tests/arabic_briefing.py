"""A one-page briefing in Arabic in invented words, for what runs from right to left."""

from __future__ import annotations

from dataclasses import replace

import example_briefing as example
from riskbrief.document import Box, Briefing, Cell, Citation, DataTable, Item, Section, Sentence

WORDS = {
    "issue": "العدد", "cutoff": "إغلاق البيانات", "index_version": "المؤشر", "config": "الإعداد", "sources": "المصادر",
    "source": "المصدر", "synthetic": "عرض تجريبي متخيل", "footer": "للاختبار فقط وليس للاستعمال",
    "page": "صفحة", "of": "من", "skip": "إلى النص", "contents": "المحتويات",
    "untitled": "بلا عنوان", "trend_up": "صعود",
}  # fmt: skip
HEADLINE = "هدوء نسبي على طرق الشمال هذا الأسبوع"
LEAD = "بقيت الأسواق مفتوحة في ثلاث مدن من أصل أربع، وسجل 12 حادثا حتى 22 سبتمبر."
TITLE = "تقرير متخيل"
TREND = "الاتجاه العام لم يتغير."
ROWS = (("مالي", "55", "مرتفع"), ("تشاد", "31", "حذر"))


def say(text: str, *notes: int) -> Sentence:
    return replace(example.say(text), notes=notes)


def briefing() -> Briefing:
    cells = tuple((Cell(name), Cell(score), Cell(level)) for name, score, level in ROWS)
    table = DataTable("scores", "الدول", "", ("الدولة", "الدرجة", "المستوى"), "lrl", cells, "")
    parts = {
        "lead": (say(LEAD, 1),),
        "items": (Item((say(TREND),), "الأمن", trend="up"),),
        "table": table,
        "box": Box("ما لا نعرفه", (say("لا أخبار من الجنوب."),)),
    }
    section = Section("s1", "الوضع الراهن", "plain", parts)
    source = Citation(1, "a1", "وكالة مثال", example.SUNDAY, TITLE, "https://example.org/1", "B", "ar", "0" * 64)
    meta = replace(example.meta(), language="ar", title="نشرة المخاطر", region_name="غرب أفريقيا", handling="")
    return Briefing(meta, (section,), (source,), WORDS, HEADLINE, (say(TREND),))
