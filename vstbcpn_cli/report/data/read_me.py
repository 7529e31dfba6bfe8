"""`DOC-TRUOC.txt`: what a person finds in the package, how to open it, what its columns mean and whose it is."""

from __future__ import annotations

from pathlib import Path

from vstbcpn_cli.report.data.derived import counts_of
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.normalise import scrubbed

NAME = "DOC-TRUOC.txt"
DESCRIPTION = f"Đề nghị đọc tệp {NAME} trước khi dùng số liệu."
NO_LICENCE = "Cơ quan chưa công bố giấy phép sử dụng số liệu này."
_TEXT = """\
SỐ LIỆU: {title}
{province} · {period} · bộ biểu mẫu {edition}

Cơ quan công bố: {publisher}
Đơn vị tổng hợp: {office}
Thời gian của số liệu: từ {first} đến {last}; nhận báo cáo đến hết ngày {as_of}
Giấy phép: {licence}

Đã có báo cáo dùng được của {sent}/{units} đơn vị; {nil} đơn vị xác nhận không phát sinh;
{missing} đơn vị chưa có báo cáo dùng được; {excluded} đơn vị được loại trừ;
{withheld} số liệu chưa được tính vì còn lỗi hoặc chưa có tổng số.

CÁC TỆP
  so-lieu-ngang_{stem}.xlsx   Mở bằng Excel, LibreOffice, WPS: mỗi đơn vị một dòng, mỗi chỉ tiêu một cột.
  so-lieu_{stem}.csv          Bảng dài: mỗi số liệu của mỗi đơn vị một dòng, kèm tình trạng và ô nguồn.
  chi-tieu_{stem}.csv         Danh mục chỉ tiêu: tên, đơn vị tính, cách cộng, dòng được tính.
  don-vi_{stem}.csv           Danh sách đơn vị: tình hình gửi, tệp đã dùng và SHA-256 của tệp.
  so-lieu_{stem}.json         Toàn bộ số liệu cho phần mềm khác, kèm các tổng đã công bố.
  datapackage.json{space}      Mô tả ba bảng CSV cho máy (Frictionless Data Package, DCAT).

MỞ BẰNG EXCEL, LIBREOFFICE
  Để xem, lọc, vẽ biểu đồ: mở tệp so-lieu-ngang_{stem}.xlsx; số hiện đúng dấu phẩy thập phân theo máy.
  Ba tệp CSV viết theo chuẩn quốc tế: cột cách nhau bằng dấu phẩy, số thập phân dùng dấu chấm. Excel đặt
  tiếng Việt mở thẳng các tệp này thì cả dòng nằm trong một cột. Đề nghị không bấm đúp mà làm như sau:
  - Excel: Dữ liệu (Data) > Từ Văn bản/CSV (From Text/CSV), chọn tệp; mã 65001: Unicode (UTF-8), dấu phân
    cách Dấu phẩy (Comma); bấm Chuyển đổi dữ liệu (Transform Data), bấm chuột phải vào cột value, Đổi kiểu
    (Change Type) > Dùng Bản địa (Using Locale) > Số thập phân, Tiếng Anh (Hoa Kỳ).
  - LibreOffice: mở tệp; trong hộp thoại nhập văn bản chọn Unicode (UTF-8), Ngôn ngữ (Language) Tiếng Anh
    (Mỹ), phân cách bằng Dấu phẩy (Comma).

CỘNG SỐ LIỆU
  Chỉ cộng những dòng có counts = 1. Cột aggregate của chi-tieu cho biết cách cộng: sum cộng cột value;
  count_yes đếm dòng có answer là Có; count_by_value và concat đếm dòng; none và last không cộng. Cột
  additive: kind là chỉ cộng trong cùng một loại đơn vị. Cột lacking = 1 là đơn vị phải có số này mà chưa
  có. Nếu có official_value thì số công bố chung là số đó. Khóa nối ba bảng: province, edition,
  period cùng unit_code hoặc indicator; nhờ vậy ghép được số liệu của nhiều tỉnh, nhiều kỳ.

CỘT status VÀ obs_status (mã SDMX, danh mục CL_OBS_STATUS)
  value          A  có số liệu, kể cả số 0
  value          P  có số liệu, nhưng đơn vị cho biết trong báo cáo có phần ước tính, không nói rõ số nào
                    (estimated = possible)
  nil            A  đơn vị xác nhận không phát sinh trong kỳ: tính là 0
  unavailable    L  đơn vị ghi chưa có số liệu
  not_applicable M  không áp dụng với đơn vị này
  empty          O  đơn vị để trống
  missing        O  đơn vị chưa có báo cáo dùng được
  withheld       Q  đơn vị có ghi nhưng chưa được tính: còn lỗi của quy tắc ở cột finding, hoặc là số bộ
                    phận mà đơn vị chưa có tổng số (cột part_of của chi-tieu); không phải vì bí mật số liệu

THÔNG TIN CÁ NHÂN
  Không có họ tên, điện thoại, thư điện tử của người ký, người lập biểu.

PHIÊN BẢN
  Mục version của datapackage.json gồm ngày cuối cùng nhận báo cáo và 16 chữ số đầu của SHA-256 tệp
  so-lieu_{stem}.json (mã kiểm in trên màn hình). Không số nào đổi thì phiên bản giữ nguyên; có một số khác
  thì phiên bản khác.
"""


def render(report: Report, path: Path) -> None:
    """Written for Notepad too: UTF-8 with its mark, lines of Windows."""
    coverage = report.consolidation.coverage
    edition, office, period = coverage.edition, report.office, coverage.period
    counts = counts_of(report.consolidation)
    told = {
        **{key: str(counts[key]) for key in ("units", "sent", "nil", "missing", "excluded")},
        "withheld": str(counts["withheld_values"]),
        "title": edition.title,
        "province": office.province,
        "period": period.name,
        "edition": edition.edition,
        "publisher": report.issued_by.name,
        "office": office.standing_office,
        "first": short_date(period.from_date),
        "last": short_date(period.until_date),
        "as_of": short_date(report.as_of),
        "licence": office.licence or NO_LICENCE,
        "stem": report.stem,
        "space": " " * len(report.stem),
    }
    text = _TEXT.format_map({key: scrubbed(value).replace("\n", " ") for key, value in told.items()})
    with path.open("w", encoding="utf-8-sig", newline="\r\n") as out:
        out.write(text)
