"""Pack what the index says of words: their spelling, and the sections that they stand in.

Lists of ascending numbers as binary interpolative codes: the middle number first, in as few bits as the room
between its neighbours needs, then each half. Words that cluster on pages cost little so. `engine.js` unpacks.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence

LONGEST_SHARED = 25          # letters that two neighbours share are one of A … Z


class _Bits:
    def __init__(self) -> None:
        self.text: list[str] = []

    def put(self, value: int, count: int) -> None:
        if count:
            self.text.append(f"{value:0{count}b}")

    def below(self, value: int, limit: int) -> None:
        """A number below `limit`: the first ones take a bit less."""
        if limit < 2:
            return
        most = (limit - 1).bit_length()
        short = 2**most - limit
        if value < short:
            self.put(value, most - 1)
        else:
            self.put(value + short, most)

    def length(self, value: int) -> None:
        self.put(0, (value + 1).bit_length() - 1)
        self.put(value + 1, (value + 1).bit_length())

    def between(self, numbers: Sequence[int], lowest: int, highest: int) -> None:
        if not numbers:
            return
        middle = len(numbers) // 2
        first = lowest + middle
        self.below(numbers[middle] - first, highest - (len(numbers) - middle - 1) - first + 1)
        self.between(numbers[:middle], lowest, numbers[middle] - 1)
        self.between(numbers[middle + 1:], numbers[middle] + 1, highest)


def pack(lists: Iterable[Sequence[int]], limit: int) -> str:
    """Ascending numbers below `limit`, list after list, as Base64 (six bits a letter)."""
    bits = _Bits()
    for numbers in lists:
        bits.length(len(numbers))
        bits.between(numbers, 0, limit - 1)
    text = "".join(bits.text)
    text += "0" * (-len(text) % 24)
    return base64.b64encode(int(text or "0", 2).to_bytes(len(text) // 8, "big")).decode("ascii")


def fold(words: Iterable[str]) -> str:
    """Sorted words, each as the number of letters that it shares with the one before (A is none) and the rest."""
    parts = []
    previous = ""
    for word in words:
        shared = 0
        while shared < min(len(previous), len(word), LONGEST_SHARED) and previous[shared] == word[shared]:
            shared += 1
        parts.append(chr(ord("A") + shared) + word[shared:])
        previous = word
    return "".join(parts)
