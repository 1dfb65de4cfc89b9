"""A picture of what makes up a whole: one bar for each, divided into named parts."""

from html import escape
from typing import Final

_WIDTH, _BAR, _GAP, _TOP, _LEFT = 760, 34, 54, 44, 8
# Told apart by the colour-blind; dark enough for white letters.
_COLOURS: Final = ("#5b5f97", "#b5446e", "#1f7a8c", "#8a5a00", "#3c6e47")


def bars(wholes: dict[str, dict[str, float]], unit: str) -> str:
    """An SVG of 760 px, its bars to one scale; readable on a light and on a dark page.

    Args:
        wholes: Of each whole its parts, in the order to draw, each above 0.
        unit: What the parts are counted in.
    """
    names = list(dict.fromkeys(part for parts in wholes.values() for part in parts))
    colours = dict(zip(names, _COLOURS, strict=False))
    scale = (_WIDTH - 2 * _LEFT) / max(sum(parts.values()) for parts in wholes.values())
    height = _TOP + len(wholes) * (_BAR + _GAP)
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        'font-family="sans-serif" font-size="14">',
        f'<rect width="{_WIDTH}" height="{height}" rx="10" fill="#ffffff"/>',
    ]
    x = float(_LEFT)
    for name, colour in colours.items():
        drawn.append(f'<circle cx="{x + 6:.0f}" cy="20" r="6" fill="{colour}"/>')
        drawn.append(f'<text x="{x + 18:.0f}" y="25" fill="#333333">{escape(name)}</text>')
        x += 34 + 7.5 * len(name)
    for row, (whole, parts) in enumerate(wholes.items()):
        y = _TOP + row * (_BAR + _GAP)
        words = f"{whole}: {sum(parts.values()):.1f} {unit}"
        drawn.append(f'<text x="{_LEFT}" y="{y + 18}" fill="#111111">{escape(words)}</text>')
        x = float(_LEFT)
        for name, value in parts.items():
            wide = value * scale
            drawn.append(
                f'<rect x="{x:.1f}" y="{y + 26}" width="{wide:.1f}" height="{_BAR}" '
                f'fill="{colours[name]}"/>'
            )
            if wide > 30:
                drawn.append(
                    f'<text x="{x + wide / 2:.1f}" y="{y + 48}" fill="#ffffff" '
                    f'text-anchor="middle">{value:.1f}</text>'
                )
            x += wide
    return "\n".join([*drawn, "</svg>", ""])
