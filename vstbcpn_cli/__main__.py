"""Where the program starts: whoever stops it while its modules are loaded is answered as at any later moment."""

from __future__ import annotations

import io
import sys

from vstbcpn_cli.cli.exit_codes import STOPPED, ExitCode


def start() -> None:
    try:
        from vstbcpn_cli.cli.main import run

        run()
    except KeyboardInterrupt:
        if isinstance(sys.stderr, io.TextIOWrapper):
            sys.stderr.reconfigure(encoding="utf-8", errors="replace")
            sys.stderr.write(f"{STOPPED}\n")
        sys.exit(ExitCode.INTERNAL)


if __name__ == "__main__":
    start()
