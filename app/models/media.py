"""What kind of file something is, by its name and its bytes, and whether opening it may run a program.

The bytes are believed before the name, for a name is quickly changed; where either says that it can run, it can.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from mimetypes import MimeTypes

from app.models.file_names import suffix_of

UNKNOWN = "application/octet-stream"
HEAD_BYTES = 4096
"""So much of the beginning tells what something is."""


class Risk(StrEnum):
    """Why opening a file may run a program."""

    PROGRAM = "program"
    INSTALLER = "installer"
    SCRIPT = "script"
    MACROS = "macros"
    PAGE = "page"
    SHORTCUT = "shortcut"
    DOCUMENT = "document"


_BY_BYTES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
)
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OFFICE = {
    "docx": f"{_OPEN_XML}.wordprocessingml.document",
    "xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
    "pptx": f"{_OPEN_XML}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "msg": "application/vnd.ms-outlook",
    "eml": "message/rfc822",
}
"""What Python doesn't know in every version."""

_PROGRAMS = (
    *(b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf"),
    *(b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"dex\n"),
)
_LINK_START = b"L\x00\x00\x00\x01\x14\x02\x00"
_SUFFIXES = {
    Risk.PROGRAM: "exe ex ex_ com scr pif cpl dll lib sys vxd ocx drv jar jnlp class app run elf so dylib appimage gadget xbap apk "
    "aab ipa",
    Risk.INSTALLER: "msi msp msu mst msix msixbundle appx appxbundle appinstaller application appref-ms pkg mpkg dmg iso img vhd "
    "vhdx vmdk wsb deb rpm flatpak flatpakref snap inf osd cab xpi crx vsix oxt ppkg air nsh webpnp printerexport",
    Risk.SCRIPT: "bat cmd ps1 ps1xml ps2 ps2xml psm1 psd1 psdm1 psc1 psc2 cdxml msh msh1 msh2 mshxml msh1xml msh2xml js jse mjs vbs "
    "vbe vb bas vbp vsmacros vsw wsf wsh ws wsc sct hta htc sh bash zsh csh ksh fish command tool workflow action scpt scptd "
    "applescript py pyc pyo pyw pyz pyzw rb pl php asp aspx lua tcl reg ahk msc job bgi fxp prg plg sln csproj vbproj vcxproj",
    Risk.MACROS: "docm dotm xlsm xltm xlam xlsb xll pptm potm ppam ppsm sldm vsdm vstm vssm xla xlt dot pot ppa pub one onepkg "
    "accdb accde accdr mdb mde mda mdt mdw mdz mad maf mag mam maq mar mas mat mau mav maw ade adp odb slk iqy xlw pcd ops",
    Risk.PAGE: "html htm xhtml xht shtml mht mhtml svg svgz xml xsl xslt swf chm hlp hpj cnt its",
    Risk.SHORTCUT: "lnk url desktop webloc inetloc fileloc scf shb shs xnk grp asx ins isp prf mcf wpc library-ms search-ms "
    "searchconnector-ms settingcontent-ms website contact theme themepack deskthemepack msstyles diagcab diagcfg diagpkg rdp",
}
"""With all that mail programs let nobody open, but for certificates and mailboxes, which run nothing."""

_RISK_OF = {suffix: risk for risk, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}
_MACROS = (
    b"vbaProject.bin",
    b"_VBA_PROJECT",
    "_VBA_PROJECT".encode("utf-16-le"),
    b"xl/macrosheets",
    b"Basic/script-lc.xml",
)
_PAGE = re.compile(rb"<\s*(?:!doctype\s+html|html|svg|script)\b", re.IGNORECASE)
_ACTIVE_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile)\b")


def media_type_of(name: str, head: bytes) -> str:
    """The media type, by the first bytes where they say it."""
    for start, media_type in _BY_BYTES:
        if head.startswith(start):
            return media_type
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return "image/bmp"
    guessed = _OFFICE.get(suffix_of(name)) or _types().guess_type(f"x.{suffix_of(name)}")[0]
    if guessed is None and head.startswith(b"PK\x03\x04"):
        return "application/zip"
    if guessed is None or guessed.startswith("text/"):
        return (guessed or "text/plain") if is_text(head) else UNKNOWN
    return guessed


@cache
def _types() -> MimeTypes:
    """Those that come with Python, which are the same on every computer."""
    return MimeTypes(filenames=())


def is_text(head: bytes) -> bool:
    """Whether the beginning of a file is text that can be read; the last letter may be cut through."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\0" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4 and error.reason == "unexpected end of data"
    return True


def risk_of(name: str, content: bytes) -> Risk | None:
    """Why opening the file may run a program; None where nothing speaks for it.

    Args:
        name: under which it would be opened.
        content: as much of it as there is; of documents, parts that are anywhere in it.
    """
    if content.startswith(_PROGRAMS):
        return Risk.PROGRAM
    if content.startswith(b"#!"):
        return Risk.SCRIPT
    if content.startswith(_LINK_START):
        return Risk.SHORTCUT
    if by_name := _RISK_OF.get(suffix_of(name)):
        return by_name
    if any(mark in content for mark in _MACROS):
        return Risk.MACROS
    if content.startswith(b"%PDF-"):
        return Risk.DOCUMENT if _ACTIVE_PDF.search(content) else None
    return Risk.PAGE if _PAGE.search(content[:HEAD_BYTES]) else None
