# %% [markdown] purpose since=table
# # Read a table
#
# `data/variable_star.csv` holds the brightness of a star, measured on many days.
# The star is invented. Here is how to get from the file to numbers.

# %% look
from pathlib import Path

file = Path("data/variable_star.csv")
print("\n".join(file.read_text().splitlines()[:4]))

# %% read until=numbers
import csv

with file.open(newline="") as lines:
    rows = list(csv.DictReader(lines))
print(f"{len(rows)} measurements, the first one is {rows[0]}")

# %% [markdown] about-numbers since=numbers
# A file holds text, even where it looks like numbers. `float` makes numbers of it.

# %% read since=numbers
import csv

with file.open(newline="") as lines:
    rows = [{name: float(text) for name, text in row.items()} for row in csv.DictReader(lines)]
print(f"{len(rows)} measurements, the first one is {rows[0]}")

# %% [markdown] about-magnitudes since=faint
# Astronomers measure brightness in magnitudes, and those run backwards: the
# brightest star has the smallest number.

# %% statistics since=faint
import statistics

magnitudes = [row["magnitude"] for row in rows]
print(f"mean      {statistics.mean(magnitudes):.2f}")
print(f"brightest {min(magnitudes):.2f}")
print(f"faintest  {max(magnitudes):.2f}")

# %% gaps since=gaps
days = [row["day"] for row in rows]
gaps = [after - before for before, after in zip(days, days[1:])]
print(f"The shortest gap is {min(gaps) * 24:.1f} hours, the longest {max(gaps):.1f} days.")

# %% [markdown] exercise since=exercise
# ## Exercise
#
# How many measurements are brighter than the mean by more than their error?

# %% [markdown] about-solution since=solution
# One way to find out:

# %% solution since=solution
mean = statistics.mean(magnitudes)
brighter = [row for row in rows if row["magnitude"] + row["error"] < mean]
print(f"{len(brighter)} of {len(rows)}")
