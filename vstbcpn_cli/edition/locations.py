"""Where the files of an edition lie: among those of the program, or in a folder that the office brings."""

from __future__ import annotations

from pathlib import Path

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.edition.season_settings import is_settings, read_settings
from vstbcpn_cli.runtime.missing_paths import nearest_hint, not_found
from vstbcpn_cli.runtime.resources import common_templates, templates_folder

_EDITIONS = Path(__file__).parent.parent / "editions"
_FORM, _REGISTER, _TEMPLATES = "form.toml", "units.csv", "templates"
_TOML, WORKBOOK = ".toml", ".xlsx"
_OTHER_WORKBOOKS = (".xls", ".xlsm", ".xlsb", ".xltx", ".ods", ".csv")
"""What a spreadsheet program may have saved the workbook as."""


def available_editions() -> tuple[str, ...]:
    """The editions of the program by name, the oldest first."""
    return tuple(sorted(p.parent.name for p in _EDITIONS.glob(f"*/{_FORM}")))


def default_edition() -> str:
    """The edition that is meant outside a season where none is named: the first, so that what somebody has always
    typed means the same when another year comes."""
    return available_editions()[0]


def newest_edition() -> str:
    """The edition that a new season is begun with where none is named."""
    return available_editions()[-1]


def form_path(name: str) -> Path:
    """The form of an edition: `name` is one that ships with the program, else a folder with a `form.toml`, a `.toml`
    file, an Excel workbook, or the settings of a season, whose edition is meant.

    Raises `ConfigurationError` where there is none.
    """
    if is_settings(name):
        settings = read_settings(Path(name))
        try:
            return form_path(settings.edition)
        except ConfigurationError as fault:
            raise settings.fault("bo_bieu_mau", str(fault)) from fault
    if name in available_editions():
        return _EDITIONS / name / _FORM
    path = Path(name) if _is_file(name) else Path(name) / _FORM
    if path.is_file():
        return path
    if _is_file(name) or Path(name).is_dir():
        raise ConfigurationError(f"{not_found(path, 'bộ biểu mẫu')} Đề nghị kiểm tra lại đường dẫn.")
    if name.lower().endswith(_OTHER_WORKBOOKS):
        said = f"Bộ biểu mẫu dạng Excel là một tệp {WORKBOOK}, không phải “{Path(name).name}”."
        raise ConfigurationError(f"{said} Đề nghị mở tệp bằng Excel, lưu lại dạng {WORKBOOK} rồi ghi tên tệp ấy.")
    known = available_editions()
    hint = nearest_hint(name, known, "tên")
    raise ConfigurationError(f"Không có bộ biểu mẫu “{name}”{hint}. Đề nghị chọn: {', '.join(known)}.")


def shown_form(name: str) -> str:
    """How messages call the form: `2011.toml`, or as the office calls its file."""
    if is_settings(name):
        return shown_form(read_settings(Path(name)).edition)
    if name in available_editions():
        return f"{name}{_TOML}"
    path = Path(name)
    return path.name if _is_file(name) else f"{path.absolute().name}/{_FORM}"


def _is_file(name: str) -> bool:
    return name.lower().endswith((_TOML, WORKBOOK))


def workbook_of(name: str) -> Path | None:
    """The workbook that is the form of an edition, None where it is no workbook."""
    path = form_path(name)
    return path.absolute() if path.suffix.lower() == WORKBOOK else None


def called(name: str) -> str:
    """How messages call the edition: of a season the one its settings name."""
    return read_settings(Path(name)).edition if is_settings(name) else name


def own_folder(name: str) -> Path | None:
    """The folder of an edition of the office; None for one of the program."""
    return None if name in available_editions() else form_path(name).parent.absolute()


def form_of(edition: Edition) -> Path | None:
    """The file an edition was read from; None where it is not there any more."""
    if edition.folder is None:
        return form_path(edition.edition) if edition.edition in available_editions() else None
    places = (edition.folder / edition.source, edition.folder.parent / edition.source)
    return next((path for path in places if path.is_file()), None)


def register_path(name: str) -> Path:
    """The register that lies beside a form, or the office's own of a season."""
    own = read_settings(Path(name)).register if is_settings(name) else None
    return own or register_beside(name)


def register_beside(name: str) -> Path:
    """The register that ships with a form, there or not; a workbook has it on a sheet of its own."""
    return workbook_of(name) or form_path(name).with_name(_REGISTER)


def templates_of(edition: Edition) -> tuple[Path, ...]:
    """The folders with the templates of an edition, what is found first counts: `templates` in its own folder where it
    brings them, else those of the program for the year of this name, if any; then those of the editions it goes on
    from; then those that no year changes.
    """
    own = edition.folder / _TEMPLATES if edition.folder is not None else None
    year = own if own is not None and own.is_dir() else templates_folder(edition.edition)
    years = dict.fromkeys((year, *map(templates_folder, edition.lineage)))  # one of the same year goes on from its own
    return (*(folder for folder in years if folder.is_dir()), common_templates())
