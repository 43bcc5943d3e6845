"""Recipes: what differs wins, and every mistake is one sentence that names file, key and the nearest right name."""

import pytest
from taosha.pipeline.errors import UserError
from taosha.pipeline.recipe import differences, load_recipe, parse_override
from taosha.pipeline.stages.build import build_stages, stage_class


def write(tmp_path, text: str) -> str:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_child_states_only_what_differs(tmp_path):
    child = load_recipe(write(tmp_path, "extends: web\nquality: {min_chars: 81}\n"))
    parent = load_recipe("web")
    assert child.data["quality"] == parent.data["quality"] | {"min_chars": 81}
    assert {k: v for k, v in child.data.items() if k != "quality"} == {
        k: v for k, v in parent.data.items() if k != "quality"
    }
    assert differences(parent.data, child.data) == [f"quality.min_chars: {parent.data['quality']['min_chars']} -> 81"]


def test_override_wins_over_the_file(tmp_path):
    path = write(tmp_path, "extends: web\nquality: {min_chars: 81}\n")
    assert load_recipe(path, {"quality.min_chars": 82}).data["quality"]["min_chars"] == 82


def test_fingerprint_is_of_the_content_alone():
    web = load_recipe("web")
    same = load_recipe("web", {"run.workers": 3, "run.tasks": 9, "input": ["x"], "output": "y"})
    other = load_recipe("web", {"quality.min_chars": 9999})
    assert same.fingerprint == web.fingerprint != other.fingerprint


@pytest.mark.parametrize("name", ["web", "demo"])
def test_bundled_recipes_configure_every_stage(name):
    assert [stage.name for stage in build_stages(load_recipe(name))] == load_recipe(name).data["stages"]


def test_every_stage_has_a_section_of_its_own_config():
    recipe = load_recipe("web")
    for name in recipe.data["stages"]:
        cls = stage_class(name)
        assert isinstance(recipe.section(name, cls.Config), cls.Config)


MISTAKES = {
    "extends: web\nqualty: {}": "mine.yaml: unknown key 'qualty', did you mean 'quality'?",
    "extends: wep": "no recipe is named 'wep', did you mean 'web'?",
    "extends: web\nstages: [decode, extrakt]": "mine.yaml: stages: unknown stage 'extrakt', did you mean 'extract'?",
    "extends: web\nstages: [{using: x}]": "mine.yaml: stages: {'using': 'x'} is neither the name of a stage",
    "extends: web\nread: {split_mb: many}": "mine.yaml: read.split_mb: input should be a valid number, got 'many'",
    "extends: web\nread: {splitmb: 1}": "mine.yaml: unknown key read.splitmb, did you mean 'split_mb'?",
    "extends: web\nread: 3": "mine.yaml: read: expected a mapping of keys to values, got 3",
    "extends: web\ninput: x.gz": "mine.yaml: input: input should be a valid list, got 'x.gz'",
    "extends: web\nrun: {workers: 1.5}": "mine.yaml: run.workers: input should be a valid integer, got 1.5",
    "stages: []": "mine.yaml: key 'run' is missing; add it or say `extends: web`",
    "a: [": "mine.yaml: not readable as YAML",
    "- a": "mine.yaml: a recipe is a mapping",
    "extends: web\nstages: [{use: nowhere.Step}]": "stages: 'nowhere.Step' cannot be imported",
    "extends: web\nstages: [{use: pathlib.Path}]": "stages: 'pathlib.Path' is not a datatrove PipelineStep",
    "extends: web\nstages: [{use: datatrove.pipeline.filters.LambdaFilter, with: {nope: 1}}]": "cannot be built with {'nope': 1}",
    "extends: web\nquality: {min_charz: 1}": "mine.yaml: unknown key quality.min_charz, did you mean 'min_chars'?",
    "extends: web\nlanguage: {keep: {fr: 0.5}}": "keep: no language is called 'fr'; there are zh, yue, lzh, wuu, ja, ko",
    "extends: web\nlanguage: {keep: {en: 30}}": "mine.yaml: language: keep.en: 30 is no share; give a number from 0 to 1",
    "extends: web\ntokens: {max_shares: {en: 0.6, ja: 0.5}}": "tokens: max_shares: the shares add up to 1 or more",
}  # fmt: skip


@pytest.mark.parametrize("text", MISTAKES)
def test_mistakes_are_one_sentence(tmp_path, text):
    with pytest.raises(UserError) as error:
        build_stages(load_recipe(write(tmp_path, text)))
    assert MISTAKES[text] in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_threshold_is_an_error(tmp_path):
    recipe = load_recipe("web")
    del recipe.data["quality"]["min_chars"]
    with pytest.raises(UserError, match=r"web\.yaml: key quality\.min_chars is missing"):
        build_stages(recipe)


def test_a_recipe_that_extends_itself(tmp_path):
    path = write(tmp_path, f"extends: {tmp_path}/mine.yaml")
    with pytest.raises(UserError, match="extends itself"):
        load_recipe(path)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(UserError, match="cannot be read: No such file"):
        load_recipe(f"{tmp_path}/none.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"a: \xff")
    with pytest.raises(UserError, match=r"is not UTF-8 text \(byte 3\)"):
        load_recipe(f"{tmp_path}/latin.yaml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a.b=3", ("a.b", 3)), ("a=x=y", ("a", "x=y")), ("a=[1, 2]", ("a", [1, 2])), ("a=null", ("a", None))],
)
def test_overrides_are_yaml(text, expected):
    assert parse_override(text) == expected


@pytest.mark.parametrize("text", ["a", "=3", "a=[1"])
def test_overrides_that_are_none(text):
    with pytest.raises(UserError, match="--set"):
        parse_override(text)


def test_override_of_no_section():
    with pytest.raises(
        UserError, match=r"--set qualty\.min_chars: no section is named 'qualty', did you mean 'quality'"
    ):
        load_recipe("web", {"qualty.min_chars": 1})
