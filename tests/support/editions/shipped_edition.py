"""Where the edition that ships with the program lies."""

from __future__ import annotations

from pathlib import Path

SHIPPED = Path(__file__).parents[3] / "vstbcpn_cli" / "editions" / "2011" / "form.toml"
