"""Every pair of text and ground of palette.css is readable: WCAG AA, in light and in dark."""

from __future__ import annotations

import re

import pytest

from handbook.paths import DOCS

AA = 4.5
SCHEMES = ("default", "slate")
RULE = re.compile(r"(?P<selectors>[^{}]+)\{(?P<body>[^{}]*)\}")
VARIABLE = re.compile(r"--(?P<name>[\w-]+):\s*(?P<value>[^;]+);")
MIX = re.compile(r"color-mix\(in srgb, var\(--(?P<first>[\w-]+)\) (?P<percent>\d+)%, var\(--(?P<second>[\w-]+)\)\)")
Colour = tuple[float, float, float]


def palette(scheme: str) -> dict[str, str]:
    css = re.sub(r"/\*.*?\*/", "", (DOCS / "assets/stylesheets/palette.css").read_text(encoding="utf-8"), flags=re.S)
    variables: dict[str, str] = {}
    for rule in RULE.finditer(css):
        if f'="{scheme}"' in rule["selectors"] or "[data-md-color-scheme]" in rule["selectors"]:
            variables |= {match["name"]: match["value"] for match in VARIABLE.finditer(rule["body"])}
    return variables


def colour(name: str, variables: dict[str, str]) -> Colour:
    """The sRGB colour of a variable: a hex value, or a mixture of two others."""
    value = variables[name]
    if mix := MIX.fullmatch(value):
        share = int(mix["percent"]) / 100
        pairs = zip(colour(mix["first"], variables), colour(mix["second"], variables), strict=True)
        return tuple(share * first + (1 - share) * second for first, second in pairs)
    digits = re.fullmatch(r"#([0-9a-f]{6})", value)
    assert digits, f"--{name}: {value}を読めません"
    return tuple(int(digits[1][start:start + 2], 16) / 255 for start in (0, 2, 4))


def luminance(srgb: Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in srgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def accents(scheme: str) -> list[str]:
    return [name for name in palette(scheme) if name.startswith("accent-")]


def code_colours(scheme: str) -> list[str]:
    return [name for name, value in palette(scheme).items() if name.startswith("md-code-hl-") and value.startswith("#")]


def pairs() -> list[tuple[str, str, str, str]]:
    """(scheme, text, ground, accent of the chapter) as they meet on a page."""
    found = []
    for scheme in SCHEMES:
        for accent in accents(scheme):
            # Links stand on paper, in admonitions and tables, and in a place that was jumped to.
            found += [(scheme, accent, ground, accent) for ground in ("paper", "paper-sunk", "mark")]
            found.append((scheme, "ink", "diagram-accent-fill", accent))
        found += [
            (scheme, text, ground, "accent-home")
            for text in ("ink", "ink-soft", "then-now", "wrong") for ground in ("paper", "paper-sunk", "mark")
            if (text, ground) not in {("then-now", "mark"), ("wrong", "mark")}     # never jumped to
        ]
        found += [(scheme, name, "paper-sunk", "accent-home") for name in code_colours(scheme)]
    return found


def test_contrast_agrees_with_the_standard() -> None:
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert contrast(colour("grey", {"grey": "#777777"}), (1, 1, 1)) == pytest.approx(4.48, abs=0.005)


def test_both_schemes_name_the_same_accents() -> None:
    assert accents("default") == accents("slate")
    # So that a change of notation does not leave the test with nothing to look at.
    assert len(accents("default")) >= 10
    assert len(code_colours("default")) == 6


@pytest.mark.parametrize(("scheme", "text", "ground", "accent"), pairs())
def test_text_can_be_read_on_its_ground(scheme: str, text: str, ground: str, accent: str) -> None:
    variables = palette(scheme) | {"chapter-accent": palette(scheme)[accent]}

    ratio = contrast(colour(text, variables), colour(ground, variables))

    assert ratio >= AA, f"{scheme}：--{text}は--{ground}の上で{ratio:.2f}:1です → {AA}:1以上になる色にする"
