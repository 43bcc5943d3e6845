"""What a run prints when it is finished: the funnel, its warnings, where the output lies, and one training batch."""

from collections.abc import Mapping
from typing import Any

from .recipe import Recipe, ReportConfig, TokensConfig
from .tokens import decode


def render_funnel(stats: dict[str, Any]) -> str:
    """Documents and characters in and out of every stage, and the reasons of those that left, most frequent first."""
    lines = [
        f"{'stage':<12} {'documents in':>13} {'out':>9} {'characters in':>15} {'out':>13} {'seconds':>8}  left because"
    ]
    for row in stats["funnel"]:
        reasons = ", ".join(f"{reason} {count:,}" for reason, count in row["reasons"].items()) or "-"
        lines.append(
            f"{row['stage']:<12} {row['documents_in']:>13,} {row['documents_out']:>9,} "
            f"{row['characters_in']:>15,} {row['characters_out']:>13,} {row['seconds']:>8.1f}  {reasons}"
        )
    lines.append(
        f"\n{stats['records']:,} records = {stats['kept']:,} kept + {stats['rejected']:,} rejected"
        f" + {stats['unreadable']:,} unreadable; {stats['tokens']:,} tokens"
    )
    for language, row in stats["languages"].items():
        line = (
            f"{language:<5} {row['kept']:,} of {row['documents']:,} documents kept, {row['tokens']:,} tokens "
            f"({row['tokens'] / max(stats['tokens'], 1):.1%})"
        )
        if left := row["left"].get("language.keep"):
            line += f"; left by language.keep: {left:,}"
        if row["surplus"]:
            line += f"; kept, but left out of tokens/ by tokens.max_shares: {row['surplus']:,}"
        lines.append(line)
    return "\n".join(lines)


def rule_warnings(
    stage: str, rules: Mapping[str, Any], reasons: Mapping[str, int], documents: int, config: ReportConfig
) -> list[str]:
    """Sentences on the rules of a stage that never fired, and on each reason that alone dropped more than its share.

    rules: limit -> its value, None where it is off. Both ends are how dead and runaway rules show: published lists held
    rules for years that no document could cross.
    """
    if documents < config.min_documents:
        return []
    sentences: list[str] = []
    for reason, count in reasons.items():
        if count > config.max_dropped_share * documents and reason not in config.may_drop_any_share:
            share, most = f"{count / documents:.1%}", f"{config.max_dropped_share:.0%}"
            sentences.append(f"{stage}.{reason} dropped {share} of {documents:,} documents, more than {most}")
    dead = [name for name, value in rules.items() if value is not None and not reasons.get(name)]
    if dead:
        sentences.append(f"{stage}: never dropped any of {documents:,} documents: {', '.join(dead)}")
    return sentences


def share_warnings(recipe: Recipe, languages: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Sentences on the languages that have less of the tokens than the recipe wants.

    languages: language -> its row in stats.json. A share is met where documents were left over for it.
    """
    tokens: TokensConfig = recipe.section("tokens", TokensConfig)
    total = sum(row["tokens"] for row in languages.values())
    if not tokens.enabled or not total:
        return []
    return [
        f"tokens.max_shares.{name}: {share:.1%} of the tokens are wanted, all kept documents make up "
        f"{languages[name]['tokens'] / total if name in languages else 0:.1%}; keep more of them (language.keep.{name})"
        for name, share in tokens.max_shares.items()
        if name not in languages or not languages[name]["surplus"]
    ]


def render_outputs(uri: str, stats: dict[str, Any]) -> str:
    """Where the output lies."""
    base = uri.rstrip("/")
    lines = [
        f"{base}/kept/             {stats['kept']:,} documents",
        f"{base}/rejected/         {stats['rejected']:,} documents, with stage, reason, value and limit",
        f"{base}/unreadable.jsonl  {stats['unreadable']:,} records, with place and reason",
        f"{base}/tokens/           {stats['tokens']:,} tokens and manifest.json, for TokenDataLoader",
        f"{base}/stats.json        these figures",
    ]
    return "\n".join(lines)


def render_batch(uri: str, recipe: Recipe, sequence_length: int = 512) -> str:
    """The first packed sequence that a trainer would see, decoded."""
    from .loader import TokenDataLoader

    loader = TokenDataLoader(
        f"{uri.rstrip('/')}/tokens", sequence_length=sequence_length, batch_size=1, tensors="numpy"
    )
    batch = next(iter(loader))
    text = decode(recipe.section("tokens", TokensConfig), batch["input_ids"][0].tolist())
    shown = "\n".join("    " + line for line in text.splitlines())
    lengths = ", ".join(str(b - a) for a, b in zip(batch["cu_seqlens"][:-1], batch["cu_seqlens"][1:], strict=True))
    return f"one training batch: input_ids {batch['input_ids'].shape}, documents of {lengths} tokens\n{shown}"
