"""The WSGI entry point: every page.

What is loaded by now stays for the life of the process, so the collector need not
look through it again and again; a tenth of a page's time went there.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mailsvc.settings")
application = get_wsgi_application()

gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
