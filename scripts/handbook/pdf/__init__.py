"""Chapters as PDF: `pdf/<chapter>.pdf`, `pdf/handbook.pdf` for all, and `print/<chapter>/` for the reader's own printer.

    built pages → one document a chapter → WeasyPrint → bound behind cover and contents
    article, notes, svg, tables → chapter → render → front, bind, footer → make
"""

from handbook.pdf.fonts import CannotPrint
from handbook.pdf.plan import Plan, plan, publish, wanted, write_pdfs

__all__ = ["CannotPrint", "Plan", "plan", "publish", "wanted", "write_pdfs"]
