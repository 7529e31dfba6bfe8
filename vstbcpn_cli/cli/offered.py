"""What a shell offers for the parameters of the commands when somebody presses Tab: values with what they mean.

Whatever goes wrong, nothing is offered: a line that is being typed is no place for messages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps

import typer

Offer = tuple[str, str]
_Offered = Callable[[typer.Context, str], list[Offer]]


def _offering(find: Callable[[str], Iterable[Offer]]) -> _Offered:
    """`find` gets the edition that is meant; of what it finds is offered what begins as it was typed."""

    @wraps(find)
    def offered(ctx: typer.Context, incomplete: str) -> list[Offer]:
        try:
            return [o for o in find(_edition(ctx)) if o[0].startswith(incomplete)]
        except Exception:  # noqa: BLE001 - see above
            return []

    offered.__annotations__ = {"ctx": typer.Context, "incomplete": str}
    del offered.__wrapped__  # the library would look at what `find` takes
    return offered


def _edition(ctx: typer.Context) -> str:
    from vstbcpn_cli.usecases.season.season_folder import defaults

    return str(ctx.params.get("edition") or defaults().edition)


@_offering
def editions(_edition: str) -> Iterator[Offer]:
    from vstbcpn_cli.edition.locations import available_editions

    for name in available_editions():
        yield name, f"bộ biểu mẫu {name}"


@_offering
def periods(edition: str) -> Iterator[Offer]:
    from vstbcpn_cli.edition.loader import load_periods

    for code, period in load_periods(edition).items():
        yield code, period.name


@_offering
def units(edition: str) -> Iterator[Offer]:
    from vstbcpn_cli.usecases.run_settings import register

    for unit in register(edition, None).units:
        yield unit.code, unit.name


@_offering
def codes(edition: str) -> Iterator[Offer]:
    from vstbcpn_cli.edition.loader import load_edition
    from vstbcpn_cli.report.context.count_names import says
    from vstbcpn_cli.usecases.run_settings import register
    from vstbcpn_cli.usecases.tracing.query import names

    loaded, named = load_edition(edition), {u.code: u.name for u in register(edition, None).units}
    for code in names(loaded, set(named)):
        yield code, named.get(code) or says(code) or (loaded.whole_label(code) if loaded.knows(code) else "")


@_offering
def rules(edition: str) -> Iterator[Offer]:
    from vstbcpn_cli.usecases.explain import listed, stated_names

    for rule in listed():
        yield rule.code, rule.title
    for name in stated_names(edition):
        yield name, "ràng buộc của biểu mẫu"


@_offering
def presets(_edition: str) -> Iterator[Offer]:
    yield "nd30", "Nghị định 30/2020/NĐ-CP"
    yield "tt01", "Thông tư 01/2011/TT-BNV"


@_offering
def issuers(edition: str) -> Iterator[Offer]:
    from vstbcpn_cli.edition.loader import load_edition
    from vstbcpn_cli.edition.model import COMMITTEE

    for code in (COMMITTEE, *load_edition(edition).office.issuers):
        yield code, "cơ quan ban hành báo cáo"
