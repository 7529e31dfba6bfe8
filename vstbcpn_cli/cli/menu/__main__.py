"""`python -m vstbcpn_cli.cli.menu [ARGUMENT…]`: what the program of the portable folder starts.

Without an argument, or with files and folders dropped onto it, there is the menu; everything else is a command line.
"""

from __future__ import annotations

import sys

from vstbcpn_cli.cli.exit_codes import ExitCode


def start(arguments: list[str]) -> int:
    """The exit code of what was asked for. A command line ends the process itself."""
    from vstbcpn_cli.cli.menu.places import places, was_dropped

    if arguments and not was_dropped(arguments):
        from vstbcpn_cli.__main__ import start as run

        run()
    from vstbcpn_cli.cli.console import use_utf8
    from vstbcpn_cli.cli.menu.menu import Menu

    use_utf8()
    return Menu(places(arguments)).run()


if __name__ == "__main__":
    try:
        sys.exit(start(sys.argv[1:]))
    except KeyboardInterrupt:  # while it was loaded
        sys.exit(ExitCode.INTERNAL)
