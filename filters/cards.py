"""The card M.json beside a model M: what it was made of, and the sha256 of the model. Who finds a mismatch refuses it."""

import hashlib
import json
from pathlib import Path
from typing import Any

#: the small models that come with taosha, and their cards
MODELS = Path(__file__).parent.parent / "configs" / "models"


def card_path(model: Path) -> Path:
    """Where the card of a model lies."""
    return model.with_name(model.name + ".json")


def sha256(file: Path) -> str:
    """Hex digest of a file's bytes."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def write_card(model: Path, card: dict[str, Any]) -> None:
    """Write the card of a model."""
    card_path(model).write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def read_card(model: Path, name: str, version: int, refusal: type[ValueError]) -> dict[str, Any]:
    """The card of a model that is the one it was written for. name: of the model, as sentences begin with it.

    Raises `refusal`, with both sides of a mismatch, if model or card cannot be read or belong to another.
    """
    try:
        card = json.loads(card_path(model).read_text(encoding="utf-8"))
        digest = sha256(model)
    except OSError as error:
        raise refusal(f"{name}: {error.filename} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise refusal(f"{name}: its card {card_path(model)} is not JSON: {error}") from error
    if card.get("version") != version:
        raise refusal(f"{name}: its card is of version {card.get('version')}, not {version}")
    if card["model_sha256"] != digest:
        raise refusal(f"{name}: its card is of sha256 {card['model_sha256']}, the file has {digest}")
    return card


def check_tokenizer(tokenizer: str | None, expected: str | None, name: str, refusal: type[ValueError]) -> None:
    """Raises `refusal` if `tokenizer`, a path in a card, is no longer the file of sha256 `expected`; None: no tokenizer."""
    if tokenizer is not None and (found := sha256(Path(tokenizer))) != expected:
        raise refusal(f"{name}: trained with tokenizer {expected}, {tokenizer} is {found}")
