"""What a command met in the folders and did not read, said once on stderr."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vstbcpn_cli.cli.console import say
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.digests import digest_words
from vstbcpn_cli.text.lists import first_of
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.intake.sources import PassedOver
from vstbcpn_cli.usecases.season.repair_list import RepairLine
from vstbcpn_cli.usecases.season.repair_proposals import Unwritten, Update
from vstbcpn_cli.usecases.season.set_aside_warnings import SetAsideLine

_MOST_NAMED = 5


def say_passed_over(
    passed: PassedOver, aside: Iterable[SetAsideLine] = (), repaired: Iterable[RepairLine] = (), by_file: int = 0
) -> None:
    """With the units whose day is that of their file, the lines of the log that were to let a warning rest and do not,
    and the repairs that are not applied."""
    say_by_file(by_file)
    told = (*(a.told() for a in aside), *(r.told() for r in repaired))
    for line in (*_lines(passed), *filter(None, told)):
        say(line)


def say_by_file(units: int) -> None:
    """Which days nobody has written down; a day decides who is late, and which of two files is the later one."""
    if units:
        say(
            f"Ngày nhận của {number(units)} đơn vị lấy theo ngày của tệp. "
            "Đề nghị ghi hoặc sửa ngày nhận ở sổ theo dõi nếu chưa đúng."
        )


def say_repairs(update: Update | None, *, quiet: bool) -> None:
    """What became of the list of repairs, where something did; `quiet` leaves out what has gone well."""
    if update is None or (quiet and update.unwritten is None):
        return
    name, new, waiting = update.path.as_posix(), number(update.added), number(update.waiting)
    match update.unwritten:
        case None if update.added:
            say(
                f"Đã ghi thêm {new} đề xuất vào {name}; có {waiting} dòng chờ quyết định. "
                "Đề nghị mở danh sách, chọn “Có” hoặc “Không” ở cột “Chấp nhận” và ghi người quyết định."
            )
        case Unwritten.OPEN:
            say(f"Danh sách {name} đang mở nên chưa ghi được. Đề nghị đóng tệp rồi chạy lại lệnh này.")
        case Unwritten.SAVED:
            say(f"Danh sách {name} vừa được lưu trong lúc chạy nên giữ nguyên. Đề nghị chạy lại lệnh này.")
        case Unwritten.REFUSED:
            say(f"Chưa ghi được danh sách {name}. Đề nghị kiểm tra ổ đĩa, quyền ghi vào thư mục rồi chạy lại lệnh này.")


def _lines(passed: PassedOver) -> Iterator[str]:
    """Files that are the program's own by their content are counted; every other file is named, and so are lines of the
    log without a file."""
    for name in passed.locks:
        yield f"Bỏ qua tệp tạm của Excel: {name}"
    for name in passed.texts:
        yield f"Chưa đọc “{name}” vì là tệp văn bản, không phải tệp Excel. Đề nghị kiểm tra nếu là báo cáo của đơn vị."
    for name in passed.hidden:
        yield f"Chưa đọc “{name}” vì nằm trong thư mục ẩn. Đề nghị chuyển ra ngoài nếu là báo cáo của đơn vị."
    if passed.seasons:
        named = first_of(passed.seasons, _MOST_NAMED, "tệp", between="; ")
        yield (
            f"Chưa đọc {number(len(passed.seasons))} tệp vì nằm trong thư mục của kỳ báo cáo khác: {named}. "
            "Muốn xem kỳ đó, đề nghị chạy lệnh trong thư mục của kỳ."
        )
    if passed.own:
        named = first_of(passed.own, _MOST_NAMED, "tệp", between="; ")
        yield (
            f"Bỏ qua {number(len(passed.own))} tệp do phần mềm ghi ra (biểu mẫu chưa gửi, danh sách, phản hồi, "
            f"báo cáo, phụ lục, bản tổng quan); đó không phải tệp đơn vị gửi về: {named}."
        )
    if passed.claimed:
        yield (
            f"Chưa đọc {number(len(passed.claimed))} tệp vì tệp ghi chép hoặc thư mục chứa tệp cho biết đó là tệp của "
            f"phần mềm (thư gửi, tin nhắn, mẫu báo cáo, biểu mẫu của kỳ khác): {'; '.join(passed.claimed)}. "
            "Đề nghị kiểm tra nếu trong đó có tệp đơn vị gửi về."
        )
    for one in passed.misdated:
        early = one.counted == one.day
        wrong = "trước kỳ báo cáo" if early else "chưa tới"
        then = ", chưa rõ ngày nhận" if early else f" nên tạm tính là nhận ngày {short_date(one.counted)}"
        yield (
            f"Tệp “{one.shown}” mang ngày {short_date(one.day)} {wrong} (đồng hồ của máy lưu tệp có thể sai){then}. "
            "Đề nghị ghi ngày nhận đúng của tệp này vào sổ theo dõi so-theo-doi."
        )
    for file in passed.later:
        of = f" của {file.name}" if file.name else ""
        yield (
            f"Chưa tính “{file.path}”{of} vì nhận ngày {short_date(file.receipt.day)}, sau ngày --as-of; mã kiểm của "
            f"tệp {digest_words(file.sha256)}."
        )
    for line in passed.unmatched:
        near = f"; tên gần nhất là “{line.nearest}”" if line.nearest else ""
        yield (
            f"{line.place}: không có tệp “{line.of}” trong thư mục{near}. "
            "Đề nghị ghi đúng tên tệp, hoặc xóa dòng này nếu không còn tệp."
        )
    if passed.renewed:
        days = [f"“{r.shown}” ({short_date(r.day)}, sổ ghi {short_date(r.entered)})" for r in passed.renewed]
        yield (
            f"{number(len(days))} tệp có ngày muộn hơn ngày nhận trong sổ theo dõi: "
            f"{first_of(days, _MOST_NAMED, 'tệp', between='; ')}. Ngày trong sổ giữ nguyên, là căn cứ tính đúng hạn. "
            "Nếu đơn vị gửi bản khác cùng tên và cần tính theo ngày nhận bản đó, hoặc để không báo lại, đề nghị ghi "
            "ngày nhận bằng lệnh vstbcpn receive."
        )
