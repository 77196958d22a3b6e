"""Draws sums of bytes as horizontal bars, one group below the other, as SVG."""
from xml.sax.saxutils import escape

WIDTH, LABEL, VALUE = 760, 220, 90
BAR, GAP, TITLE = 22, 8, 44
OURS, OTHERS = "#2f855a", "#a0aec0"

# Ink that reads on white and on black, since readers choose the ground.
STYLE = ("text { font: 14px system-ui, sans-serif; fill: #57606a } .title { font-weight: 600 } "
         "@media (prefers-color-scheme: dark) { text { fill: #a3b1bf } }")


def drawn(groups):
    """The text of an SVG file; a group is a title, and a number of bytes for each name."""
    groups = [(title, sums) for title, sums in groups if sums]
    parts, top = [], 0
    for title, sums in groups:
        parts.append(f'<text class="title" x="0" y="{top + 26}">{escape(title)}</text>')
        top += TITLE
        longest = max(sums.values())
        for name, size in sums.items():
            parts.append(bar(top, name, size, size / longest))
            top += BAR + GAP
        top += GAP
    spoken = "; ".join(f"{title}: " + ", ".join(f"{name} {megabytes(size)}" for name, size in sums.items())
                       for title, sums in groups)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" role="img" '
            f'aria-label="{escape(spoken)}">\n<style>{STYLE}</style>\n' + "\n".join(parts) + "\n</svg>\n")


def bar(top, name, size, share):
    width = max(1, round(share * (WIDTH - LABEL - VALUE)))
    colour = OURS if name.startswith("Larder") else OTHERS
    middle = top + BAR - 6
    return (f'<text x="{LABEL - 10}" y="{middle}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="{LABEL}" y="{top}" width="{width}" height="{BAR}" rx="3" fill="{colour}"/>'
            f'<text x="{LABEL + width + 8}" y="{middle}">{megabytes(size)}</text>')


def megabytes(size):
    return f"{size / 1e6:.2f} MB"
