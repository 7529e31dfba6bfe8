"""What is said of the final set of a period and of the sets that lay in the folder before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vstbcpn_cli.text.digests import digest_words
from vstbcpn_cli.text.lists import series
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.sealing import MOST_EARLIER, damage_words

if TYPE_CHECKING:
    from vstbcpn_cli.usecases.consolidate import Written
    from vstbcpn_cli.usecases.sealing import FinalSet, FinalStanding

_OPEN = {
    "missing": "đơn vị chưa có báo cáo dùng được",
    "unused": "đơn vị còn lỗi, chưa có số liệu nào được cộng",
    "excluded": "đơn vị được loại trừ",
    "withheld_values": "số liệu chưa được cộng",
}


def kept_lines(written: Written) -> Iterator[str]:
    """The mark of the set, where the last one is, and how it stands to the final one."""
    yield f"Mã kiểm của bộ số liệu: {digest_words(written.digest)}."
    if written.earlier is not None:
        yield (
            f"Bộ kết quả trước được giữ ở “{written.earlier.as_posix()}”; phần mềm giữ {MOST_EARLIER} bộ gần nhất và "
            "mọi bộ đã sửa tay."
        )
    if written.final is not None:
        yield from _final(written.final)


def _final(standing: FinalStanding) -> Iterator[str]:
    final = standing.final
    named = f"Bản chính thức số {final.number} (“{final.folder.as_posix()}”)"
    if standing.made:
        yield f"Đã lập {named[0].lower()}{named[1:]}; các lần tổng hợp sau không ghi vào đó."
        yield from _still_open(final)
        yield "Đề nghị ghi mã kiểm vào văn bản gửi báo cáo, để về sau ai cũng đối chiếu được bằng lệnh: vstbcpn verify"
    elif standing.again:
        yield f"{named} đã đúng là bộ kết quả này nên không lập bản mới."
    elif final.damaged:
        yield damage_words(final)
    elif standing.changed is None:
        yield f"Đã có {named[0].lower()}{named[1:]}, nhưng không so sánh được với bộ kết quả này."
    elif standing.changed:
        yield (
            f"Đã có {named[0].lower()}{named[1:]}: nay {number(standing.changed)} số liệu, số đếm khác bản đó. "
            "Xem từng số liệu bằng lệnh: vstbcpn diff"
        )
    else:
        yield f"Không số liệu nào của báo cáo khác {named[0].lower()}{named[1:]}."


def _still_open(final: FinalSet) -> Iterator[str]:
    """A set that is not complete can be final; whoever signs has to know."""
    counts = final.seal.get("counts", {})
    told = [f"{number(counts[key])} {words}" for key, words in _OPEN.items() if counts.get(key)]
    if told:
        yield f"Bản chính thức này chưa đầy đủ: còn {series(told)}."
