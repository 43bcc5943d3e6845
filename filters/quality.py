"""Quality of a document, measured over its characters in one pass, without a word segmenter.

Shares are of the characters that are not white space, and lie in [0, 1]. A sentence end is a run of 。！？…； and their
half-width twins, closing quotes and brackets included (。” 」 ）), so that reported speech ends its sentences. A line
with at least one letter, digit or Han character counts as a line; rules of dashes and lone braces do not. n-grams and
distinct characters look at letters, digits and Han only, so that a table's borders are no repetition.

Price: 30 to 40 ns a character, 50 MB/s of UTF-8 and more on one core (benchmarks/quality.py prints it).
Sources: Gopher (arXiv:2112.11446), FineWeb-2 (arXiv:2506.20920), CCI4.0 (arXiv:2506.07463), made right for Chinese:
coverage instead of overlapping counts, closing quotes, characters instead of words.
"""

import dataclasses
from dataclasses import dataclass

from . import quality_scan as scan
from .characters import (
    DIGIT,
    GARBLED,
    HAN,
    LATIN,
    PUNCTUATION,
    SYMBOL,
    class_table,
    code_points,
)
from .genre import GENRES, genre_of
from .quality_phrases import Hits, is_cut_off, phrase_hits
from .repetition import duplicates, repetition
from .verdict import Verdict, judge_limits


@dataclass(frozen=True, slots=True)
class Measures:
    """What is measured of one text. `_share`: part of the non-white characters, 0 to 1, unless it says `line`."""

    genre: str
    #: non-white characters; of these, Han characters
    chars: int
    han: int
    han_share: float
    latin_share: float
    digit_share: float
    punctuation_share: float
    symbol_share: float
    #: U+FFFD, private use, unassigned, control characters
    garbled_share: float
    #: of the Han characters: preceded by a lone small letter or symbol, or by a blank, after another Han character (中%国)
    noise_share: float
    spaced_share: float
    #: of the Han characters: grammar characters (的了是在, 之乎者也, 为以及与), which a list of names has not
    particle_share: float
    #: runs of sentence-ending marks, and non-white characters for each of them (chars + 1 if there is none)
    sentence_ends: int
    chars_per_sentence: float
    lines: int
    paragraphs: int
    mean_line_chars: float
    longest_line_chars: int
    #: characters up to the last sentence end of their line; in short lines without one
    sentence_share: float
    short_line_share: float
    #: characters in rows of two and more cell borders (|, tab, box drawing)
    table_share: float
    #: lines that begin with a bullet; lines beyond the first cut with ... or a single … (not ……, which is punctuation):
    #: part of the lines
    bullet_lines: float
    ellipsis_lines: float
    #: lines and paragraphs that repeat an earlier one: part of their number, and of the characters
    duplicate_lines: float
    duplicate_line_share: float
    duplicate_paragraphs: float
    duplicate_paragraph_share: float
    #: part of the letters, digits and Han covered by the most frequent n-gram, and by n-grams that came before
    top_4gram_share: float
    top_6gram_share: float
    duplicate_8gram_share: float
    duplicate_16gram_share: float
    #: of letters, digits and Han: bits a character, and how many kinds
    entropy: float
    distinct_chars: int
    #: characters in runs of 8 and more short items with Han between separators: keyword lists, menus in one line
    listed_share: float
    #: characters in addresses: from "://" to the next white space, quote, bracket or Han character
    url_share: float
    #: longest run of one and the same character, letters and Han only
    longest_run: int
    #: phrases beyond the first per thousand characters (a shorter text counts as a thousand): quality_phrases.py
    template_density: float
    solicitation_density: float
    #: 0 to 3: a spinner's heading of an abstract, one of keywords, and keywords cut by a segmenter ("‘,华,体会,’,的")
    spinner_marks: int
    #: 1 if the text ends where a link to the rest stood ("阅读全文"), else 0
    cut_off: int


@dataclass(frozen=True, slots=True)
class Limits:
    """Thresholds, in the units of Measures; None switches one off. The first one crossed is the reason.

    genres: genre -> limits that differ from the general ones. ValueError for a genre or limit that does not exist.
    """

    min_chars: int | None
    min_han: int | None
    max_garbled_share: float | None
    max_noise_share: float | None
    max_spaced_share: float | None
    max_template_density: float | None
    max_solicitation_density: float | None
    max_spinner_marks: int | None
    max_cut_off: int | None
    max_url_share: float | None
    max_listed_share: float | None
    min_sentence_share: float | None
    min_particle_share: float | None
    max_short_line_share: float | None
    max_chars_per_sentence: float | None
    max_bullet_lines: float | None
    max_ellipsis_lines: float | None
    max_digit_share: float | None
    max_symbol_share: float | None
    max_punctuation_share: float | None
    max_duplicate_lines: float | None
    max_duplicate_line_share: float | None
    max_duplicate_paragraph_share: float | None
    max_top_4gram_share: float | None
    max_top_6gram_share: float | None
    max_duplicate_8gram_share: float | None
    max_duplicate_16gram_share: float | None
    min_entropy: float | None
    max_longest_run: int | None
    genres: dict[str, dict[str, float | None]]

    def __post_init__(self) -> None:
        for genre, limits in self.genres.items():
            if genre not in GENRES:
                raise ValueError(f"quality.genres: no genre {genre!r}; there are {', '.join(GENRES)}")
            for key in limits:
                if key not in Limits.__dataclass_fields__ or key == "genres":
                    raise ValueError(f"quality.genres.{genre}: no limit {key!r}")


