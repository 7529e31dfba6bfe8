"""Two written sets held against each other, and the paper of what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.report.changes.compare import compare
from vstbcpn_cli.report.changes.model import Changes, SetName, SettingChange
from vstbcpn_cli.report.changes.papers import PAPERS
from vstbcpn_cli.runtime.atomic_outputs import OutputError, prepare, sha256, staged
from vstbcpn_cli.runtime.deterministic_zip import as_written
from vstbcpn_cli.text.digests import digest_words
from vstbcpn_cli.usecases.intake.generated_files import bears_our_mark
from vstbcpn_cli.usecases.season.log_lines import PENDING
from vstbcpn_cli.usecases.set_files import SetFiles, final_number, load_set, whole

_OPTIONS = {
    "strict": "Không tính đơn vị còn lỗi (--strict)",
    "issuer": "Cơ quan ban hành",
    "report_date": "Ngày ghi trên báo cáo",
    "template": "Mẫu báo cáo",
    "trust_template": "Dùng mẫu có trường tự động",
    "units": "Danh sách đơn vị",
    "previous": "Số liệu kỳ trước",
    "as_of": "Chỉ tính tệp nhận đến ngày (--as-of)",
    "log": "Sổ theo dõi ghi ở --log",
}
_MADE_BY = {
    "program": "Tệp của phần mềm",
    "edition": "Tệp của bộ biểu mẫu",
    "register": "Tệp danh sách đơn vị",
    "system": "Loại máy",
}
_ROLES = {
    "log": "Sổ theo dõi",
    "units": "Danh sách đơn vị",
    "previous": "Số liệu kỳ trước",
    "template": "Mẫu Word",
    "words": "Câu chữ của báo cáo",
    "repairs": "Danh sách sửa số liệu",
    "season": "Thiết lập của kỳ",
}
_SHORT = 12


def changes_between(old: Path, new: Path) -> Changes:
    """What the set at `new` says otherwise than that at `old`.

    Raises `ConfigurationError` where one of them is no set, or they are not of one edition and period.
    """
    return changes_of(load_set(old), load_set(new))


def changes_of(old: SetFiles, new: SetFiles) -> Changes:
    """The same of two sets that are read already."""
    names = set_name(old), set_name(new)
    if (names[0].edition, names[0].period) != (names[1].edition, names[1].period):
        raise ConfigurationError(
            f"Hai bộ số liệu không cùng kỳ: “{old.path}” là {names[0].edition}-{names[0].period}, “{new.path}” là "
            f"{names[1].edition}-{names[1].period}. Đề nghị chọn hai bộ của cùng bộ biểu mẫu và cùng kỳ; "
            "so với kỳ trước thì dùng consolidate --previous."
        )
    with whole(old.path, new.path):
        return compare(old.data, new.data, names, tuple(_settings(old, new)))


def set_name(of: SetFiles) -> SetName:
    """How screen and papers name a set."""
    raw = of.data.raw
    edition, period = str(raw["edition"]), str(raw["period"])
    title = f"Kỳ báo cáo: {raw.get('period_name', f'{edition}-{period}')}; bộ biểu mẫu {edition}"
    told = (_shown(of.folder), digest_words(of.digest), edition, period, title, str(raw["as_of"]))
    return SetName(*told, number=final_number(of.folder))


def prepare_paper(target: Path, inputs: tuple[Path, ...]) -> None:
    """Tests the target before the work. Raises `ConfigurationError` for an ending nobody writes, `OutputError`."""
    if target.suffix.lower() not in PAPERS:
        raise ConfigurationError(
            f"“{target.name}”: bảng thay đổi chỉ ghi được thành tệp {' hoặc '.join(PAPERS)}. "
            "Đề nghị đặt tên tệp có một trong các đuôi này."
        )
    prepare(target.parent, [target.name], inputs)
    if target.exists() and not bears_our_mark(target):
        raise OutputError(target, "foreign")


def write_paper(changes: Changes, target: Path, inputs: tuple[Path, ...]) -> None:
    """Writes the paper; what somebody has edited in an earlier one is kept beside it. Raises `OutputError`."""

    def known(_: Path) -> Mapping[str, str]:
        return {target.name: sha256(target)} if as_written(target) else {}

    with staged(target.parent, [target.name], inputs, known) as stage:
        PAPERS[target.suffix.lower()].render(changes, stage / target.name)


def _shown(folder: Path) -> str:
    return folder.as_posix() if str(folder) != "." else "thư mục hiện tại"


def _settings(old: SetFiles, new: SetFiles) -> Iterator[SettingChange]:
    """Everything else that is not the same; what only the manifest tells, where both have one."""
    heads = {"program": "Phiên bản phần mềm", "issue": "Số phát hành biểu mẫu", "fingerprint": "Dấu của biểu mẫu"}
    for key, name in heads.items():
        yield from _unlike(name, old.data.raw.get(key), new.data.raw.get(key))
    if not old.manifest or not new.manifest:
        return
    for key, name in _OPTIONS.items():
        yield from _unlike(name, *(m.get("options", {}).get(key) for m in (old.manifest, new.manifest)))
    files = [_files(m) for m in (old.manifest, new.manifest)]
    for role, path in sorted(files[0] | files[1]):
        yield from _unlike(f"{_ROLES.get(role, role)}: {path}", *(f.get((role, path)) for f in files))
    made = [m.get("made_by", {}) for m in (old.manifest, new.manifest)]
    for key, name in _MADE_BY.items() if all(made) else ():
        yield from _unlike(name, *(_short(key, m.get(key)) for m in made))
    program = [m.get("program", {}) for m in (old.manifest, new.manifest)]
    for key in sorted((program[0] | program[1]).keys() - {"vstbcpn"}):
        yield from _unlike(f"Thư viện {key}", *(p.get(key) for p in program))


def _short(key: str, value: object) -> object:
    return value if value is None or key == "system" else str(value)[:_SHORT]


def _files(manifest: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """By role and name; what waited to be booked is part of the log, and comes and goes by itself."""
    listed = (s for s in manifest.get("settings", ()) if s["path"] != PENDING)
    return {(str(s["role"]), str(s["path"])): str(s["sha256"])[:_SHORT] for s in listed}


def _unlike(name: str, old: object, new: object) -> Iterator[SettingChange]:
    if old != new:
        yield SettingChange(name, _told(old), _told(new))


def _told(value: object) -> str:
    return "Có" if value is True else "Không" if value in (None, False) else str(value)
