"""Sentences of officers, nearly alike: those that say the same are told once, those that only look alike never.

What must and must not be told as one stands in tests/support/statements/said_alike.toml; here the sentences are units'
answers, first each alone, then several in one answer, written one behind the other as officers do.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.judges.unit_statements import says
from tests.support.seasons.report_cases import TEMPLATES, made_of, report_of
from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.context.merge_statements import Wording, joined
from vstbcpn_cli.report.context.unit_statements import Statements

SENTENCES = Path(__file__).parents[2] / "support" / "statements" / "said_alike.toml"
PLANS = "X.04"
LEAST_FOUND = 0.98
"""Of all pairs in the same words."""


class Sentence(NamedTuple):
    theme: int
    words: int
    text: str


@cache
def sentences() -> dict[str, list[Sentence]]:
    """By the code of the question."""
    found: dict[str, list[Sentence]] = {}
    for n, theme in enumerate(tomllib.loads(SENTENCES.read_text(encoding="utf-8"))["theme"]):
        for words, alike in enumerate(theme["same"]):
            found.setdefault(theme["code"], []).extend(Sentence(n, words, text) for text in alike)
    return found


def told(code: str, answers: list[str]) -> list[Wording]:
    manner = Statements(Context(report_of(made_of(())), load_labels([TEMPLATES / "report"])))._manner
    return joined([(str(n), text) for n, text in enumerate(answers)], manner, wished=code == PLANS)


def test_what_says_the_same_is_told_once_and_nothing_else_is() -> None:
    """No two sentences of different themes together; nearly all in the same words."""
    together = alike = found = 0
    for code, of_code in sentences().items():
        behind = [{int(u) for u in w.units} for w in told(code, [s.text for s in of_code])]
        for (m, one), (n, other) in combinations(enumerate(of_code), 2):
            joined_ = any({m, n} <= units for units in behind)
            together += joined_
            assert not joined_ or one.theme == other.theme, (code, one.text, other.text)
            same = one[:2] == other[:2]
            alike, found = alike + same, found + (same and joined_)
    assert found >= alike * LEAST_FOUND
    assert together >= found > 90


def written(rng: random.Random, texts: list[str]) -> str:
    """Several sentences as one answer."""
    bare = [t.strip(" .;-+") for t in texts]
    upper = [t[:1].upper() + t[1:] for t in bare]
    lower = [upper[0], *(t if t[:2].isupper() else t[:1].lower() + t[1:] for t in bare[1:])]
    ways = (
        ". ".join(upper) + ".",
        "; ".join(lower) + ".",
        ", ".join(lower) + ".",
        "\n".join(f"- {t}{rng.choice('.; ')}" for t in upper),
        "\n".join(f"{n}. {t}{rng.choice('.; ')}" for n, t in enumerate(upper, 1)),
        "Khó khăn: " + "; ".join(lower) + ".",
        "- Hạn chế:\n" + "\n".join(f"+ {t}" for t in upper),
    )
    return rng.choice(ways)


@pytest.mark.parametrize("seed", range(6))
def test_of_answers_put_together_of_them_each_unit_says_what_it_is_counted_behind(seed: int) -> None:
    rng = random.Random(seed)
    shared = 0
    for code, of_code in sentences().items():
        answers = [written(rng, [s.text for s in rng.sample(of_code, rng.randint(1, 4))]) for _ in range(20)]
        for wording in told(code, answers):
            shared += len(wording.units) > 1
            whole = f"{wording.head}: {wording.text}" if wording.head else wording.text
            for unit in wording.units:
                assert says(answers[int(unit)], whole, commas=True), (code, whole, answers[int(unit)])
    assert shared > 40


def _cases() -> Iterator[tuple[str, list[str], list[tuple[int, str]]]]:
    """Question, answers, and what is told: by how many units."""
    yield (
        "X.02",
        ["Kinh phí hạn hẹp. Cán bộ kiêm nhiệm.", "Cán bộ kiêm nhiệm; kinh phí hạn hẹp.", "- Cán bộ kiêm nhiệm"],
        [(2, "Kinh phí hạn hẹp"), (3, "Cán bộ kiêm nhiệm")],
    )
    yield (
        "X.02",
        ["Chưa mở lớp tập huấn; tổ chức hội nghị.", "Đã họp Ban. Tổ chức hội nghị.", "Tổ chức hội nghị."],
        [(1, "Chưa mở lớp tập huấn; tổ chức hội nghị"), (1, "Đã họp Ban"), (2, "Tổ chức hội nghị")],
    )
    yield (
        "X.02",
        ["Chưa mở lớp tập huấn, tổ chức hội nghị.", *["Chưa mở lớp tập huấn. Tổ chức hội nghị."] * 2],
        [
            (1, "Chưa mở lớp tập huấn, tổ chức hội nghị"),
            (2, "Chưa mở lớp tập huấn"),
            (2, "Tổ chức hội nghị"),
        ],
    )
    yield (
        "X.02",
        ["Chưa làm được:\n- Tập huấn cho cán bộ\n- Kiểm tra cơ sở", "Tập huấn cho cán bộ.", "Kiểm tra cơ sở."],
        [
            (1, "Chưa làm được:\n- Tập huấn cho cán bộ\n- Kiểm tra cơ sở"),
            (1, "Tập huấn cho cán bộ"),
            (1, "Kiểm tra cơ sở"),
        ],
    )
    yield (
        "T3.10",
        ["Ưu điểm: cán bộ nữ trẻ.", "Hạn chế: cán bộ nữ trẻ.", "- Hạn chế:\n+ Cán bộ nữ trẻ"],
        [(1, "cán bộ nữ trẻ"), (2, "cán bộ nữ trẻ")],
    )
    yield (
        "T7.11",
        ["Còn 3 xã chưa có kế hoạch, tập trung ở vùng cao.", "Còn 12 xã chưa có kế hoạch, tập trung ở vùng cao."],
        [(2, "Còn từ 03 đến 12 xã chưa có kế hoạch, tập trung ở vùng cao")],
    )
    yield (
        "T7.11",
        ["Mở 2 lớp, 80 học viên, 60 nữ, 12 triệu đồng.", "Mở 3 lớp, 90 học viên, 50 nữ, 15 triệu đồng."],
        [(1, "Mở 2 lớp, 80 học viên, 60 nữ, 12 triệu đồng"), (1, "Mở 3 lớp, 90 học viên, 50 nữ, 15 triệu đồng")],
    )
    yield (
        "T7.11",
        ["Ban “nghe 3 đơn vị báo cáo” tại cuộc họp.", "Ban “nghe 5 đơn vị báo cáo” tại cuộc họp."],
        [(1, "Ban “nghe 3 đơn vị báo cáo” tại cuộc họp"), (1, "Ban “nghe 5 đơn vị báo cáo” tại cuộc họp")],
    )
    yield (
        "X.02",
        ["Không phát sinh. Đơn vị chưa có nữ lãnh đạo.", "Các đơn vị chưa có nữ lãnh đạo."],
        [(1, "Không phát sinh"), (1, "Đơn vị chưa có nữ lãnh đạo"), (1, "Các đơn vị chưa có nữ lãnh đạo")],
    )


@pytest.mark.parametrize(("code", "answers", "expected"), list(_cases()))
def test_who_says_what(code: str, answers: list[str], expected: list[tuple[int, str]]) -> None:
    assert [(len(w.units), w.text) for w in told(code, answers)] == expected
