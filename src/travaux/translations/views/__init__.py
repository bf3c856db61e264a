"""Pages of the translations: languages, paragraphs, one paragraph, files, jobs, reading."""

from travaux.translations.views.files import bring_file, file_page, machine, units_file
from travaux.translations.views.jobs import job_page
from travaux.translations.views.overview import meaning, overview, overview_file
from travaux.translations.views.paragraphs import paragraph, paragraphs, paragraphs_file
from travaux.translations.views.reading import in_language, reading, text_file

__all__ = [
    "bring_file",
    "file_page",
    "in_language",
    "job_page",
    "machine",
    "meaning",
    "overview",
    "overview_file",
    "paragraph",
    "paragraphs",
    "paragraphs_file",
    "reading",
    "text_file",
    "units_file",
]
