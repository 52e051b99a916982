"""HTML → tagged PDF (PDF/UA-1) by WeasyPrint, from files of this machine alone."""

from __future__ import annotations

import io
import logging
from pathlib import Path

from pikepdf import Dictionary, Name, Pdf

from handbook.pdf.fonts import CannotPrint, font_face_rules, require_pango

PRINTED = 4     # flag of an annotation
PAPER = Path(__file__).with_name("paper.css")


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"pdf: {record.getMessage()}")


def render(html: str, base_url: str) -> bytes:
    """The same bytes for the same HTML.

    Raises:
        CannotPrint: also for a link inside the document that leads nowhere, or a picture without a description.
    """
    require_pango()
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    errors, logger = _Errors(), logging.getLogger("weasyprint")
    logger.setLevel(logging.ERROR)      # warnings are about properties that only browsers know
    logger.addHandler(errors)
    try:
        local = URLFetcher(allowed_protocols=("file", "data"))
        configuration = FontConfiguration()
        style = CSS(
            string=font_face_rules() + PAPER.read_text(encoding="utf-8"), font_config=configuration, url_fetcher=local,
        )
        pdf = HTML(string=html, base_url=base_url, url_fetcher=local).write_pdf(
            stylesheets=[style], font_config=configuration, pdf_variant="pdf/ua-1",
        )
    finally:
        logger.removeHandler(errors)
    if errors.lines:
        raise CannotPrint("\n".join(errors.lines))
    return _complete(pdf)


def _complete(pdf: bytes) -> bytes:
    """Add what WeasyPrint leaves out: header cells say that they head a column, links are there on paper too."""
    with Pdf.open(io.BytesIO(pdf)) as document:
        for item in document.objects:
            if not isinstance(item, Dictionary):
                continue
            if item.get(Name.S) == Name.TH:
                item.A.Scope = Name.Column
            elif item.get(Name.Subtype) == Name.Link:
                item.F = PRINTED
        file = io.BytesIO()
        document.save(file, deterministic_id=True)
    return file.getvalue()
