"""`vstbcpn verify`: a written set proven against its manifest, its inputs and the mark on paper."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from vstbcpn_cli.cli.console import out, progress, say
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.cli.options import (
    EditionName,
    Format,
    FormatName,
    Jobs,
    LogFile,
    PreviousFile,
    Quiet,
    Template,
    UnitsFile,
)


def command(
    place: Annotated[
        Path | None,
        typer.Argument(
            metavar="[BỘ KẾT QUẢ]",
            help="Thư mục kết quả, bản chính thức hoặc manifest.json; không ghi là bộ hiện có ở 3-ket-qua.",
        ),
    ] = None,
    inbox: Annotated[
        Path | None,
        typer.Argument(
            metavar="[THƯ MỤC NHẬN VỀ]",
            help="Nơi để các tệp đơn vị gửi; không ghi là 2-nhan-ve của kỳ có bộ kết quả, nếu có.",
        ),
    ] = None,
    digest: Annotated[
        str,
        typer.Option("--digest", metavar="MÃ", help="Mã kiểm ghi trên giấy, như 3F2A-91BC-07DE-55A1, để so với tệp."),
    ] = "",
    edition: EditionName = None,
    units_file: UnitsFile = None,
    previous: PreviousFile = None,
    template: Template = None,
    log: LogFile = None,
    format_: FormatName = Format.TEXT,
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> int:
    """Kiểm chứng một bộ kết quả: đối chiếu tệp, lập lại từ đầu và so từng số liệu.

    Mã thoát 0: bộ kết quả khớp. Mã thoát 12: có chỗ không khớp, được nêu từng chỗ.
    """
    from vstbcpn_cli.cli.output.verification import verification_lines
    from vstbcpn_cli.text.digests import digest_words
    from vstbcpn_cli.usecases.season import run_journal
    from vstbcpn_cli.usecases.season.season_folder import defaults
    from vstbcpn_cli.usecases.verification.archive import Given, near_inbox
    from vstbcpn_cli.usecases.verification.as_json import as_json
    from vstbcpn_cli.usecases.verification.verify import verify

    found = place if place is not None else defaults().results
    returns = inbox if inbox is not None else near_inbox(found)
    given = Given(edition, units_file, previous, template, log)
    verified = verify(found, returns, given, digest, progress("Đã đọc", quiet=quiet), jobs=jobs)
    run_journal.take()  # what making it again has noted is not what became of this run
    run_journal.note(f"{'khớp' if verified.agrees else 'không khớp'}, mã kiểm {digest_words(verified.digest)}")
    if format_ is Format.JSON:
        out(json.dumps(as_json(verified), ensure_ascii=False, indent=1, allow_nan=False))
    else:
        for line in verification_lines(verified):
            out(line)
    if not quiet and format_ is Format.TEXT and not digest:
        say(
            "Đề nghị so mã kiểm trên với mã ghi ở cuối bản của cán bộ và ở văn bản gửi báo cáo, hoặc ghi mã đó ở "
            "--digest."
        )
    return ExitCode.OK if verified.agrees else ExitCode.MISMATCH
