"""Pages by an author who had not read the rules: spam leaves, honest pages stay, a good page loses its bad lines alone."""

from typing import Any

import pytest
from taosha.filters import toxicity
from taosha.pipeline.stages.toxicity import Toxicity

from . import hijacked

#: pages that are judged wrongly; a fix takes its page off
MISSED = {
    "webspam_independent.yaml": {
        "open-s09": "a mark-six page whose words of the trade are few",
        "open-b02": "one of two comments holds two terms",
        "open-b03": "a line with one term and an account",
        "open-b05": "a line with one term and an account",
        "open-b14": "a line with one term",
    },
    "webspam_second.yaml": {},
}


def _cases() -> list[Any]:
    return [
        pytest.param(page, id=page["id"], marks=[pytest.mark.xfail(reason=missed[page["id"]], strict=True)] if page["id"] in missed else [])
        for file, missed in MISSED.items()
        for page in hijacked.load(file)
    ]


@pytest.fixture(scope="module")
def stage() -> Toxicity:
    return Toxicity.from_recipe("web")


@pytest.mark.parametrize("page", _cases())
def test_page(page: dict[str, Any], stage: Toxicity):
    text, measures, verdict = toxicity.clean(page["text"], page["title"], stage.instruments, stage.config)
    if page["label"] == "spam":
        assert not verdict.keep or measures.bad_lines > 0
    elif page["label"] == "innocent":
        assert verdict.keep
        assert text == page["text"]
    else:
        bad = {line.strip() for line in page["bad"]}
        assert verdict.keep
        assert text == "\n".join(line for line in page["text"].split("\n") if line.strip() not in bad)
