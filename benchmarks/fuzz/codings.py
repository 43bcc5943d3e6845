"""atheris target: any bytes under any list of content codings. See README.md."""

import sys

import atheris

with atheris.instrument_imports(include=["taosha"]):
    from taosha.pipeline.coding import TooLarge, undo_codings

CODINGS = ("gzip", "deflate", "br", "zstd", "chunked", "identity", "x-gzip", "")
LIMIT = 1_000_000


def one(data: bytes) -> None:
    named = data[:3]
    try:
        out = undo_codings(data[3:], [CODINGS[byte % len(CODINGS)] for byte in named], LIMIT)
    except TooLarge:
        return
    if len(out) > max(LIMIT, len(data)):
        raise AssertionError("beyond the limit")


atheris.Setup(sys.argv, one)
atheris.Fuzz()
