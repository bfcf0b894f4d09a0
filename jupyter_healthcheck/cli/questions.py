"""What a person on a terminal reads before and after."""

from __future__ import annotations

import sys
from typing import Any

from .console import Console, bytes_in_words

_SHOWN = 5
#: One line per kind of loss: singular and plural.
_WORDS = {
    "edited-notebook": ("notebook you edited", "notebooks you edited"),
    "edited-file": ("other file you edited", "other files you edited"),
    "own-file": ("file of yours", "files of yours"),
    "commit": ("commit not in the original", "commits not in the original"),
    "stash": ("stash", "stashes"),
    "worktree": ("further working tree", "further working trees"),
    "unreadable": ("thing that git cannot read", "things that git cannot read"),
    "outputs-only": ("notebook only has new outputs", "notebooks only have new outputs"),
    "metadata-only": ("notebook only has new metadata", "notebooks only have new metadata"),
    "checkpoint": ("checkpoint", "checkpoints"),
    "cache-file": ("cache file", "cache files"),
    "deleted": ("file you deleted", "files you deleted"),
}


def describe_plan(plan: dict[str, Any]) -> str:
    """Say what is there and what of it a fresh set would not have."""
    got = f", from {plan['got_at'][:10]} (commit {plan['commit'][:7]})" if plan["commit"] else ""
    lines = [f"You already have a copy in {plan['path']}{got}."]
    if plan["commits_behind"]:
        lines.append(
            f"The new set is {_count(plan['commits_behind'], 'commit', 'commits')} newer and "
            f"changes {_count(plan['notebooks_changed'], 'notebook', 'notebooks')}."
        )
    if plan["branch"]:
        lines.append(f"Another branch is checked out in it: {plan['branch']}.")
    lines.append("In your copy:")
    items = plan["losses"]["items"]
    for kind, count in plan["losses"]["counts"].items():
        named = [item for item in items if item["kind"] == kind]
        mark = "*" if named and named[0]["matters"] else "-"
        names = [_name(item) for item in named[:_SHOWN]]
        more = ["..."] if count > len(names) else []
        tail = "" if mark == "-" else ": " + ", ".join(names + more)
        lines.append(f"  {mark} {_count(count, *_WORDS[kind])}{tail}")
    lines += [
        f"  * {document['path']} is open with unsaved edits"
        for document in plan["open_documents"]
        if document["edited"]
    ]
    if plan["processes"]:
        lines.append(f"  {_count(plan['processes'], 'process works', 'processes work')} inside.")
    lines.append(f"Keep both: your copy becomes {plan['keep_path']}.")
    lines.append(f"Replace (can be undone): your copy is kept in {plan['replace_path']}.")
    return "\n".join(lines)


def choose(console: Console) -> str | None:
    """Ask on the terminal; `None` for Cancel."""
    answers = {"k": "keep-both", "r": "replace", "c": None, "": None}
    while True:
        console.say("[k]eep both, [r]eplace, [C]ancel?")
        line = sys.stdin.readline()
        answer = line.strip().lower()[:1]
        if not line or answer in answers:
            return answers.get(answer)


def summarize_in_words(operation: dict[str, Any]) -> str:
    """Say what was done."""
    result, title = operation["result"], operation["title"]
    notebooks = _count(result["notebooks"], "notebook", "notebooks")
    commit = f", commit {result['commit'][:7]}" if result["commit"] else ""
    if result["notice"]:
        return f"{title}: {result['notice']['message']} {result['notice']['hint']}"
    if operation["kind"] == "provision" and result["backup"]:
        return (
            f"{title} notebooks are ready in {result['path']}: {notebooks}{commit}.\n"
            f"What you had put inside is now in {result['backup']['path']}."
        )
    if result["action"] == "none":
        return f"{title} notebooks are already current in {result['path']}: {notebooks}{commit}."
    if result["action"] == "restored":
        lines = [f"Your previous copy is back in {result['path']}."]
    else:
        lines = [f"{title} notebooks are ready in {result['path']}: {notebooks}{commit}."]
    if result["backup"]:
        backup = result["backup"]
        lines.append(f"The copy that was there is now {backup['path']}.")
        lines.append(f"To undo: jupyter healthcheck restore {backup['id']}")
    return "\n".join(lines)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _name(item: dict[str, Any]) -> str:
    if item["path"] is None:
        return f'"{_printable(item["detail"])}"' if item["detail"] else item["kind"]
    size = f" ({bytes_in_words(item['size'])})" if item["kind"] == "own-file" else ""
    return _printable(item["path"]) + size


def _printable(text: str) -> str:
    """Keep a file's or commit's name from steering the terminal."""
    return "".join(character if character.isprintable() else "?" for character in text)
