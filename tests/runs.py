"""The command as a user types it, and what it left."""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE = str(ROOT / "sample/*.warc.gz")
CONTENT = ("kept", "rejected", "signatures", "duplicates", "tokens")


def taosha(*arguments: str, **options) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "taosha.pipeline.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, **options)


def hashes(out: Path) -> dict[str, str]:
    """File -> sha256, of what must be the same for every way of running."""
    files = [path for folder in CONTENT for path in sorted((out / folder).rglob("*")) if path.is_file()]
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
