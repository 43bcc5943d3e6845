"""The genre of a text, guessed from its measures, so that a poem is not judged by the profile of prose.

A document whose language is known and not Chinese is `foreign`: most limits say what Chinese looks like. For the others,
plain rules on shares that the quality scan has at hand anyway; the first that holds wins. A wrong guess costs
little: genres differ only in the limits that the recipe names under `quality.genres`. How the known-good sources are
sorted is printed by benchmarks/quality.py.
"""

from typing import Literal, get_args

from .language_tables import CHINESE

Genre = Literal["foreign", "code", "table", "questions", "law", "verse", "classical", "dialogue", "brief", "prose"]
GENRES: tuple[str, ...] = get_args(Genre)

#: a news brief or notice: fewer characters than the first two paragraphs of an article
BRIEF_CHARS = 300


def genre_of(
    *,
    language: str | None,
    chars: int,
    han: int,
    marked: float,
    table: float,
    lines: int,
    mean_line: float,
    line_spread: float,
    spoken: float,
    articles: int,
    options: int,
    classical: int,
    modern: int,
) -> Genre:
    """The genre by these measures.

    language: the label of the stage `language`, None where it is not known. chars, han: non-white and Han characters.
    marked: share of Latin letters, digits and symbols. table: share of the characters in table rows. lines, mean_line:
    lines and their mean length in characters; line_spread: standard deviation of the length over its mean. spoken: part of
    the lines that open with a quote or a speaker. articles: lines that open with 第…条; options: lines that open with A. or
    (A). classical, modern: particles 之乎者也 and 的了是在.
    """
    if language is not None and language not in CHINESE:
        return "foreign"
    if table > 0.4:
        return "table"
    if options >= 1 and options > 0.15 * lines:
        return "questions"
    if marked > 0.4:
        return "code"
    if articles >= 3 and articles >= 0.1 * lines:
        return "law"
    if lines >= 4 and 5 <= mean_line <= 16 and line_spread < 0.45 and han > 0.75 * chars and spoken < 0.3:
        return "verse"
    if classical >= 3 and classical > 0.02 * han and classical > 1.5 * modern:
        return "classical"
    if spoken >= 0.4 and lines >= 4:
        return "dialogue"
    return "brief" if chars < BRIEF_CHARS else "prose"
