"""Writes sample_submissions/2026-6t/: a season of 2026 with a dozen invented returns, communes among them.

Run `python -m tests.tools.make_samples_2026` after the form has changed; see tests/tools/make_samples.py.
"""

from __future__ import annotations

import datetime as dt

from tests.support.programs import libreoffice
from tests.support.seasons import season
from tests.tools import make_samples
from tests.tools.make_samples import AS_ISSUED, EMPTY, LIBREOFFICE, Sample, Typed, log_text
from vstbcpn_cli.edition.season_settings import SETTINGS, settings_text
from vstbcpn_cli.usecases.season.season_names import INBOX
from vstbcpn_cli.workbook.form.sheet_plan import Role

EDITION, PERIOD = "2026", "6t"
FOLDER = make_samples.FOLDER / "2026-6t"
_WHY = "Đồng chí nữ Phó Chủ tịch UBND xã chuyển công tác từ ngày 01/5/2026, đang làm quy trình bổ sung."


def _june(day: int) -> dt.date:
    return dt.date(2026, 6, day)


SAMPLES: tuple[Sample, ...] = (
    Sample("BC 6T 2026 - Sở Nội vụ.xlsx", "so-noi-vu", _june(8), "Complete; lead of T4 and five targets."),
    Sample(
        "so y te bc 6 thang 2026.xlsx",
        "so-y-te",
        _june(8),
        "Complete; lead of six targets.",
        made=LIBREOFFICE,
        changes=(Typed("T5.06", 120),),
    ),
    Sample(
        "Bieu so lieu So GDDT.xlsx",
        "so-gddt",
        _june(9),
        "Numbers as text with and without a word, “-” for zero, more women than people.",
        changes=(
            Typed("T1.06", "-"),
            Typed("T3.M1.CB01.tong", "1.035"),
            Typed("T3.M1.CB03.nu", 99),
            Typed("T6.05", "6 người"),
        ),
    ),
    Sample(
        "Cong an tinh 6T 2026.xlsx",
        "cong-an-tinh",
        _june(12),
        "Complete, received three days late.",
        note="Nhận qua bưu điện, sau hạn.",
    ),
    Sample("UBMTTQ tỉnh_6 tháng 2026.xlsx", "ubmttq-tinh", _june(8), "Complete; a mass organisation."),
    Sample("Hội LHPN - 6T2026 - bản cuối.xlsx", "hoi-lhpn", _june(9), "Complete; lead of T5.14."),
    Sample(
        "P. Lương Văn Tri.ods",
        "phuong-luong-van-tri",
        _june(9),
        "Complete; a ward, saved as OpenDocument.",
        made=LIBREOFFICE,
        filter_name=libreoffice.ODS,
    ),
    Sample("Đồng Đăng 6T.xlsx", "xa-dong-dang", _june(5), "Complete; a commune."),
    Sample(
        "Xã Bắc Sơn (đã sửa).xlsx",
        "xa-bac-son",
        _june(9),
        "Complete; a warning (no woman among the leaders) with a “Giải trình” that explains it.",
        changes=(
            Typed("T3.M1.CB01.tong", 60),
            Typed("T3.M1.CB01.nu", 27),
            Typed("T3.06", _WHY, Role.EXPLANATION),
            Typed("T3.M1.CB04.nu", 0),
        ),
    ),
    Sample(
        "xa Chi Lang bc.xlsx",
        "xa-chi-lang",
        _june(4),
        "First return: more women elected than deputies, a figure missing.",
        note="Đề nghị sửa NV4, bổ sung NV6; xã gửi lại ngày 09/6.",
        changes=(Typed("T4.M1.HX.trung_cu_nu", 43), Typed("T6.05", EMPTY)),
    ),
    Sample(
        "xa Chi Lang bc (2).xlsx",
        "xa-chi-lang",
        _june(9),
        "Second return, corrected: it counts and supersedes the first.",
        note="Bản thay thế bản ngày 04/6.",
    ),
    Sample(
        "Lộc Bình.xlsx",
        "xa-loc-binh",
        _june(9),
        "Required cells left empty, fewer items in the news than four a quarter.",
        changes=(Typed("T7.01", EMPTY), Typed("X.01", EMPTY), Typed("T5.04", 2)),
    ),
    Sample(
        "2026-6T_xa-huu-lung.xlsx",
        "xa-huu-lung",
        _june(9),
        "The blank as issued, nothing typed.",
        note="Tệp trống, đã điện thoại đề nghị gửi lại.",
        made=AS_ISSUED,
    ),
)


def settings() -> str:
    edition = season.edition()
    return settings_text(edition, EDITION, edition.periods[PERIOD], {})


def main() -> None:
    with season.using(EDITION):
        make_samples.make_all(SAMPLES, FOLDER / INBOX, __doc__)
        (FOLDER / SETTINGS).write_text(settings(), encoding="utf-8")
    (FOLDER / "so-theo-doi.csv").write_text(log_text(SAMPLES), encoding="utf-8")


if __name__ == "__main__":
    main()
