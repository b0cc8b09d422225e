"""Every address. Each shelf of `views` says its own in a list named `urls`."""

import importlib
import pkgutil

from django.urls import URLPattern, URLResolver, include, path

from throughline.web import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    path("api/", include("throughline.api.urls")),  # by its name: no page knows that room
]
for shelf in sorted(module.name for module in pkgutil.iter_modules(views.__path__)):
    urlpatterns += importlib.import_module(f"throughline.web.views.{shelf}").urls

handler400 = "throughline.web.views.troubles.bad_request"
handler403 = "throughline.web.views.troubles.forbidden"
handler404 = "throughline.web.views.troubles.not_found"
handler429 = "throughline.web.views.troubles.too_many"  # allauth's own
handler500 = "throughline.web.views.troubles.server_error"
