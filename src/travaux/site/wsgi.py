"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "travaux.site.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  all pages are read now: no first reader waits for it
