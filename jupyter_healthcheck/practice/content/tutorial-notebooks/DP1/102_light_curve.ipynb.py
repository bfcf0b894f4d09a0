# %% [markdown] purpose since=light-curve
# # A light curve
#
# The star in `data/variable_star.csv` grows brighter and fainter. Against time,
# that looks like disorder.

# %% read
import csv
from pathlib import Path

with Path("data/variable_star.csv").open(newline="") as lines:
    rows = [{name: float(text) for name, text in row.items()} for row in csv.DictReader(lines)]
days = [row["day"] for row in rows]
magnitudes = [row["magnitude"] for row in rows]

# %% draw until=axis
from IPython.display import SVG

first, last = min(days), max(days)
low, high = min(magnitudes), max(magnitudes)
dots = "".join(
    f'<circle cx="{10 + 440 * (day - first) / (last - first):.1f}"'
    f' cy="{10 + 160 * (high - magnitude) / (high - low):.1f}" r="4"/>'
    for day, magnitude in zip(days, magnitudes)
)
SVG(f'<svg xmlns="http://www.w3.org/2000/svg" width="460" height="180">{dots}</svg>')

# %% draw since=axis until=helper
from IPython.display import SVG

first, last = min(days), max(days)
bright, faint = min(magnitudes), max(magnitudes)
dots = "".join(
    f'<circle cx="{10 + 440 * (day - first) / (last - first):.1f}"'
    f' cy="{10 + 160 * (magnitude - bright) / (faint - bright):.1f}" r="4"/>'
    for day, magnitude in zip(days, magnitudes)
)
SVG(f'<svg xmlns="http://www.w3.org/2000/svg" width="460" height="180">{dots}</svg>')

# %% draw since=helper until=colours
from IPython.display import SVG


def draw(places):
    """Draw a dot for each measurement, with bright ones up."""
    first, last = min(places), max(places)
    bright, faint = min(magnitudes), max(magnitudes)
    dots = "".join(
        f'<circle cx="{10 + 440 * (place - first) / (last - first):.1f}"'
        f' cy="{10 + 160 * (magnitude - bright) / (faint - bright):.1f}" r="4"/>'
        for place, magnitude in zip(places, magnitudes)
    )
    return SVG(f'<svg xmlns="http://www.w3.org/2000/svg" width="460" height="180">{dots}</svg>')


draw(days)

# %% draw since=colours until=thin
from IPython.display import SVG


def draw(places):
    """Draw a dot for each measurement, with bright ones up."""
    first, last = min(places), max(places)
    bright, faint = min(magnitudes), max(magnitudes)
    dots = "".join(
        f'<circle cx="{10 + 440 * (place - first) / (last - first):.1f}"'
        f' cy="{10 + 160 * (magnitude - bright) / (faint - bright):.1f}" r="4"/>'
        for place, magnitude in zip(places, magnitudes)
    )
    return SVG(
        '<svg xmlns="http://www.w3.org/2000/svg" width="460" height="180">'
        f'<g fill="#0b7fab">{dots}</g></svg>'
    )


draw(days)

# %% draw since=thin
from IPython.display import SVG


def draw(places):
    """Draw a dot for each measurement, with bright ones up."""
    first, last = min(places), max(places)
    bright, faint = min(magnitudes), max(magnitudes)
    dots = "".join(
        f'<circle cx="{10 + 440 * (place - first) / (last - first):.1f}"'
        f' cy="{10 + 160 * (magnitude - bright) / (faint - bright):.1f}" r="2.5"/>'
        for place, magnitude in zip(places, magnitudes)
    )
    return SVG(
        '<svg xmlns="http://www.w3.org/2000/svg" width="460" height="180">'
        f'<g fill="#0b7fab">{dots}</g></svg>'
    )


draw(days)

# %% [markdown] about-folding since=fold
# ## Folding
#
# If the star repeats itself, all its periods can be laid on top of each other:
#
# ![Three periods of a wave, laid on top of each other](images/folding.svg)
#
# What remains of a time is its phase: how much of a period has gone by.

# %% fold since=fold until=helper
PERIOD = 0.5473

phases = [day / PERIOD % 1 for day in days]
dots = "".join(
    f'<circle cx="{10 + 440 * phase:.1f}"'
    f' cy="{10 + 160 * (magnitude - bright) / (faint - bright):.1f}" r="4"/>'
    for phase, magnitude in zip(phases, magnitudes)
)
SVG(f'<svg xmlns="http://www.w3.org/2000/svg" width="460" height="180">{dots}</svg>')

# %% fold since=helper until=search
PERIOD = 0.5473

draw([day / PERIOD % 1 for day in days])

# %% [markdown] about-search since=search until=why
# ## Finding the period
#
# Try many periods, and take the one whose folded curve is the smoothest.

# %% [markdown] about-search since=why
# ## Finding the period
#
# Try many periods, and take the one whose folded curve is the smoothest. Folded
# with a wrong period, bright and faint measurements stand side by side, and the
# way from dot to dot is long. With the right one, neighbours are alike, and the
# way is short.


# %% search since=search until=finer
def way(period):
    """How far it is up and down from dot to dot, folded with a period."""
    folded = sorted((day / period % 1, magnitude) for day, magnitude in zip(days, magnitudes))
    return sum(abs(after[1] - before[1]) for before, after in zip(folded, folded[1:]))


periods = [0.4 + 0.001 * step for step in range(400)]
period = min(periods, key=way)
print(f"The period is {period:.3f} days.")


# %% search since=finer
def way(period):
    """How far it is up and down from dot to dot, folded with a period."""
    folded = sorted((day / period % 1, magnitude) for day, magnitude in zip(days, magnitudes))
    return sum(abs(after[1] - before[1]) for before, after in zip(folded, folded[1:]))


periods = [0.4 + 0.0002 * step for step in range(2000)]
period = min(periods, key=way)
print(f"The period is {period:.4f} days.")

# %% fold since=search
draw([day / period % 1 for day in days])

# %% uncertain since=uncertain
good = [other for other in periods if way(other) < 1.3 * way(period)]
print(f"Periods from {min(good):.4f} to {max(good):.4f} days are nearly as smooth.")
