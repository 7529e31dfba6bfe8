"""Complete forms of a unit as another issue of the edition printed them."""

from __future__ import annotations

import pickle
from dataclasses import replace
from functools import cache

from tests.support.forms import returned as at
from tests.support.forms.filling import entries
from tests.support.forms.plausible import plausible
from tests.support.seasons import season
from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.workbook.form.form_plan import plan_form
from vstbcpn_cli.workbook.form.stamp import Master, fields_of
from vstbcpn_cli.workbook.form.writer import draw

UNIT = "so-y-te"


def issued(edition: Edition) -> bytes:
    """The form of the unit, filled in without a fault; drawn once for equal editions."""
    return _drawn(pickle.dumps(edition))


@cache
def _drawn(edition: bytes) -> bytes:
    own = at.applies_to(UNIT)
    applies = Applicability(replace(pickle.loads(edition), fingerprint="0123456789ab"), own.unit, own.period)
    blank = Master.of(draw(plan_form(applies, at.live()))).stamped(fields_of(applies))
    answers = plausible(season.edition(), own.unit, own.period)
    return at.typed(blank, {(s, r, c): v for s, r, c, v in entries(applies, answers)})
