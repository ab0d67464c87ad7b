"""What a file may be, by its bytes; and what it is called afterwards."""

import io
import random
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.documents.rules import (
    BEING_CHECKED,
    ENDINGS,
    HAD_A_VIRUS,
    LARGEST_BYTES,
    LARGEST_UNPACKED,
    MOST_MEMBERS,
    Kind,
    Limits,
    Unacceptable,
    clean_name,
    kind_of,
    scan_note,
)
from portal.documents.states import Scan
from portal.formkit.types.files import LARGEST_MB, NAMES
from tests.support.files import DOCX, EICAR, HEIC, JPG, ODS, ODT, PDF, PNG, XLSX, encrypted, zipped

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
WRONG = "The file must be a PDF, Word (DOCX), OpenDocument (ODT, ODS), Excel (XLSX), JPG, PNG or HEIC"
LOCKED = "The file has a password. Save it without a password and upload it again"
MACROS = "The file has macros in it. Save it as PDF or DOCX without macros"
DAMAGED = "The file is damaged. Save it again and upload it"
UNSAFE = "The file is packed in a way that we cannot open safely. Save it as PDF"
OLD = "The file has a password or is an old Word or Excel file. Save it as PDF or DOCX"
PDF_KIND = Kind("pdf", "application/pdf")


def _judge(data: bytes) -> Kind | str:
    try:
        return kind_of(io.BytesIO(data), len(data))
    except Unacceptable as error:
        return str(error)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, PDF_KIND),
        (JPG, Kind("jpg", "image/jpeg")),
        (PNG, Kind("png", "image/png")),
        (HEIC, Kind("heic", "image/heic")),
        (DOCX, Kind("docx", f"{OFFICE}wordprocessingml.document")),
        (XLSX, Kind("xlsx", f"{OFFICE}spreadsheetml.sheet")),
        (ODT, Kind("odt", f"{OPEN}text")),
        (ODS, Kind("ods", f"{OPEN}spreadsheet")),
    ],
    ids=["pdf", "jpg", "png", "heic", "docx", "xlsx", "odt", "ods"],
)
def test_taken(data: bytes, kind: Kind) -> None:
    assert _judge(data) == kind
    assert kind.ending in ENDINGS


