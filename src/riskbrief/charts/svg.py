"""A chart's SVG with the same look and less of it: reading what matplotlib writes costs a PDF more than drawing it."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

COMMON = 'font-family="{family}" stroke-linejoin="round" stroke-linecap="butt"'  # said once, inherited by everything
UNPAINTED = {"fill": "none"}
SHORT = 400  # letters of a path that is worth comparing with the frame it is cut to

_PROLOG = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_NOISE = re.compile(r"<!--.*?-->|<metadata>.*?</metadata>|<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)
_GAPS = re.compile(r">\s*\n\s*<")
_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_DECIMALS = re.compile(r"(\d\.\d\d)\d+")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_NO_TURN = re.compile(r"rotate\(-?0 ")
_FRAME = re.compile(r'<clipPath id="([^"]+)">\s*<rect ([^>]*)/>\s*</clipPath>')
_FAMILY = re.compile(r"font-family: ([^;\"]+)")

Frame = tuple[float, float, float, float]  # left, top, right, bottom


def clean(svg: str, alt: str) -> str:
    """The drawing without prolog, comments, needless digits, groups and frames; `alt` as its title."""
    body = _GAPS.sub("><", _NOISE.sub("", _PROLOG.sub("", svg, count=1)))
    found = _FAMILY.search(body)
    family = found[1] if found else "sans-serif"
    frames = {name: _frame(rect) for name, rect in _FRAME.findall(body)}
    head, rest = _without_groups(_TAG.sub(lambda tag: _tag(tag[0], family, frames), body)).split(">", 1)
    title = escape("".join(c for c in alt if c.isprintable()))
    return f'{head} role="img" {COMMON.format(family=family)}><title>{title}</title>{_without_frames(rest, frames)}'


def _tag(tag: str, family: str, frames: dict[str, Frame]) -> str:
    """One tag with its style as attributes; nothing for a path that paints nothing."""
    name = tag[1:].split(" ", 1)[0]
    if "=" not in tag or name == "svg":
        return _DECIMALS.sub(r"\1", tag)
    told = dict(_ATTRIBUTE.findall(_DECIMALS.sub(r"\1", tag)))
    style = dict(part.split(": ", 1) for part in told.pop("style", "").split("; ") if part)
    if name == "path" and style == UNPAINTED and "id" not in told:
        return ""
    _one_opacity(style)
    told |= {key: value for key, value in style.items() if (key, value) != ("font-family", family)}
    if name == "g":
        told.pop("id", None)
    if _NO_TURN.match(told.get("transform", "")):
        del told["transform"]
    if "d" in told:
        told["d"] = " ".join(told["d"].split())
        _uncut(told, frames)
    body = " ".join([name, *(f'{key}="{value}"' for key, value in told.items())])
    return f"<{body}/>" if tag.endswith("/>") else f"<{body}>"


def _one_opacity(style: dict[str, str]) -> None:
    """Opacity of a shape of one colour as that of its colour: no sheet of its own to draw it on."""
    painted = [key for key, unsaid in (("fill", "#000000"), ("stroke", "none")) if style.get(key, unsaid) != "none"]
    if "opacity" in style and len(painted) == 1 and not style.get(painted[0], "").startswith("url("):
        style[f"{painted[0]}-opacity"] = style.pop("opacity")


def _uncut(told: dict[str, str], frames: dict[str, Frame]) -> None:
    """Take away the frame of a path that does not reach it."""
    frame = frames.get(told.get("clip-path", "").removeprefix("url(#").removesuffix(")"))
    if frame is None or len(told["d"]) > SHORT:
        return
    stroke = float(told.get("stroke-width", 1)) if "stroke" in told else 0.0
    places = [float(number) for number in _NUMBER.findall(told["d"])]
    across, down = places[::2], places[1::2]
    left, top, right, bottom = frame
    beside = left <= min(across) - stroke and max(across) + stroke <= right
    if beside and top <= min(down) - stroke and max(down) + stroke <= bottom:
        del told["clip-path"]


def _frame(rect: str) -> Frame:
    x, y, width, height = (float(dict(_ATTRIBUTE.findall(rect))[key]) for key in ("x", "y", "width", "height"))
    slack = 0.02  # what rounding to two decimals may add
    return x - slack, y - slack, x + width + slack, y + height + slack


def _without_groups(body: str) -> str:
    """Groups that say nothing, unwrapped."""
    kept: list[bool] = []

    def unwrapped(tag: re.Match[str]) -> str:
        if tag[0] == "</g>":
            return tag[0] if kept.pop() else ""
        kept.append(tag[0] != "<g>")
        return tag[0] if kept[-1] else ""

    return re.sub(r"</?g(?: [^>]*)?>", unwrapped, body)


def _without_frames(body: str, frames: dict[str, Frame]) -> str:
    """Frames that nothing is cut to any more, left out."""
    unused = {name for name in frames if f"url(#{name})" not in body}
    body = _FRAME.sub(lambda frame: "" if frame[1] in unused else frame[0], body)
    return body.replace("<defs></defs>", "")
