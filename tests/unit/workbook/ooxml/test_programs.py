"""The program that saved a file, by the name an officer knows."""

from __future__ import annotations

import pytest

from vstbcpn_cli.workbook.ooxml.saving_program import program_name


@pytest.mark.parametrize(
    ("application", "version", "name"),
    [
        ("LibreOffice/7.4.7.2$Linux_X86_64 LibreOffice_project/40$Build-2", "15.0000", "LibreOffice 7.4"),
        ("LibreOffice/24.8.4.2$Windows_X86_64 LibreOffice_project/bb3cfa12", "", "LibreOffice 24.8"),
        ("LibreOfficeDev/7.6.0.0.alpha1$Linux", "", "LibreOffice 7.6"),
        ("OpenOffice.org/3.2$Win32 OpenOffice.org_project/320m18$Build-9502", "", "OpenOffice 3.2"),
        ("Microsoft Excel", "16.0300", "Microsoft Excel"),
        ("Microsoft Excel", "12.0000", "Microsoft Excel 2007"),
        ("Microsoft Excel", "14.0300", "Microsoft Excel 2010"),
        ("Microsoft Excel", "3.1", "Microsoft Excel"),
        ("Microsoft Macintosh Excel", "16.0300", "Microsoft Excel"),
        ("Microsoft Excel Compatible / Openpyxl 3.1.5", "3.1", "Openpyxl 3.1"),
        ("MicrosoftOffice/16.0 MicrosoftExcel", "", "Microsoft Excel"),
        ("WPS Office_11.2.0.11130_F1E327BC-269C-435d-A152-05C5408002CA", "", "WPS Office 11.2"),
        ("WPS 表格", "", "WPS Office"),
        ("WPS Office", "", "WPS Office"),
        ("ONLYOFFICE/7.3.0.184", "", "ONLYOFFICE 7.3"),
        ("gnumeric/1.12.55", "", "Gnumeric 1.12"),
        ("SheetJS", "", "SheetJS"),
        ("Bảng tính X/2.0.1 build 9", "", "Bảng tính X 2.0"),
        ("x" * 300, "", "x" * 39 + "…"),
        ("", "", ""),
        ("", "16.0300", ""),
    ],
)
def test_a_program_has_the_name_an_officer_knows(application: str, version: str, name: str) -> None:
    assert program_name(application, version) == name
