"""A consultation as a report: web page, PDF, Markdown, JSON, FHIR; each sentence with the rule or source behind it."""

from anagen.consultation.report.document import Document, Sentence
from anagen.consultation.report.fhir import fhir_bundles
from anagen.consultation.report.html import html_report
from anagen.consultation.report.json import json_report
from anagen.consultation.report.markdown import markdown_report
from anagen.consultation.report.pdf import pdf_report
from anagen.consultation.report.write import report_of

__all__ = [
    "Document",
    "Sentence",
    "fhir_bundles",
    "html_report",
    "json_report",
    "markdown_report",
    "pdf_report",
    "report_of",
]
