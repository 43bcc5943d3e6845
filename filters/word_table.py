"""Words to be found in an array of code points: a table that Numba reads, for lists of hundreds of words."""

from collections.abc import Mapping

import numba
import numpy as np
import numpy.typing as npt

from .characters import Codes, code_points

Words = npt.NDArray[np.uint32]
First = npt.NDArray[np.uint16]


def in_order(words: Mapping[str, int]) -> dict[str, int]:
    """The words in the order of `word_table`: by first character, the longest first."""
    return dict(sorted(words.items(), key=lambda item: (item[0][0], -len(item[0]), item[0])))


def word_table(words: Mapping[str, int]) -> tuple[Words, First]:
    """Code points of the words, `in_order`, behind them their length and their value, uint32[words, longest word + 2];
    and for every character of the BMP the number of its first word, counted from 1, or 0, uint16[65536].
    """
    ordered = in_order(words)
    table = np.zeros((len(ordered), max(map(len, ordered)) + 2), np.uint32)
    first = np.zeros(0x10000, np.uint16)
    for number, (word, value) in reversed(list(enumerate(ordered.items()))):
        table[number, : len(word)] = code_points(word)
        table[number, -2:] = len(word), value
        first[ord(word[0])] = number + 1
    for array in (table, first):
        array.setflags(write=False)
    return table, first


@numba.njit(cache=True, nogil=True)
def word_at(codes: Codes, at: int, table: Words, first: First) -> np.int64:
    """The number of the longest word of the table that starts at `at`, or -1."""
    code = codes[at]
    number = np.int64(first[code]) - 1 if code < len(first) else np.int64(-1)
    while 0 <= number < len(table) and table[number, 0] == code:
        size = np.int64(table[number, -2])
        same = 1
        while same < size and at + same < len(codes) and codes[at + same] == table[number, same]:
            same += 1
        if same == size:
            return number
        number += 1
    return np.int64(-1)
