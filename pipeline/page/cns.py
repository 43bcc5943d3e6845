"""EUC-TW: CNS 11643 in packed form, which Python has no codec for.

A code of plane 1 is two bytes A1-FE; a code of any plane is 8E, A0 + plane, and two bytes A1-FE. The mapping to Unicode
(planes 1 to 7 and 15) is that of the C library's converter, stored as configs/models/cns11643.npz.
"""

import functools
import re
from importlib import resources

import numpy as np
from numpy.typing import NDArray

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_RUN = re.compile(rb"[\x80-\xff]+")  # no code has an ASCII byte


@functools.cache
def planes() -> dict[int, NDArray[np.uint32]]:
    """Plane -> code point of [row, column] from A1A1 on, uint32[94, 94]; 0 where there is none."""
    path = resources.files("taosha.configs").joinpath("models/cns11643.npz")
    with path.open("rb") as file, np.load(file) as model:
        return dict(zip(model["planes"].tolist(), model["unicode"], strict=True))


def decode_euc_tw(content: bytes, errors: str = "strict") -> str:
    """The text. errors: 'strict' (UnicodeDecodeError at the first byte where no code begins) or 'replace' (U+FFFD)."""
    tables = planes()
    pieces: list[str] = []
    done = 0
    for run in _RUN.finditer(content):
        pieces.append(content[done : run.start()].decode("ascii"))
        i, done = run.span()
        while i < done:
            plane, at = (content[i + 1] - 0xA0, i + 2) if content[i] == 0x8E and i + 1 < done else (1, i)
            row, column = (content[at] - 0xA1, content[at + 1] - 0xA1) if at + 1 < done else (-1, -1)
            code = 0
            if plane in tables and 0 <= row < 94 and 0 <= column < 94:
                code = int(tables[plane][row, column])
            if not code and errors == "strict":
                raise UnicodeDecodeError("euc_tw", content, i, i + 1, "no code of CNS 11643 begins here")
            pieces.append(chr(code) if code else REPLACEMENT)
            i = at + 2 if code else i + 1
    pieces.append(content[done:].decode("ascii"))
    return "".join(pieces)
