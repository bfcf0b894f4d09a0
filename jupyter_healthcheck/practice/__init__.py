"""A practice environment: small upstreams of our own, offline and in one folder."""

from __future__ import annotations

from .environment import PracticeEnvironment, build_practice
from .updates import add_upstream_commit

__all__ = ["PracticeEnvironment", "add_upstream_commit", "build_practice"]
