"""A briefing to one self-contained HTML page: print first, and the web edition at the same time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError

from riskbrief.document import Briefing
from riskbrief.errors import ConfigurationError, Problem
from riskbrief.render import filters

SUFFIX = ".j2"
RAISED_INSIDE = (TypeError, ValueError, AttributeError, LookupError, ArithmeticError, RecursionError)


def render_html(briefing: Briefing, figures: Mapping[str, str], *, template_dirs: Sequence[Path], template: str) -> str:
    """The page as text; `figures` are SVG by figure id. Templates are looked up file by file, first folder first.

    Errors: ConfigurationError naming the template and line.
    """
    pictures = {key: filters.data_uri(svg) for key, svg in figures.items()}
    given = {"pictures": pictures, "styles": _styles(template_dirs)}
    return fill(template, briefing, given, template_dirs=template_dirs)


def fill(
    template: str,
    briefing: Briefing,
    given: Mapping[str, object],
    *,
    template_dirs: Sequence[Path],
    plain: bool = False,
) -> str:
    """A template with the briefing and what else is `given`; `plain` text has no markup, so nothing is escaped.

    Errors: ConfigurationError naming the template and line.
    """
    environment = _environment(tuple(template_dirs), briefing.meta.language)
    environment = _plain(environment, briefing.meta.language) if plain else environment
    try:
        page = environment.get_template(template)
        return page.render(briefing=briefing, meta=briefing.meta, labels=briefing.labels, **given)
    except (TemplateError, *RAISED_INSIDE) as error:
        raise ConfigurationError(_problem(error, template_dirs)) from error


def template_problems(template_dirs: Sequence[Path]) -> list[Problem]:
    """Every template that does not compile, and every template another one asks for that does not exist."""
    environment = _environment(tuple(template_dirs), "en")
    problems = []
    for name in environment.list_templates(filter_func=lambda n: n.endswith(SUFFIX)):
        try:
            environment.get_template(name)
        except (TemplateError, UnicodeDecodeError) as error:
            problems.append(_problem(error, template_dirs, name))
    return sorted(problems)


@lru_cache(maxsize=8)
def _environment(template_dirs: tuple[Path, ...], language: str) -> Environment:
    """Templates are compiled once, and again when their file has changed."""
    environment = Environment(
        loader=FileSystemLoader([str(d) for d in template_dirs]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=filters.typography(language),
    )
    environment.filters.update(filters.filters(language))
    environment.tests.update(filters.TESTS)
    return environment


def _plain(environment: Environment, language: str) -> Environment:
    """The same for text without markup: no value ends a line of it."""
    typography = filters.typography(language)

    def one_line(value: object) -> object:
        return filters.one_line(typography(value)) if isinstance(value, str) else value

    return environment.overlay(autoescape=False, finalize=one_line)


def _styles(template_dirs: Sequence[Path]) -> filters.Style:
    """The stylesheet of the workspace or the starter, whichever comes first."""
    for folder in template_dirs:
        path = folder / "briefing.css"
        if path.is_file():
            return filters.style(path.read_text(encoding="utf-8"))
    return filters.style("")


def _problem(error: Exception, template_dirs: Sequence[Path], name: str = "") -> Problem:
    place, line = _where(error, template_dirs, name)
    return Problem(place, line, 1 if line else 0, f"template: {error}", _remedy(error))


def _where(error: Exception, template_dirs: Sequence[Path], name: str) -> tuple[str, int]:
    """The template file and line: from the error itself, else from the innermost template frame."""
    if isinstance(error, TemplateSyntaxError):
        return str(error.filename or _find(error.name or name, template_dirs)), error.lineno
    frame, place, line = error.__traceback__, _find(name, template_dirs), 0
    folders = [str(d) for d in template_dirs]
    while frame is not None:
        file = frame.tb_frame.f_code.co_filename
        if file.startswith(tuple(folders)):
            place, line = file, frame.tb_lineno
        frame = frame.tb_next
    return place, line


def _find(name: str, template_dirs: Sequence[Path]) -> str:
    found = [d / name for d in template_dirs if name and (d / name).is_file()]
    return str(found[0]) if found else name


def _remedy(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return "Put the file into the templates folder, or correct its name."
    if isinstance(error, TemplateSyntaxError):
        return "Correct the Jinja syntax there."
    return "Use only what docs/templates.md lists; guard a part that may be absent with `if name in section.parts`."
