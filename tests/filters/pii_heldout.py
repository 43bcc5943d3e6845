"""Draws the second gold, tests/data/pii_heldout.yaml: other formats, other contexts and whole pages.

Parts are drawn here (numbers with valid check digits, names, streets); how they are written and where they stand is
data. Check digits come from pii_gold.py, which computes them from the standards and not from the code under test.
"""

import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .pii_gold import digits
from .pii_parts import LOOKALIKES, PARTS, USUAL

_FOLDER = Path(__file__).parent.parent / "data"
#: written before the rules were read, and written once they stood
HELD_OUT, BLIND, CONTACTS, FRESH, LAST, WILD, CHATS, CARDS, SCENES, SIGNS = (
    yaml.safe_load((_FOLDER / f"pii_{name}.yaml").read_text(encoding="utf-8"))
    for name in ("heldout", "blind", "contacts", "fresh", "last", "wild", "chats", "cards", "scenes", "signs")
)
#: written by strangers to the rules, then developed on, but for the last
STRANGERS, UNSEEN, REAL, CLOSED = (
    yaml.safe_load((_FOLDER / f"pii_{name}.yaml").read_text(encoding="utf-8"))
    for name in ("strangers", "unseen", "real", "closed")
)
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and its identifiers as (kinds that are right, start, end); `origin` names the line it was drawn from."""

    origin: str
    text: str
    spans: tuple[tuple[tuple[str, ...], int, int], ...]


_FIELD = re.compile(r"\{(\w+)\}")
_MARKED = re.compile(r"⟦(\w+(?:/\w+)*)(?::(.*?))?⟧")


def _lookalike(match: re.Match[str], r: random.Random) -> str:
    name = match[1]
    if name in LOOKALIKES:
        return LOOKALIKES[name](r)
    return r.choice("123456789") + digits(r, int(name[1:]) - 1)  # {d7}: seven digits


def _lines_of(template: str) -> str:
    return template.rstrip("\n").replace("\\n", "\n").replace("\\t", "\t")


def _lines(block: str) -> list[str]:
    return [_lines_of(line) for line in block.splitlines() if line]


def _value(form: str, kind: str, r: random.Random) -> str:
    wide = form.startswith("全角:")
    parts = PARTS[kind](r)
    value = _FIELD.sub(lambda match: parts.get(match[1]) or _lookalike(match, r), form.removeprefix("全角:"))
    return value.translate(_WIDE) if wide else value


def _compose(template: str, r: random.Random, origin: str) -> Sample:
    """Fill ⟦kind:form⟧ with identifiers and {field} with look-alikes, noting where the former stand."""
    text, spans, position = "", [], 0
    for match in _MARKED.finditer(template):
        text += _FIELD.sub(lambda m: _lookalike(m, r), template[position : match.start()])
        kinds = tuple(match[1].split("/"))
        value = _value(match[2] or r.choice(USUAL[kinds[0]]), kinds[0], r)
        spans.append((kinds, len(text), len(text) + len(value)))
        text += value
        position = match.end()
    text += _FIELD.sub(lambda m: _lookalike(m, r), template[position:])
    return Sample(origin, text, tuple(spans))


def positives(data: dict[str, Any], each: int, seed: int = 23) -> list[Sample]:
    """`each` sentences of every kind, forms and contexts combined in turn; deterministic."""
    r = random.Random(seed)
    samples: list[Sample] = []
    for kind, gold in data["positive"].items():
        forms, contexts = _lines(gold["forms"]), _lines(gold["contexts"])
        kinds = "/".join((kind, *gold.get("or", ())))
        for i in range(each):
            form, context = forms[i % len(forms)], contexts[(i + i // len(forms)) % len(contexts)]
            samples.append(_compose(context.replace("{x}", f"⟦{kinds}:{form}⟧"), r, f"{form} | {context}"))
    return samples


def whole(data: dict[str, Any], times: int, seed: int = 29) -> list[Sample]:
    """Tables, records, posts and pages with several identifiers and look-alikes in them."""
    r = random.Random(seed)
    return [_compose(_lines_of(template), r, template) for template in data.get("whole", ()) for _ in range(times)]


def negatives(data: dict[str, Any], times: int, seed: int = 31) -> list[Sample]:
    """Every look-alike line `times` times with other numbers."""
    r = random.Random(seed)
    return [_compose(line, r, line) for line in _lines(data["negative"]) for _ in range(times)]


def lines(data: dict[str, Any], sign: str, times: int = 1, seed: int = 37) -> list[Sample]:
    """The texts of a gold of single lines (`positive` or `negative`), each `times` times with other values."""
    r = random.Random(seed)
    return [_compose(line, r, line) for line in _lines(data[sign]) for _ in range(times)]


#: kinds that are right as well: a WhatsApp number, a mailbox of 支付宝, a mobile number that is a WeChat account, one of QQ,
#: a residence permit numbered as an identity card, the telephone of a firm beside its code
_ALSO = {
    "account": ("mobile", "landline", "email", "wechat"),
    "wechat": ("mobile", "qq", "account"),
    "mixed": tuple(PARTS),
    "qq": ("email",),
    "hkmt_id": ("id_card", "passport"),
    "uscc": ("mobile",),
    "address": ("name",),
}


def marked(data: list[dict[str, Any]]) -> list[Sample]:
    """The texts of a gold that names its values (`spans`); what else stands in a text with identifiers is not judged."""
    samples: list[Sample] = []
    for entry in data:
        text, kinds = entry["text"], (entry["kind"], "name", *_ALSO.get(entry["kind"], ()))
        spans: list[tuple[tuple[str, ...], int, int]] = []
        for value in entry["spans"]:
            taken = {start for _, start, _ in spans}
            start = next(match.start() for match in re.finditer(re.escape(value), text) if match.start() not in taken)
            spans.append((kinds, start, start + len(value)))
        samples.append(Sample(entry["id"], text, (*spans, *([(("maybe",), 0, len(text))] if spans else ()))))
    return samples
