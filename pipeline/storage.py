"""Folders and files anywhere fsspec reaches (local paths, s3://…), and the one way files are written here.

A file appears under its name only when it is whole: it is written to `<name>.<random>.tmp` and renamed. So a file that
exists is complete, a run that was killed leaves nothing that a later run could mistake for a result, and two processes that
write the same file, as a cluster's do when one was given up too early, do not meet.
"""

import contextlib
import glob
import hashlib
import secrets
from collections.abc import Generator
from dataclasses import dataclass
from typing import IO, Any

import fsspec  # pyright: ignore[reportMissingTypeStubs]
import orjson
from fsspec.implementations.dirfs import DirFileSystem  # pyright: ignore[reportMissingTypeStubs]

from .errors import UserError


@dataclass(frozen=True)
class Folder:
    """A folder at `uri`; names are relative to it, with forward slashes."""

    uri: str

    @property
    def fs(self) -> Any:
        # no cache of listings: other processes write here too
        fs, path = fsspec.core.url_to_fs(self.uri, use_listings_cache=False)  # pyright: ignore
        return DirFileSystem(path, fs)

    @property
    def local(self) -> str | None:
        """Its path if it is on a local disk."""
        fs, path = fsspec.core.url_to_fs(self.uri)  # pyright: ignore
        return path if "file" in fs.protocol else None

    def open(self, name: str) -> IO[bytes]:
        return self.fs.open(name, "rb")

    def exists(self, name: str) -> bool:
        return self.fs.exists(name)

    def size(self, name: str) -> int:
        return self.fs.size(name)

    def list(self, prefix: str, suffix: str) -> list[str]:
        """Names below `prefix` that end in `suffix`, sorted."""
        if not self.fs.exists(prefix):
            return []
        return sorted(name for name in self.fs.find(prefix) if name.endswith(suffix))

    @contextlib.contextmanager
    def write(self, name: str) -> Generator[IO[bytes]]:
        """A file to write; it gets its name when the block ends without an error."""
        fs = self.fs
        parent = name.rpartition("/")[0]
        fs.makedirs(parent, exist_ok=True)
        temporary = f"{name}.{secrets.token_hex(4)}.tmp"
        with fs.open(temporary, "wb") as file:
            yield file
        fs.mv(temporary, name)

    def read_json(self, name: str) -> Any:
        with self.open(name) as file:
            return orjson.loads(file.read())

    def write_json(self, name: str, value: Any) -> None:
        with self.write(name) as file:
            file.write(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS) + b"\n")

    def sha256(self, name: str) -> str:
        with self.open(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # pyright: ignore[reportArgumentType]

    def sweep(self) -> None:
        """Remove what killed processes were writing."""
        for name in self.list("", ".tmp"):
            self.remove(name)

    def remove(self, name: str) -> None:
        """Remove a file or a whole folder; nothing happens if it is not there."""
        fs = self.fs
        if fs.exists(name):
            fs.rm(name, recursive=True)


def exists(uri: str) -> bool:
    """Whether there is a file at `uri`."""
    fs, path = fsspec.core.url_to_fs(uri)  # pyright: ignore
    return fs.exists(path)


@dataclass(frozen=True)
class InputFile:
    """uri: where to read it. source: its path relative to its input's root, the stable name that ids are made of."""

    uri: str
    source: str
    size: int


def find_inputs(patterns: list[str]) -> list[InputFile]:
    """All files that the globs name, sorted by source.

    The root of a glob is the folder before its first wildcard: `crawl/*/warc/*.gz` names files `a/warc/x.gz`. Sources
    do not change when the whole folder moves to another place or into a bucket, so neither do document ids.
    """
    found: dict[str, InputFile] = {}
    for pattern in patterns:
        try:
            fs, path = fsspec.core.url_to_fs(pattern)  # pyright: ignore
            is_folder = not glob.has_magic(path) and fs.isdir(path)
            path = path.rstrip("/") + "/**" if is_folder else path
            matches: dict[str, Any] = fs.glob(path, detail=True)
        except (ImportError, ValueError) as error:
            raise UserError(f"input {pattern!r} cannot be reached: {error}") from error
        files = {name: info for name, info in matches.items() if info["type"] == "file"}
        if not files:
            raise UserError(f"input {pattern!r} matches no file; check the path or quote the glob")
        fixed = path[: min((path.index(c) for c in "*?[" if c in path), default=len(path))]
        root = fixed[: fixed.rfind("/") + 1]
        for name, info in files.items():
            source = name.removeprefix(root)
            file = InputFile(uri=fs.unstrip_protocol(name), source=source, size=int(info["size"]))
            other = found.setdefault(source, file)
            if other.uri != file.uri:
                raise UserError(
                    f"two inputs are both named {source!r} ({other.uri} and {file.uri}); give one glob that covers "
                    f"both from a common folder, so that every file has a name of its own"
                )
    return [found[source] for source in sorted(found)]
