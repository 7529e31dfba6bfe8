"""`vstbcpn init`: the folder of a season with everything an officer may edit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vstbcpn_cli.cli import offered
from vstbcpn_cli.cli.console import argument, out, say
from vstbcpn_cli.cli.options import FirstPeriodName, Quiet
from vstbcpn_cli.text.numbers import number

if TYPE_CHECKING:
    from vstbcpn_cli.usecases.season.new_season import SeasonMade

_MOST_LINES = 20
"""Differences told of one file."""


def command(
    folder: Annotated[
        Path, typer.Argument(metavar="THƯ MỤC", help="Thư mục của kỳ báo cáo, tên nên gồm năm và mã kỳ.")
    ],
    preset: Annotated[
        str | None,
        typer.Option(
            "--template",
            metavar="nd30|tt01",
            autocompletion=offered.presets,
            help="Thể thức: Nghị định 30/2020 (nếu không ghi) hoặc Thông tư 01/2011.",
        ),
    ] = None,
    edition: Annotated[
        str | None,
        typer.Option(
            "--edition",
            metavar="BỘ",
            autocompletion=offered.editions,
            help="Bộ biểu mẫu: tên bộ kèm theo phần mềm, tệp .xlsx, thư mục có form.toml; không ghi thì theo năm ở tên "
            "thư mục, tên không có năm thì bộ mới nhất.",
        ),
    ] = None,
    period: FirstPeriodName = None,
    earlier: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="THƯ MỤC",
            help="Thư mục của kỳ trước: lấy lại danh sách đơn vị, thiết lập, mẫu và câu chữ đã sửa.",
        ),
    ] = None,
    refresh: Annotated[
        bool,
        typer.Option(
            "--refresh",
            help="Cho biết chỗ khác với bản phần mềm ghi hiện nay, và ghi lại những tệp chưa ai sửa.",
        ),
    ] = False,
    quiet: Quiet = False,
) -> int:
    """Tạo thư mục của kỳ báo cáo: thiết lập, danh sách đơn vị, sổ theo dõi, mẫu báo cáo."""
    from vstbcpn_cli.usecases.season.new_season import Becomes, make_season

    made = make_season(folder, edition, period, preset, earlier=earlier, refresh=refresh)
    if not refresh:
        for line in _brief(folder, made):
            out(line)
    else:
        for file in (*made.of(Becomes.MADE), *made.of(Becomes.RENEWED)):
            out((folder / file.name).as_posix())
    if not quiet:
        for line in _told(folder, made, refresh=refresh):
            say(line)
    return 0


def _told(folder: Path, made: SeasonMade, *, refresh: bool) -> Iterator[str]:
    """What was chosen, taken over, kept, and what is to be done next."""
    from vstbcpn_cli.usecases.season.new_season import Becomes
    from vstbcpn_cli.usecases.season.season_files import REGISTER

    if made.chosen.guessed:
        yield f"Đã chọn {', '.join(made.chosen.guessed)}; muốn chọn khác thì ghi --edition, --period."
    if made.neighbours:
        which = argument((folder.parent / made.neighbours[-1]).as_posix())
        yield f"Muốn dùng lại danh sách, thiết lập, câu chữ của kỳ khác thì thêm --from, ví dụ: --from {which}"
    if made.carried:
        yield f"Lấy lại từ kỳ trước: {', '.join(made.carried)}."
    if made.left:
        yield f"Chưa lấy lại vì bản gốc nay đã khác; đề nghị xem và sửa lại: {', '.join(made.left)}."
    if made.register_fault:
        yield (
            "Chưa lấy lại danh sách đơn vị của kỳ trước vì không dùng được với bộ biểu mẫu "
            f"{made.chosen.setting.edition.edition}; lý do: {made.register_fault}"
        )
        if REGISTER in (f.name for f in (*made.of(Becomes.MADE), *made.of(Becomes.RENEWED))):
            yield "don-vi.xlsx của kỳ mới là danh sách của bộ biểu mẫu này: đề nghị ghi lại người liên hệ, thư điện tử."
    if refresh:
        yield from _differences(made)
    edited, renewable = made.of(Becomes.EDITED), made.of(Becomes.RENEWABLE)
    if edited:
        yield f"Giữ nguyên {number(len(edited))} tệp khác bản phần mềm ghi: {', '.join(f.name for f in edited)}."
    if made.kept_new:
        yield f"Bản phần mềm ghi hiện nay của các tệp đó để ở: {', '.join(made.kept_new)}."
    if renewable:
        yield f"{number(len(renewable))} tệp chưa ai sửa có bản mới; ghi lại bằng lệnh: vstbcpn init … --refresh"
    if made.of(Becomes.MADE) or made.of(Becomes.RENEWED):
        yield f"Đề nghị xem lại vstbcpn.toml và don-vi.xlsx trong {argument(folder.as_posix())}, rồi chạy tiếp ở đó:"
        yield f"cd {argument(folder.as_posix())}"
        yield "vstbcpn make-template"
    else:
        yield "Thư mục đã đủ, không có tệp nào phải ghi thêm."


def _brief(folder: Path, made: SeasonMade) -> Iterator[str]:
    """The files that were made; of the many templates made together their folder and how many they are."""
    from vstbcpn_cli.usecases.season.new_season import Becomes
    from vstbcpn_cli.usecases.season.season_names import TEMPLATES

    names = [f.name for f in made.of(Becomes.MADE)]
    templates = [n for n in names if n.startswith(f"{TEMPLATES}/")]
    if len(templates) > 1:
        yield f"{(folder / TEMPLATES).as_posix()} ({number(len(templates))} tệp)"
        names = [n for n in names if n not in templates]
    yield from ((folder / n).as_posix() for n in names)


def _differences(made: SeasonMade) -> Iterator[str]:
    """What differs, file by file: “-” as it stands there, “+” as the program would write it."""
    for file in made.files:
        if file.becomes.value in ("made", "same"):
            continue
        done = "đã ghi lại" if file.becomes.value == "renewed" else "khác bản phần mềm ghi, giữ nguyên"
        yield f"{file.name}: {done}" + (", nội dung khác:" if file.differs else ".")
        yield from (f"  {line}" for line in file.differs[:_MOST_LINES])
        if len(file.differs) > _MOST_LINES:
            yield f"  … và {number(len(file.differs) - _MOST_LINES)} dòng khác"
