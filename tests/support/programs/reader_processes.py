"""Reading processes for tests."""

from __future__ import annotations

from tests.support.forms import returned as at
from tests.support.seasons import season
from vstbcpn_cli.usecases.run_settings import Setting

PREPARE = """
import os, sys, time
from vstbcpn_cli.runtime.worker_pool import serve
def prepare(briefing):
    def answer(payload):
        {act}
        return briefing + payload[::-1]
    return answer
serve(prepare)
"""


# ------------------------------------------------------------------------------------------- reading with them
def setting() -> Setting:
    return Setting(season.edition(), season.edition().periods["6t"], at.register())
