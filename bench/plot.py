"""A curve as SVG, without a library: figures that are looked at once a release need no more."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 320, 70, 40, 30, 50
INK, LINE = "#1b1b1b", "#0b5d4e"


def curve(title: str, across: str, up: str, points: Sequence[tuple[float, float]]) -> str:
    """``points`` from left to right at even distances, since sizes grow tenfold; the scale begins at 0."""
    highest = max(y for _, y in points) * 1.15 or 1.0
    step = (WIDTH - LEFT - RIGHT) / max(1, len(points) - 1)
    depth = HEIGHT - TOP - BOTTOM
    places = [(LEFT + number * step, TOP + depth * (1 - y / highest)) for number, (_, y) in enumerate(points)]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" fill="{INK}">',
        f'<title>{escape(title)}</title><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        '<g font-family="sans-serif" font-size="13">',
        f'<text x="{LEFT}" y="24" font-weight="bold">{escape(title)}</text>',
        f'<path d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}" fill="none" stroke="{INK}"/>',
        f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 10}" text-anchor="end">{escape(across)}</text>',
        f'<text x="8" y="{TOP - 4}">{escape(up)}</text>',
        f'<polyline fill="none" stroke="{LINE}" stroke-width="2" points="{" ".join(f"{x:.0f},{y:.0f}" for x, y in places)}"/>',
    ]
    for (x, y), (size, value) in zip(places, points, strict=True):
        parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4" fill="{LINE}"/>')
        parts.append(f'<text x="{x:.0f}" y="{y - 10:.0f}" text-anchor="middle">{value:.3g}</text>')
        parts.append(f'<text x="{x:.0f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{size:,.0f}</text>')
    return "\n".join([*parts, "</g></svg>"]) + "\n"


def write(path: Path, title: str, across: str, up: str, points: Sequence[tuple[float, float]]) -> None:
    """The curve as a file beside the table."""
    path.write_text(curve(title, across, up, points), encoding="utf-8")
