"""Ask the C library's iconv for every code of EUC-TW and write the answers as configs/models/cns11643.npz.

    python benchmarks/charsets/cns.py OUT.npz      (needs glibc with its EUC-TW converter; on Debian it comes with libc6)

CNS 11643 is a public standard of Taiwan; glibc maps its planes 1 to 7 and 15. Python has no codec for EUC-TW.
"""

import ctypes
import sys

import numpy as np

PLANES = range(1, 17)
CELLS = range(0xA1, 0xFF)
_LIBC = ctypes.CDLL(None)
_LIBC.iconv_open.restype = ctypes.c_void_p
_LIBC.iconv.restype = ctypes.c_size_t
_LIBC.iconv.argtypes = [ctypes.c_void_p, *[ctypes.c_void_p] * 4]


def code_point(converter: int, code: bytes) -> int:
    """The code point of a code, 0 if iconv knows none."""
    source, target = ctypes.create_string_buffer(code), ctypes.create_string_buffer(8)
    start, out = ctypes.c_char_p(ctypes.addressof(source)), ctypes.c_char_p(ctypes.addressof(target))
    left, room = ctypes.c_size_t(len(code)), ctypes.c_size_t(8)
    arguments = [ctypes.byref(value) for value in (start, left, out, room)]
    if _LIBC.iconv(converter, *arguments) == ctypes.c_size_t(-1).value:
        _LIBC.iconv(converter, None, None, None, None)  # back to the first state
        return 0
    return int.from_bytes(target.raw[:4], "little") if room.value == 4 else 0


def main() -> None:
    converter = _LIBC.iconv_open(b"UTF-32LE", b"EUC-TW")
    if converter == ctypes.c_void_p(-1).value:
        raise SystemExit("this C library has no converter for EUC-TW")
    tables: dict[int, np.ndarray] = {}
    for plane in PLANES:
        codes = (bytes((0x8E, 0xA0 + plane, row, column)) for row in CELLS for column in CELLS)
        points = [code_point(converter, code) for code in codes]
        if any(points):
            tables[plane] = np.array(points, np.uint32).reshape(len(CELLS), len(CELLS))
            print(f"plane {plane:2}: {np.count_nonzero(points):5} characters")
    np.savez_compressed(sys.argv[1], planes=np.array(list(tables), np.uint8), unicode=np.stack(list(tables.values())))


if __name__ == "__main__":
    main()
