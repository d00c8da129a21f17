"""The seam for sections: each is a function of the desk that gives a Section, registered by its template's name."""

from __future__ import annotations

from collections.abc import Callable

from riskbrief.briefing.desk import Desk
from riskbrief.document import Section
from riskbrief.registry import Registry

SectionWriter = Callable[[Desk], Section]
SECTIONS: Registry[SectionWriter] = Registry("sections")
