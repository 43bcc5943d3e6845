"""EUC-TW: CNS 11643 in packed form, which Python has no codec for.

A code of plane 1 is two bytes A1-FE; a code of any plane is 8E, A0 + plane, and two bytes A1-FE. The mapping to Unicode
(planes 1 to 7 and 15) is that of the C library's converter, stored as configs/models/cns11643.npz.
"""

import functools
from importlib import resources

import numpy as np
from numpy.typing import NDArray

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@functools.cache
def planes() -> dict[int, NDArray[np.uint32]]:
    """Plane -> code point of [row, column] from A1A1 on, uint32[94, 94]; 0 where there is none."""
    path = resources.files("taosha.configs").joinpath("models/cns11643.npz")
    with path.open("rb") as file, np.load(file) as model:
        return dict(zip(model["planes"].tolist(), model["unicode"], strict=True))


def decode_euc_tw(content: bytes) -> tuple[str, int]:
    """The text, and how many bytes became U+FFFD because no code of CNS 11643 begins there."""
    tables = planes()
    pieces: list[str] = []
    replaced = 0
    i, n = 0, len(content)
    while i < n:
        lead = content[i]
        if lead < 0x80:
            pieces.append(chr(lead))
            i += 1
            continue
        plane, at = (content[i + 1] - 0xA0, i + 2) if lead == 0x8E and i + 1 < n else (1, i)
        row, column = (content[at] - 0xA1, content[at + 1] - 0xA1) if at + 1 < n else (-1, -1)
        code = 0
        if plane in tables and 0 <= row < 94 and 0 <= column < 94:
            code = int(tables[plane][row, column])
        pieces.append(chr(code) if code else REPLACEMENT)
        replaced += not code
        i = at + 2 if code else i + 1
    return "".join(pieces), replaced
