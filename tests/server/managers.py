"""Contents managers as sites have them, plain, derived and mixed."""

from typing import Any

from jupyter_server.services.contents.largefilemanager import (
    AsyncLargeFileManager,
    LargeFileManager,
)
from jupyter_server.services.contents.manager import ContentsManager


class Derived(LargeFileManager):
    """A site's own, with a step before the save."""

    def save(self, model: dict[str, Any], path: str = "") -> Any:
        return super().save({**model, "format": model.get("format")}, path)


class AsyncDerived(AsyncLargeFileManager):
    """A site's own, which knows nothing of `require_hash`."""

    async def get(self, path: str, content: bool = True, type: Any = None, format: Any = None):  # noqa: A002
        return await super().get(path, content, type, format)


class MostlyAsync(AsyncLargeFileManager):
    """Has two plain methods, and one that is plain but gives something to wait for."""

    def get(self, *arguments: Any, **options: Any) -> Any:
        return super().get(*arguments, **options)

    def delete(self, path: str) -> None:
        LargeFileManager.delete_file(self, path)

    def list_checkpoints(self, path: str) -> list[Any]:
        self.checkpoints.checkpoint_path("checkpoint", path)
        return []


class MostlySync(LargeFileManager):
    """Has some coroutines."""

    async def delete(self, path: str) -> None:
        super().delete(path)

    async def rename(self, old_path: str, new_path: str) -> None:
        super().rename(old_path, new_path)

    async def update(self, model: dict[str, Any], path: str) -> Any:
        await self.rename(path, model.get("path", path))
        return self.get(model.get("path", path), content=False)

    async def copy(self, from_path: str, to_path: str | None = None) -> Any:
        return super().copy(from_path, to_path)

    async def list_checkpoints(self, path: str) -> Any:
        return super().list_checkpoints(path)


class Elsewhere(ContentsManager):
    """Keeps its files where there are no paths."""

    def get(self, path: str, *_: Any, **__: Any) -> dict[str, Any]:
        return {"path": path, "writable": True}

    def dir_exists(self, path: str) -> bool:
        return not path


class Lister(LargeFileManager):
    """Says of everything that it can be written to, and lists without asking itself."""

    def get(self, path: str, content: bool = True, **_: Any) -> dict[str, Any]:
        names = {"": ["notebooks"], "notebooks": ["mine", "tutorial-notebooks"]}.get(path, ["x"])
        inside = [
            {"name": name, "type": "directory", "writable": True, "content": self._deep()}
            for name in names
        ]
        return {"type": "directory", "writable": True, "content": inside if content else None}

    def _deep(self) -> list[dict[str, Any]]:
        return [{"name": "deep", "type": "file", "writable": True, "content": None}]


KINDS = [
    LargeFileManager,
    AsyncLargeFileManager,
    Derived,
    AsyncDerived,
    MostlyAsync,
    MostlySync,
]
