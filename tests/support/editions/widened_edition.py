"""The shipped edition with one more indicator and one more task, of which no sentence knows: as a colleague adds them."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.support.forms.plausible import plausible, submission_of
from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.locations import form_path, register_path
from vstbcpn_cli.edition.model import Edition, Register
from vstbcpn_cli.edition.unit_register import csv_lines, parse_register
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Submission, Value
from vstbcpn_cli.runtime.resources import templates_folder

INDICATOR = """
[[tasks.indicators]]
code = "T1.90"
label = "Số buổi tư vấn pháp luật cho phụ nữ"
basis = "CV 350, nhiệm vụ 1"
type = "int"
measure = "buổi"
nature = "flow"
required = "K"
aggregate = "sum"
"""

_FIELDS = (
    ("01", "Số chi hội có tủ sách", "int", "chi hội", "stock", "sum", ""),
    ("02", "– trong đó do nữ làm chi hội trưởng", "int", "chi hội", "stock", "sum", 'share_of = "T8.01"'),
    ("03", "Kinh phí hỗ trợ phụ nữ nghèo", "money", "triệu đồng", "flow", "sum", ""),
    ("04", "Diện tích nhà sinh hoạt", "num", "ha", "stock", "sum", ""),
    ("05", "Tỷ lệ hộ nghèo do nữ làm chủ hộ", "pct", "%", "stock", "none", ""),
    ("06", "Ngày tổ chức hội thi", "date", "", "flow", "none", ""),
    ("07", "Đã ký chương trình phối hợp với Hội Phụ nữ", "bool", "", "stock", "count_yes", ""),
    ("08", "Phòng làm việc riêng của Ban VSTBCPN", "bool", "", "stock", "count_yes", ""),
    (
        "09",
        "Hình thức tư vấn chủ yếu",
        "choice",
        "",
        "stock",
        "count_by_value",
        'values = ["Trực tiếp", "Qua điện thoại"]',
    ),
    ("10", "Khó khăn trong tư vấn", "long", "", "", "concat", ""),
    ("11", "Lượt người được tư vấn", "int", "lượt", "flow", "sum", ""),
)
TASK = """
[[tasks]]
code = "T8"
sheet = "NV8"
title = "Tư vấn, hỗ trợ phụ nữ; BĐG trong gia đình"
short = "Tư vấn, hỗ trợ"
basis = "Công văn 350/CV-BVSTBCPN"
{indicators}
[[tasks.matrices]]
code = "T8.M1"
label = "Cán bộ tư vấn"
basis = "CV 350, nhiệm vụ 8"
measure = "người"
aggregate = "sum"
shares = [["nu", "tong"]]
rows = [
  {{code = "TV01", label = "Cán bộ chuyên trách", required = "K", nature = "stock"}},
  {{code = "TV02", label = "Cộng tác viên", required = "K", nature = "stock"}},
]
[[tasks.matrices.columns]]
key = "tong"
label = "Tổng số"
type = "int"
measure = "người"
[[tasks.matrices.columns]]
key = "nu"
label = "Nữ"
type = "int"
measure = "người"

[[tasks.tables]]
code = "T8.B1"
label = "Hội thi đã tổ chức"
basis = "CV 350, nhiệm vụ 8"
nature = "flow"
required = "K"
key = ["ten"]
aggregate = "concat"
count_by = ["cap"]
[[tasks.tables.columns]]
key = "ten"
label = "Tên hội thi"
type = "text"
required = "B"
[[tasks.tables.columns]]
key = "cap"
label = "Cấp tổ chức"
type = "choice"
required = "B"
values = ["Tỉnh", "Huyện"]

"""


def _indicators() -> Iterator[str]:
    for number, label, type_, measure, nature, aggregate, rest in _FIELDS:
        lines = [
            f'code = "T8.{number}"',
            f'label = "{label}"',
            'basis = "CV 350, nhiệm vụ 8"',
            f'type = "{type_}"',
            'required = "K"',
        ]
        lines += [f'measure = "{measure}"'] if measure else []
        lines += [f'nature = "{nature}"'] if nature else []
        yield "\n".join(["[[tasks.indicators]]", *lines, f'aggregate = "{aggregate}"', rest, ""])


def write_widened(folder: Path, *, templates: bool = True) -> Path:
    """Writes form, register and, if wanted, the sentences of the year, as an office brings an edition of its own."""
    folder.mkdir()
    head, general, rest = form_path("2011").read_text(encoding="utf-8").partition('[[tasks]]\ncode = "X"')
    before, mark, after = head.partition("[[tasks.tables]]")  # the first table of T1 follows its last indicator
    task = TASK.format(indicators="\n".join(_indicators()))
    form = before + INDICATOR + "\n" + mark + after + task + general + rest
    (folder / "form.toml").write_text(form.replace('edition = "2011"', 'edition = "rong"', 1), encoding="utf-8")
    shutil.copy(register_path("2011"), folder / "units.csv")
    if templates:
        shutil.copytree(templates_folder("2011"), folder / "templates")
    return folder


def widened(folder: Path) -> tuple[Edition, Register]:
    edition = load_edition(str(folder))
    return edition, parse_register(csv_lines(folder / "units.csv"), "units.csv", edition.kind_of)


def answered(
    edition: Edition, register: Register, values: Mapping[str, Value], share: int = 1
) -> tuple[Submission, ...]:
    """Everyone's form; each `share`-th unit also answers the added fields."""
    period = edition.periods["6t"]
    found = []
    for n, unit in enumerate(register.units):
        answers = plausible(edition, unit, period)
        if n % share == 0:
            answers = replace(answers, values={**answers.values, **values})
            answers.tables["T8.B1"] = [{"ten": f"Hội thi {n}", "cap": "Tỉnh" if n % 2 else "Huyện"}]
        found.append(submission_of(edition, unit, period, answers))
    return tuple(found)


EXAMPLE: dict[str, Value] = {
    "T1.90": 3,
    "T8.01": 4,
    "T8.02": 1,
    "T8.03": 12,
    "T8.06": dt.date(2011, 3, 8),
    "T8.07": True,
    "T8.08": False,
    "T8.09": "Trực tiếp",
    "T8.10": "Thiếu người biết tiếng dân tộc",
    "T8.11": 0,
    "T8.M1.TV01.tong": 2,
    "T8.M1.TV01.nu": 1,
}