REFUSED = {
    "empty": (b"", "The file is empty. Choose another file"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", WRONG),
    "html": (b"<!doctype html><script>alert(1)</script>", WRONG),
    "html with a PDF inside": (b"<html>%PDF-1.7", WRONG),
    "xml": (b"<?xml version='1.0'?><?xml-stylesheet href='x.xsl'?>", WRONG),
    "exe": (b"MZ\x90\x00\x03" + b"\x00" * 60, WRONG),
    "elf": (b"\x7fELF\x02\x01\x01", WRONG),
    "script": (b"#!/bin/sh\nrm -rf /\n", WRONG),
    "EICAR as txt": (EICAR, WRONG),
    "EICAR in a zip": (zipped(("eicar.txt", EICAR)), WRONG),
    "a docx in a zip": (zipped(("form.docx", DOCX)), WRONG),
    "gif": (b"GIF89a\x01\x00\x01\x00", WRONG),
    "rtf": (b"{\\rtf1 x}", WRONG),
    "gzip": (b"\x1f\x8b\x08\x00", WRONG),
    "one byte": (b"%", WRONG),
    "an empty zip": (zipped(), WRONG),
    "jar": (zipped(("META-INF/MANIFEST.MF", b"Main-Class: X")), WRONG),
    "a drawing": (zipped(("mimetype", b"application/vnd.oasis.opendocument.graphics")), WRONG),
    "a long mimetype": (zipped(("mimetype", b"application/vnd.oasis.opendocument.text" + b" " * 300)), WRONG),
    "password PDF": (PDF.replace(b"/Root", b"/Encrypt 9 0 R /Root"), LOCKED),
    "old Word, or a Word file with a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, OLD),
    "encrypted zip": (encrypted(DOCX), LOCKED),
    "odt with a password": (
        zipped(
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
            ("content.xml", b"\x8f"),
        ),
        LOCKED,
    ),
    "docm": (zipped(("word/document.xml", b"<w/>"), ("word/vbaProject.bin", b"x")), MACROS),
    "xlsm": (zipped(("xl/workbook.xml", b"<w/>"), ("xl/VBAPROJECT.BIN", b"x")), MACROS),
    "docm under another name": (
        zipped(
            ("[Content_Types].xml", b"application/vnd.ms-word.document.macroEnabled.main+xml"),
            ("word/document.xml", b"<w/>"),
            ("word/harmless.bin", b"x"),
        ),
        MACROS,
    ),
    "odt with Basic": (
        zipped(("mimetype", b"application/vnd.oasis.opendocument.text"), ("Basic/Standard/Module1.xml", b"x")),
        MACROS,
    ),
    "cut short": (DOCX[: len(DOCX) // 2], DAMAGED),
    "only the start of a zip": (b"PK\x03\x04", DAMAGED),
    "many members": (zipped(*((f"word/{n}.xml", b"") for n in range(MOST_MEMBERS + 1))), UNSAFE),
}


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(data: bytes, reason: str) -> None:
    assert _judge(data) == reason


AVIF = b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf"
LIVE_PHOTO = b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  heic"


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1heicmiaf", Kind("heic", "image/heic")),
        (AVIF, WRONG),
        (LIVE_PHOTO, WRONG),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00heicisom", WRONG),
        (b"\xff\xff\xff\xffftypmif1", WRONG),
        (b"\x00\x00\x00\x00ftyp", WRONG),
    ],
)
def test_photos_of_phones_are_told_from_films(data: bytes, answer: Kind | str) -> None:
    assert _judge(data) == answer


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (JPG, Kind("jpg", "image/jpeg")),
        (JPG + bytes(5 * 1024 * 1024 - len(JPG)), Kind("jpg", "image/jpeg")),
        (JPG + bytes(5 * 1024 * 1024), "The file is 5.1MB. It must be 5MB or smaller"),
        (PDF, "The file must be a JPG or PNG"),
        (DOCX, "The file must be a JPG or PNG"),
    ],
    ids=["small", "5MB", "more than 5MB", "pdf", "docx"],
)
def test_a_question_may_take_less(data: bytes, answer: Kind | str) -> None:
    limits = Limits(frozenset({"jpg", "png"}), 5 * 1024 * 1024)
    try:
        found: Kind | str = kind_of(io.BytesIO(data), len(data), limits)
    except Unacceptable as error:
        found = str(error)
    assert found == answer


def test_no_question_takes_more_than_we_do() -> None:
    with pytest.raises(Unacceptable, match="It must be 10MB or smaller"):
        kind_of(io.BytesIO(PDF), LARGEST_BYTES + 1, Limits(largest=LARGEST_BYTES * 5))


def test_the_form_engine_names_the_same_kinds() -> None:
    assert set(NAMES) == set(ENDINGS)
    assert LARGEST_MB * 1024 * 1024 == LARGEST_BYTES


@pytest.mark.parametrize(
    ("scan", "scanning", "note"),
    [
        (Scan.WAITING, False, ""),
        (Scan.WAITING, True, BEING_CHECKED),
        (Scan.CLEAN, True, ""),
        (Scan.CLEAN, False, ""),
        (Scan.INFECTED, True, HAD_A_VIRUS),
        (Scan.INFECTED, False, HAD_A_VIRUS),
        ("a word that is none of ours", True, BEING_CHECKED),
    ],
)
def test_only_what_was_found_clean_is_opened_where_there_is_a_scanner(scan: str, scanning: bool, note: str) -> None:
    assert scan_note(scan, scanning=scanning) == note