def measure(text: str, title: str | None = None, language: str | None = None) -> Measures:
    """Measure one text. Never fails; an empty text measures zero everywhere.

    title: the page's title where it is known and not part of the text; only its phrases count.
    language: the label of the stage `language` where it is known; what is not Chinese is of the genre `foreign`.
    """
    classes, out, content, line_hashes, line_chars, paragraph_hashes, paragraph_chars = scan.scan(
        code_points(text), class_table()
    )
    lines = duplicates(line_hashes, line_chars)
    paragraphs = duplicates(paragraph_hashes, paragraph_chars)
    grams, distinct, entropy = repetition(content)
    kinds: list[int] = classes.tolist()
    chars, han = sum(kinds), kinds[HAN]
    count: list[int] = out.tolist()
    per_char, per_content = 1 / max(chars, 1), 1 / max(count[scan.CONTENT], 1)
    per_line = 1 / max(count[scan.LINES], 1)
    per_thousand = 1000 / max(chars, 1000)
    hits = phrase_hits(text)
    if title:
        hits = Hits(*map(sum, zip(hits, phrase_hits(title), strict=True)))
    template, solicitation = (max(hit - 1, 0) * per_thousand for hit in hits[:2])
    mean_line = chars * per_line
    return Measures(
        genre=genre_of(
            language=language,
            chars=chars,
            han=han,
            marked=(kinds[LATIN] + kinds[DIGIT] + kinds[SYMBOL]) * per_char,
            table=count[scan.TABLE] * per_char,
            lines=count[scan.LINES],
            mean_line=mean_line,
            line_spread=max(count[scan.SQUARES] * per_line - mean_line**2, 0.0) ** 0.5 / max(mean_line, 1.0),
            spoken=count[scan.SPOKEN] * per_line,
            articles=count[scan.ARTICLES],
            options=count[scan.OPTIONS],
            classical=count[scan.CLASSICAL],
            modern=count[scan.MODERN],
        ),
        chars=chars,
        han=han,
        han_share=han * per_char,
        latin_share=kinds[LATIN] * per_char,
        digit_share=kinds[DIGIT] * per_char,
        punctuation_share=kinds[PUNCTUATION] * per_char,
        symbol_share=kinds[SYMBOL] * per_char,
        garbled_share=kinds[GARBLED] * per_char,
        noise_share=count[scan.NOISE] / max(han, 1),
        spaced_share=count[scan.SPACED] / max(han, 1),
        particle_share=count[scan.GRAMMAR] / max(han, 1),
        sentence_ends=count[scan.ENDS],
        chars_per_sentence=chars / count[scan.ENDS] if count[scan.ENDS] else chars + 1.0,
        lines=count[scan.LINES],
        paragraphs=count[scan.PARAGRAPHS],
        mean_line_chars=mean_line,
        longest_line_chars=count[scan.LONGEST],
        sentence_share=count[scan.ENDED] * per_char,
        short_line_share=count[scan.SHORT] * per_char,
        table_share=count[scan.TABLE] * per_char,
        bullet_lines=count[scan.BULLETS] * per_line,
        ellipsis_lines=max(count[scan.ELLIPSES] - 1, 0) * per_line,
        duplicate_lines=int(lines[0]) * per_line,
        duplicate_line_share=int(lines[1]) * per_char,
        duplicate_paragraphs=int(paragraphs[0]) / max(count[scan.PARAGRAPHS], 1),
        duplicate_paragraph_share=int(paragraphs[1]) * per_char,
        top_4gram_share=int(grams[0]) * per_content,
        top_6gram_share=int(grams[1]) * per_content,
        duplicate_8gram_share=int(grams[2]) * per_content,
        duplicate_16gram_share=int(grams[3]) * per_content,
        entropy=float(entropy),
        distinct_chars=int(distinct),
        listed_share=count[scan.LISTED] * per_char,
        url_share=count[scan.URL] * per_char,
        longest_run=count[scan.RUN],
        template_density=template,
        solicitation_density=solicitation,
        spinner_marks=hits.spinner,
        cut_off=int(is_cut_off(text)),
    )


def judge(measures: Measures, limits: Limits) -> Verdict:
    """Keep or drop, by the first limit crossed; the limits are those of the document's genre."""
    return judge_limits(measures, limits_for(limits, measures.genre))


def limits_for(limits: Limits, genre: str) -> Limits:
    """`limits` with what its `genres` say otherwise for this genre."""
    own = limits.genres.get(genre)
    return dataclasses.replace(limits, **own) if own else limits
