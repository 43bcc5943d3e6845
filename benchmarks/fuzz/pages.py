"""atheris target: any bytes, under any content type, through the stages of the usual recipe. See README.md."""

import inspect
import sys

import atheris
from datatrove.data import Document
from taosha.filters import lines
from taosha.pipeline.page import charset, content, metadata, mime, mojibake, normalise
from taosha.pipeline.recipe import load_recipe
from taosha.pipeline.stages.build import build_stages

# functions of modules without Numba kernels, which cannot be compiled with the marks of coverage in them
for module in (lines, metadata, mime, mojibake, normalise):
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__:
            setattr(module, name, atheris.instrument_func(function))

STAGES = build_stages(load_recipe("web"))
CONTENT_TYPES = (None, "text/html", "text/plain", "text/html; charset=gbk", "text/html; charset=utf-8")


def one(data: bytes) -> None:
    if not data:
        return
    content_type, page = CONTENT_TYPES[data[0] % len(CONTENT_TYPES)], data[1:]
    doc = Document("", "1", metadata={"url": None, "content": page, "content_type": content_type})
    if not all(stage.apply(doc).keep for stage in STAGES):
        # most fuzzed pages leave at han_check or as no text: the parts behind are fed by hand
        text, _ = charset.decode(page, charset.detect(page, content_type))
        fixed, _ = normalise.fix(content.main_text(text))
        fixed.encode()


atheris.Setup(sys.argv, one)
atheris.Fuzz()