def test_a_zip_bomb_is_refused_unopened() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in ("word/document.xml", "word/media.bin"):
            with archive.open(name, "w", force_zip64=True) as member:
                for _ in range(LARGEST_UNPACKED // 2 // (1 << 20) + 1):
                    member.write(bytes(1 << 20))
    assert len(target.getvalue()) < LARGEST_BYTES
    assert _judge(target.getvalue()) == UNSAFE


def test_a_declared_size_that_lies_is_never_believed() -> None:
    wrong = DOCX.replace((len(b"<w/>")).to_bytes(4, "little"), (3).to_bytes(4, "little"))
    assert _judge(wrong) in (Kind("docx", f"{OFFICE}wordprocessingml.document"), DAMAGED)


@pytest.mark.parametrize(
    ("size", "answer"),
    [
        (LARGEST_BYTES, PDF_KIND),
        (LARGEST_BYTES + 1, "The file is 10.1MB. It must be 10MB or smaller"),
        (11 * 1024 * 1024, "The file is 11.0MB. It must be 10MB or smaller"),
    ],
)
def test_size(size: int, answer: Kind | str) -> None:
    assert _judge(PDF + bytes(size - len(PDF))) == answer


@given(st.randoms(use_true_random=False), st.sampled_from([DOCX, ODT, XLSX, encrypted(DOCX)]))
def test_a_damaged_archive_is_judged_and_never_breaks(chance: random.Random, whole: bytes) -> None:
    data = bytearray(whole)
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(4, len(data))] = chance.randrange(256)
    assert isinstance(_judge(bytes(data)), Kind | str)


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]))
def test_any_bytes_are_judged(data: bytes, start: bytes) -> None:
    assert isinstance(_judge(start + data), Kind | str)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("constitution.pdf", "constitution.pdf"),
        ("Constitution.PDF", "Constitution.pdf"),
        ("../../x", "x.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("C:\\x", "x.pdf"),
        ("/etc/passwd", "passwd.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("a.pdf\x00.exe", "a pdf exe.pdf"),
        ("", "file.pdf"),
        ("....", "file.pdf"),
        ("/", "file.pdf"),
        (" . . ", "file.pdf"),
        (".pdf", "pdf.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("CON", "file CON.pdf"),
        ("con.pdf", "file con.pdf"),
        ("LPT1.txt.pdf", "file LPT1.txt.pdf"),
        ("CONSTITUTION.pdf", "CONSTITUTION.pdf"),
        ("🎉 party 🎉.pdf", "🎉 party 🎉.pdf"),
        ("a\"; filename*=UTF-8''b.html", "a filename=UTF-8''b html.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie x=1.pdf"),
        ("a\u2028b.pdf", "a b.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp exe.pdf"),
        ("half\ud83d.pdf", "half.pdf"),
        ("plan.tar.gz", "plan tar gz.pdf"),
        ("budget 1.2.pdf", "budget 1.2.pdf"),
        ("<script>.pdf", "script.pdf"),
        ("100%|a*b?.pdf", "100ab.pdf"),
        ("é" * 300 + ".pdf", "é" * 150 + ".pdf"),
        ("a" * 149 + ". b.pdf", "a" * 149 + ".pdf"),
        ("Café.pdf", "Café.pdf"),
    ],
)
def test_names(typed: str, name: str) -> None:
    assert clean_name(typed, PDF_KIND) == name


def test_a_photo_called_jpeg_keeps_its_name() -> None:
    assert clean_name("day out.JPEG", Kind("jpg", "image/jpeg")) == "day out.jpg"


@given(st.text())
def test_any_name_is_safe_and_stays_as_it_is(typed: str) -> None:
    name = clean_name(typed, PDF_KIND)
    assert clean_name(name, PDF_KIND) == name
    assert name.endswith(".pdf")
    assert name.isprintable()
    assert not name.startswith((".", " "))
    assert not set(name) & set('/\\<>:"|?*;%')
    assert len(name.encode()) <= 1000
    assert len(name) <= 200
