"""Files that Excel encrypted with its built-in key are read; those with a password of somebody's own are not."""

from __future__ import annotations

import io
import struct
from hashlib import sha1

import msoffcrypto
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from msoffcrypto.method.ecma376_standard import ECMA376Standard

from tests.support.forms import returned as at
from tests.support.forms.read_back import told
from tests.support.hostile import biff
from tests.support.hostile.hostile_formats import excel97
from vstbcpn_cli.model.submission import Unreadable
from vstbcpn_cli.rules.engine import judge_problem
from vstbcpn_cli.workbook.formats import built_in_key
from vstbcpn_cli.workbook.formats.built_in_key import unlocked
from vstbcpn_cli.workbook.formats.detect import _opened
from vstbcpn_cli.workbook.raw import CellKind, RawCell, UnreadableBookError

UNIT = "so-y-te"
SHEETS = (biff.Sheet(biff.number(3, 2, 14.0) + biff.number(70, 5, 2.5), name="NV6"),)


def agile(content: bytes, password: str = biff.BUILT_IN) -> bytes:
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, target)
    return target.getvalue()


def agile_that_asks_for(turns: str, more: str = "") -> bytes:
    """A container whose description of the key asks to hash it so many times."""
    space = "http://schemas.microsoft.com/office/2006"
    zeros = "AAAAAAAAAAAAAAAAAAAAAA=="
    key = (
        f'saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" '
        f'hashAlgorithm="SHA512" saltValue="{zeros}"'
    )
    header = (
        f'<?xml version="1.0"?>{more}<encryption xmlns="{space}/encryption"><keyData {key}/>'
        f'<dataIntegrity encryptedHmacKey="{zeros}" encryptedHmacValue="{zeros}"/><keyEncryptors>'
        f'<keyEncryptor uri="{space}/keyEncryptor/password"><p:encryptedKey xmlns:p="{space}/keyEncryptor/password" '
        f'spinCount="{turns}" {key} encryptedVerifierHashInput="{zeros}" encryptedVerifierHashValue="{zeros}" '
        f'encryptedKeyValue="{zeros}"/></keyEncryptor></keyEncryptors></encryption>'
    )
    target = io.BytesIO()
    ECMA376Encrypted(bytes(5000), struct.pack("<HHI", 4, 4, 0x40) + header.encode()).write_to(target)
    return target.getvalue()


def standard(content: bytes, password: str = biff.BUILT_IN) -> bytes:
    key = ECMA376Standard.makekey_from_password(password, 0x660E, 0x8004, 0x18, 128, 16, biff.SALT)

    def stirred(data: bytes) -> bytes:
        return Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(data.ljust(-(-len(data) // 16) * 16, b"\0"))

    header = struct.pack("<IIIIIIII", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + "Microsoft\0".encode("utf-16-le")
    info = struct.pack("<HHII", 3, 2, 0x24, len(header)) + header + struct.pack("<I", 16) + biff.SALT
    info += stirred(biff.VERIFIER) + struct.pack("<I", 20) + stirred(sha1(biff.VERIFIER).digest())
    target = io.BytesIO()
    ECMA376Encrypted(struct.pack("<Q", len(content)) + stirred(content), info).write_to(target)
    return target.getvalue()


LOCKS = {"agile": agile, "standard": standard}


@pytest.mark.parametrize("how", LOCKS)
def test_a_form_locked_with_the_built_in_key_is_read_as_if_it_were_not(how: str) -> None:
    plain = at.filled(UNIT)
    assert told(at.accepted(LOCKS[how](plain))) == told(at.accepted(plain))


@pytest.mark.parametrize("how", ["xor", "rc4", "cryptoapi"])
def test_an_old_workbook_locked_with_the_built_in_key_is_read_as_if_it_were_not(how: str) -> None:
    read, notes = _opened(biff.locked(SHEETS, how), inside=False)
    plain, same = _opened(biff.book(SHEETS), inside=False)
    assert dict(read.sheets[0].cells) == {
        (4, 3): RawCell(CellKind.NUMBER, "14"),
        (71, 6): RawCell(CellKind.NUMBER, "2.5"),
    }
    assert (read.sheets, notes) == (plain.sheets, same)


@pytest.mark.parametrize(
    "content",
    [
        agile(at.filled(UNIT), "Lan1234"),
        standard(at.filled(UNIT), "Lan1234"),
        *(biff.locked(SHEETS, how, "Lan1234") for how in ("xor", "rc4", "cryptoapi")),
        excel97([(0, 0, 1.0)], locked=True),
        agile_that_asks_for("100000"),
    ],
    ids=["agile", "standard", "xor", "rc4", "cryptoapi", "nonsense", "no key at all"],
)
def test_a_password_of_somebodys_own_is_asked_to_be_removed(content: bytes) -> None:
    outcome = at.read(content)
    assert isinstance(outcome, Unreadable)
    finding = judge_problem(outcome.problem)
    assert (finding.code, finding.advice.startswith("Đề nghị bỏ mật khẩu")) == ("VS101", True)


def test_a_key_that_costs_minutes_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    monkeypatch.setattr(ECMA376Agile, "makekey_from_password", lambda *a: tried.append(a[4]))
    for turns in ("10000000", "1000001", "&#49;0000000"):
        with pytest.raises(UnreadableBookError, match="password"):
            unlocked(agile_that_asks_for(turns))
    assert tried == []
    with pytest.raises(UnreadableBookError, match="password"):
        unlocked(agile_that_asks_for("1000000"))
    assert tried == [1_000_000]


@pytest.mark.parametrize("more", ['<!DOCTYPE a [<!ENTITY b "c">]>', " " * 1_000])
def test_a_description_of_a_key_that_is_none_is_not_parsed(more: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(msoffcrypto, "OfficeFile", None)
    monkeypatch.setattr(built_in_key, "_LONGEST_HEADER", 1_500)
    with pytest.raises(UnreadableBookError, match="password") as fault:
        unlocked(agile_that_asks_for("100000", more))
    assert fault.value.__cause__ is None


def test_an_old_workbook_too_large_to_unlock_is_not_unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    content = biff.locked(SHEETS, "rc4")
    monkeypatch.setattr(built_in_key, "LARGEST_OLD", len(content) - 1)
    with pytest.raises(UnreadableBookError, match="too-large"):
        unlocked(content)


def test_a_workbook_locked_twice_is_not_opened_twice() -> None:
    with pytest.raises(UnreadableBookError):
        _opened(ECMA376Agile.encrypt(biff.BUILT_IN, io.BytesIO(agile(at.blank(UNIT)))), inside=False)
