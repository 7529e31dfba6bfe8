"""What a verification has found, as lines on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from vstbcpn_cli.text.digests import digest_words
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.verification.model import Difference, FileFault, FileState, SetPart, Verification

_PARTS = {
    SetPart.INPUT: "Tệp đơn vị gửi",
    SetPart.SETTING: "Tệp khác mà kết quả phụ thuộc",
    SetPart.OUTPUT: "Tệp kết quả",
    SetPart.MANIFEST: "Bản ghi của bộ kết quả",
    SetPart.SEAL: "Niêm phong của bản chính thức",
}
_STATES = {
    FileState.MISSING: "không còn",
    FileState.CHANGED: "đã đổi nội dung",
    FileState.RENAMED: "đã đổi tên",
    FileState.EXTRA: "thừa, không có trong manifest.json",
}
_MOST = 60
"""Differences of one file on a screen; JSON has all."""


def verification_lines(found: Verification) -> Iterator[str]:
    """The verdict first, then files, values, and what the set was made with."""
    named = f"bản chính thức số {found.final}" if found.final else "bộ kết quả"
    place = found.folder.as_posix() if str(found.folder) != "." else "thư mục hiện tại"
    verdict = "KHỚP" if found.agrees else "KHÔNG KHỚP"
    yield f"{verdict}: {named} ở “{place}”."
    yield f"Mã kiểm tính từ tệp: {digest_words(found.digest) or 'không tính được vì không có tệp số liệu'}."
    if found.marked is not None:
        yield "Mã kiểm trên giấy đúng với tệp." if found.marked else "Mã kiểm trên giấy KHÁC với mã tính từ tệp."
    yield _looked_at(found)
    yield from found.unchecked
    yield from _files(found)
    yield from _values([d for d in found.differences if not d.told], "Giá trị khác với khi lập lại")
    yield from _values([d for d in found.differences if d.told], "Chỗ cán bộ sửa tay, nêu để xem")
    if found.unlike:
        yield ""
        yield "Khác với khi lập (khi lập → nay):"
        yield from (f"  {u.name}: {u.then} → {u.now}" for u in found.unlike)


def _looked_at(found: Verification) -> str:
    told = f"Đã đối chiếu {number(found.outputs)} tệp kết quả"
    told += f", {number(found.inputs)} tệp đơn vị gửi" if found.inputs is not None else ""
    return f"{told}; đã lập lại cả bộ và so từng giá trị." if found.remade else f"{told}."


def _files(found: Verification) -> Iterator[str]:
    for part, faults in groupby(found.files, key=lambda f: f.part):
        yield ""
        yield f"{_PARTS[part]}:"
        yield from (f"  {_file(f)}" for f in faults)


def _file(fault: FileFault) -> str:
    now = f" thành “{fault.now}”" if fault.now else ""
    return f"{fault.name}: {_STATES[fault.state]}{now}"


def _values(differences: list[Difference], title: str) -> Iterator[str]:
    for file, of_file in groupby(differences, key=lambda d: d.file):
        told = list(of_file)
        yield ""
        yield f"{title}, {file} (lập lại → trong tệp):"
        yield from (f"  {_value(d)}" for d in told[:_MOST])
        if len(told) > _MOST:
            yield f"  và {number(len(told) - _MOST)} chỗ khác; xem đủ bằng --format json"


def _value(one: Difference) -> str:
    known = ", ".join(filter(None, (one.code, one.cell)))
    return f"{one.place}{f' [{known}]' if known else ''}: {one.made} → {one.found}"
