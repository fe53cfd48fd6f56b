"""What files are, whether they may run, and names that every disk takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.file_names import kept_name, safe_name, suffix_of
from app.models.media import Risk, media_type_of, risk_of


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("setup.exe", b"", Risk.PROGRAM),
        ("photo.png", b"MZ\x90\x00", Risk.PROGRAM),
        ("photo\u202egnp.scr", b"", Risk.PROGRAM),
        ("invoice.pdf.exe ", b"%PDF-1.7", Risk.PROGRAM),
        ("notes", b"#!/bin/sh\nrm", Risk.SCRIPT),
        ("notes.txt.ps1", b"hello", Risk.SCRIPT),
        ("Makro.docm", b"PK\x03\x04", Risk.MACROS),
        ("plain.docx", b"PK\x03\x04 word/vbaProject.bin", Risk.MACROS),
        ("old.xls", b"\xd0\xcf\x11\xe0" + "_VBA_PROJECT".encode("utf-16-le"), Risk.MACROS),
        ("drawing.svg", b"<svg/>", Risk.PAGE),
        ("page.txt", b"<!DOCTYPE html><script>alert(1)</script>", Risk.PAGE),
        ("a.lnk", b"", Risk.SHORTCUT),
        ("a.desktop", b"[Desktop Entry]", Risk.SHORTCUT),
        ("a.msi", b"", Risk.INSTALLER),
        ("a.pdf", b"%PDF-1.7 /OpenAction << /S /JavaScript >>", Risk.DOCUMENT),
        ("a.pdf", b"%PDF-1.7 nothing", None),
        ("a.docx", b"PK\x03\x04", None),
        ("photo.jpg", b"\xff\xd8\xff\xe0", None),
        ("table.csv", b"a,b\n1,2", None),
    ],
)
def test_what_may_run_is_known_by_name_or_bytes(name, content, expected):
    assert risk_of(name, content) == expected


BLOCKED = (
    "ade adp app appinstaller application appref-ms asp aspx asx bas bat bgi cab chm cmd cnt com cpl csh diagcab diagcfg "
    "diagpkg dll dmg ex_ exe fxp gadget grp hlp hpj hta htc img inf ins iso isp its jar jnlp js jse ksh lib lnk mad maf mag mam "
    "maq mar mas mat mau mav maw mcf mda mdb mde mdt mdw mdz mjs msc msh msh1 msh1xml msh2 msh2xml mshxml msi msix msp mst msu "
    "nsh ops osd oxt pcd pif pl plg prf prg printerexport ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psdm1 py pyc pyo pyw pyz pyzw "
    "rdp reg scf scr sct shb shs sln sys theme url vb vbe vbp vbs vcxproj vhd vhdx vsmacros vsw vxd webpnp website wpc ws wsb "
    "wsc wsf wsh xbap xll xnk"
)
"""What mail programs let nobody open."""


def test_what_mail_programs_block_is_opened_after_a_warning_only():
    assert [suffix for suffix in BLOCKED.split() if risk_of(f"a.{suffix}", b"x") is None] == []
    assert risk_of("a.odt", b"PK\x03\x04 Basic/script-lc.xml") is Risk.MACROS


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.txt", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("BMW.txt", b"BMW has called", "text/plain"),
        ("a.pdf", b"%PDF-1.7", "application/pdf"),
        ("a.csv", b"a,b", "text/csv"),
        ("a", "Grüße".encode()[:-1], "text/plain"),
        ("a.dat", b"\x00\x01", "application/octet-stream"),
        ("a.txt", b"\x00\x01", "application/octet-stream"),
    ],
)
def test_the_bytes_are_believed_before_the_name(name, head, expected):
    assert media_type_of(name, head) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("..\\..\\windows\\a.txt", "a.txt"),
        ("/etc/passwd", "passwd"),
        ("CON.txt", "_CON.txt"),
        ("aux", "_aux"),
        ("console.txt", "console.txt"),
        ("a\0b?.txt. ", "ab_.txt"),
        ("...", "file"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("4111111111111111.pdf", "411111••••••1111.pdf"),
    ],
)
def test_names_are_made_safe_for_every_system(name, expected):
    assert safe_name(name) == expected


@given(st.text(max_size=400))
def test_no_name_is_left_that_a_system_refuses(name):
    safe = safe_name(name)
    assert safe == safe_name(safe)
    assert 0 < len(safe.encode()) <= 200
    assert not set(safe) & set('<>:"/\\|?*\0\n')
    assert safe.strip(" .") == safe
    assert 0 < len(kept_name(name)) <= 200


def test_a_long_name_keeps_what_it_is():
    assert suffix_of("ü" * 300 + ".docx") == "docx"
    assert safe_name("ü" * 300 + ".docx").endswith("ü.docx")
