"""Every address for machines, and the description of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from throughline.api import appointments, codes, notes, people
from throughline.api.answers import nothing_else_asked
from throughline.api.doors import Owner
from throughline.api.problems import KIND, answer_in_words


class Api(NinjaAPI):
    """Ours. Its description names the kind of answer in which a problem is told."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """Return the description, with every problem as what it is sent as."""
        schema = super().get_openapi_schema(**kwargs)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400:
                        answer["content"] = {KIND: answer["content"]["application/json"]}
        return schema


api = Api(
    title="Throughline",
    version="1",
    description="Your own caseload, one person, a note, an appointment. A token sees what its owner sees, at that moment, and no more.",
    auth=Owner(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
api.add_decorator(nothing_else_asked, mode="view")
for router in (people.router, notes.router, appointments.router, codes.router):
    api.add_router("", router)
answer_in_words(api)


@csrf_exempt  # it changes nothing; any other method is told so
@require_safe
def description(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Give the description of the API: OpenAPI 3.1. It shows nobody."""
    return JsonResponse(api.get_openapi_schema())


urlpatterns = [path("openapi.json", description, name="api_description"), path("", api.urls)]
