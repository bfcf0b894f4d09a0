# %% [markdown] purpose since=first
# # First steps
#
# A notebook is a page of text and code. Code stands in cells: click into one and
# press Shift and Enter to run it, and the cell below is next.

# %% sum
2 + 3

# %% [markdown] order
# The number at the left says when a cell ran. Cells run in the order in which you
# run them, not in the order in which they stand.

# %% [markdown] about-names since=names
# ## Names
#
# A name keeps a value until it gets another one, for all cells of the notebook.

# %% names since=names
colours = ["u", "g", "r", "i", "z", "y"]
print(f"{len(colours)} colours, from {colours[0]} to {colours[-1]}")

# %% next-colour since=names
for before, after in zip(colours, colours[1:]):
    print(f"{before} is bluer than {after}")

# %% [markdown] about-errors since=errors
# ## Errors
#
# An error is not a disaster. Its last line says what happened; the arrow above it
# points to where. This cell catches one, so that you can read it in peace.

# %% error since=errors
try:
    colours[6]
except IndexError as error:
    print(f"IndexError: {error}")

# %% [markdown] restart since=restart
# When you are not sure any more what has run, choose **Kernel**, then **Restart
# Kernel and Run All Cells**. A notebook that survives that is one that you can
# show to others.

# %% [markdown] next since=next
# ## Where to go on
#
# `DP1/101_read_a_table` reads a file with the brightness of a star.
