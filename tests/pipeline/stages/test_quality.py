"""Stage `quality` as the main job and as anyone's datatrove script use it."""

import copy
import pickle

from datatrove.data import Document
from taosha.filters import quality
from taosha.pipeline.stages.quality import Quality

PROSE = (
    "山里的春天来得晚，四月的溪水还带着冰碴。老人每天清晨沿着溪走一圈，看看哪一段堤要补，哪一棵树发了芽。"
    "孩子们上学路过，总要同他打一声招呼，他便停下来，问一问昨天的功课做完了没有。"
)


def test_apply_stores_measures_and_leaves_the_text():
    document = Document(text=PROSE, id="1")
    assert Quality.from_recipe("web").apply(document).keep
    assert document.text == PROSE
    assert document.metadata["measures"]["quality"] == quality.measure(PROSE)


def test_a_title_is_read():
    document = Document(text=PROSE + "加微信，日赚", id="1", metadata={"title": "宝妈躺赚"})
    assert Quality.from_recipe("web").apply(document).reason == "max_solicitation_density"


def test_settings_replace_single_limits():
    verdict = Quality.from_recipe("web", min_chars=10_000).apply(Document(text=PROSE, id="1"))
    assert (verdict.reason, verdict.value, verdict.limit) == ("min_chars", float(len(PROSE)), 10_000.0)


def test_run_as_a_datatrove_step_after_pickling_and_copying():
    stage = copy.deepcopy(pickle.loads(pickle.dumps(Quality.from_recipe("web"))))
    documents = [Document(text=PROSE, id="1"), Document(text="太短", id="2")]
    assert [document.id for document in stage.run(documents)] == ["1"]
    assert stage.stats["dropped_min_chars"].total == 1


ENGLISH = (
    "Spring comes late to the hills, and in April the brook still carries splinters of ice. Every morning the old man walks "
    "along the water to see which bank needs mending and which tree has come into leaf. Children who pass on their way to "
    "school call out to him, and he stops to ask them about the lessons of the day before."
)


def judged(text: str, language: str | None):
    document = Document(text=text, id="1", metadata={"language": language})
    verdict = Quality.from_recipe("web").apply(document)
    return document.metadata["measures"]["quality"].genre, verdict.reason


def test_what_is_labelled_another_language_is_not_measured_by_chinese():
    assert judged(ENGLISH, "en") == ("foreign", None)
    assert judged(ENGLISH, None) == judged(ENGLISH, "zh") == ("code", "min_han")
    assert judged(PROSE, "yue") == judged(PROSE, None)
    assert judged(ENGLISH[:199], "en") == ("foreign", "min_chars")
    assert (
        judged("\n".join(["Home and garden", "About us", "Opening hours", "How to find us"] * 9), "en")[1]
        == "min_sentence_share"
    )
    assert judged("\n".join([ENGLISH] * 2), "en") == ("foreign", "max_duplicate_lines")
