"""Draws horizontal bars as SVG: sums of bytes, one group below the other, and ratios against a line at 1."""
from xml.sax.saxutils import escape

WIDTH, LABEL, VALUE = 760, 220, 90
BAR, GAP, TITLE = 22, 8, 44
OURS, OTHERS = "#2f855a", "#a0aec0"

# Of ratios: titles are longer, bars come in pairs, and the axis ends at twice as much.
WIDE_LABEL, THIN, LEGEND, AXIS = 300, 15, 30, 2.0

# Ink that reads on white and on black, since readers choose the ground.
STYLE = ("text { font: 14px system-ui, sans-serif; fill: #57606a } .title { font-weight: 600 } "
         ".small { font-size: 12px } "
         "line { stroke: #57606a; stroke-dasharray: 4 3 } "
         "@media (prefers-color-scheme: dark) { text { fill: #a3b1bf } line { stroke: #a3b1bf } }")


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
    return image(top, parts, (f"{title}: " + ", ".join(f"{name} {megabytes(size)}" for name, size in sums.items())
                              for title, sums in groups))


def ratios(rows, rivals):
    """Two bars for each row, which is a title and a ratio for each rival, or None: short is good."""
    parts, top = legend(rivals), LEGEND
    for title, values in rows:
        parts.append(f'<text x="{WIDE_LABEL - 10}" y="{top + THIN + 5}" text-anchor="end">{escape(title)}</text>')
        for value, colour in zip(values, (OURS, OTHERS)):
            if value is not None:
                parts.append(ratio(top, value, colour))
            top += THIN
        top += GAP
    one = WIDE_LABEL + scaled(1)
    parts.append(f'<line x1="{one}" y1="{LEGEND - 6}" x2="{one}" y2="{top}"/>')
    return image(top, parts, (f"{title}: " + ", ".join(f"{value:.2f} × {rival}" for value, rival in
                                                       zip(values, rivals) if value is not None)
                              for title, values in rows))


def legend(rivals):
    parts, left = [], WIDE_LABEL
    for rival, colour in zip(rivals, (OURS, OTHERS)):
        parts.append(f'<rect x="{left}" y="5" width="12" height="12" rx="3" fill="{colour}"/>'
                     f'<text class="small" x="{left + 18}" y="15">as a multiple of {escape(rival)}</text>')
        left += 200
    return parts


def ratio(top, value, colour):
    """A ratio beyond the axis is told by its number."""
    width = max(1, scaled(min(value, AXIS)))
    beyond = " ›" if value > AXIS else ""
    return (f'<rect x="{WIDE_LABEL}" y="{top}" width="{width}" height="{THIN - 2}" rx="2" fill="{colour}"/>'
            f'<text class="small" x="{WIDE_LABEL + width + 6}" y="{top + THIN - 4}">{value:.2f}{beyond}</text>')


def scaled(value):
    return round(value / AXIS * (WIDTH - WIDE_LABEL - VALUE))


def image(height, parts, spoken):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
            f'aria-label="{escape("; ".join(spoken))}">\n<style>{STYLE}</style>\n' + "\n".join(parts) + "\n</svg>\n")


def bar(top, name, size, share):
    width = max(1, round(share * (WIDTH - LABEL - VALUE)))
    colour = OURS if name.startswith("Larder") else OTHERS
    middle = top + BAR - 6
    return (f'<text x="{LABEL - 10}" y="{middle}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="{LABEL}" y="{top}" width="{width}" height="{BAR}" rx="3" fill="{colour}"/>'
            f'<text x="{LABEL + width + 8}" y="{middle}">{megabytes(size)}</text>')


def megabytes(size):
    return f"{size / 1e6:.2f} MB"
