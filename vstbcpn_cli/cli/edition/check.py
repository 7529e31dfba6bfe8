"""`vstbcpn edition check`: everything that is wrong with a form, and what changed in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vstbcpn_cli.cli.console import out, say
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.cli.options import EditionGiven, Format, FormatName
from vstbcpn_cli.text.numbers import number

if TYPE_CHECKING:
    from vstbcpn_cli.edition.places import CellPlace
    from vstbcpn_cli.usecases.editions.check_edition import CheckedEdition
    from vstbcpn_cli.usecases.editions.compare_editions import EditionChange

_KINDS = {
    "added": "Thêm",
    "removed": "Bỏ",
    "renamed": "Đổi tên",
    "type": "Đổi kiểu",
    "choices": "Đổi danh sách",
    "measure": "Đổi đơn vị tính",
    "required": "Đổi yêu cầu",
}


def command(edition: EditionGiven, format_: FormatName = Format.TEXT) -> int:
    """Kiểm tra bộ biểu mẫu: chỗ sai, chỗ đã đổi so với năm trước, chỗ cần xác nhận."""
    from vstbcpn_cli.usecases.editions.check_edition import check_edition

    checked = check_edition(edition)
    if format_ is Format.JSON:
        out(json.dumps(_as_json(checked), ensure_ascii=False, indent=1))
    else:
        _print(checked)
    usable = not checked.faults
    say("Bộ biểu mẫu dùng được." if usable else f"Còn {number(len(checked.faults))} chỗ cần sửa; chưa dùng được.")
    return ExitCode.OK if usable else ExitCode.USAGE


def _print(checked: CheckedEdition) -> None:
    from vstbcpn_cli.edition.edition_faults import told_together

    for told in told_together(checked.faults, checked.source):
        out(f"LỖI {told}", indent=4)
    for remark in checked.remarks:
        out(f"LƯU Ý {checked.source}: {remark}", indent=4)
    if checked.edition is None:
        return
    if checked.before is not None:
        found = checked.changes
        many = f"{number(len(found))} thay đổi" if found else "không đổi"
        out(f"So với bộ biểu mẫu {checked.before.edition}: {many}.")
        for change in found:
            out(f"  {_change(change)}", indent=4)
    if checked.hanging:
        out("Liên quan đến thay đổi:")
    for one in checked.hanging:
        what = [f"câu văn {place}" for place in one.sentences] + [f"quy tắc {rule}" for rule in one.rules]
        what += ["so sánh với số liệu các năm trước"]
        out(f"  {one.change.code}: {'; '.join(what)}", indent=4)
    if checked.looks:
        out(f"Cần cơ quan xác nhận {number(len(checked.looks))} chỗ:")
    for look in checked.looks:
        out(f"  {look.place or look.path}: {look.why}", indent=4)


def _change(change: EditionChange) -> str:
    from vstbcpn_cli.workbook.edition_sheets.layout import words_for

    told = f"{_KINDS[change.kind]}: {change.code} “{change.label}”"
    if change.kind == "choices":
        gone, new = (f"{word} {said}" if said else "" for word, said in (("bỏ", change.before), ("thêm", change.after)))
        return f"{told}: {'; '.join(filter(None, (gone, new))) or 'đổi thứ tự'}"
    if change.before == change.after:
        return told
    words = {"type": words_for("type"), "required": words_for("mark")}.get(change.kind, {})
    before, after = (_in_words(said, words) for said in (change.before, change.after))
    return f"{told}: {before or 'không có'} → {after or 'không có'}"


def _in_words(said: str, words: Mapping[str, str]) -> str:
    """“B”, or “SN = B; DT = K”, as the workbook calls it."""
    parts = [part.rpartition(" = ") for part in said.split("; ")] if words else [("", "", said)]
    return "; ".join(f"{kind}{mark}{words.get(one, one)}" for kind, mark, one in parts)


def _as_json(checked: CheckedEdition) -> dict[str, Any]:
    """As `docs/schemas/edition-check.schema.json` has it."""
    return {
        "version": 1,
        "source": checked.source,
        "edition": checked.edition.edition if checked.edition else None,
        "fingerprint": checked.edition.fingerprint if checked.edition else None,
        "based_on": checked.before.edition if checked.before else None,
        "usable": not checked.faults,
        "faults": [_placed(fault.place, fault.path, fault.sentence) for fault in checked.faults],
        "remarks": list(checked.remarks),
        "changes": [
            {
                "kind": str(c.kind),
                "code": c.code,
                "label": c.label,
                "before": c.before or None,
                "after": c.after or None,
            }
            for c in checked.changes
        ],
        "hanging": [
            {"code": one.change.code, "sentences": list(one.sentences), "rules": list(one.rules)}
            for one in checked.hanging
        ],
        "to_confirm": [_placed(look.place, look.path, look.why) for look in checked.looks],
    }


def _placed(place: CellPlace | None, path: str, sentence: str) -> dict[str, str | None]:
    sheet, cell = (place.sheet, place.cell or None) if place else (None, None)
    return {"sheet": sheet, "cell": cell, "key": path or None, "message": sentence}
