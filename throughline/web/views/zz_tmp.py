from django.http import HttpResponse
from django.urls import path


def v(request, **k):
    return HttpResponse("later")


urls = [
    path("lists/", v, name="lists"),
    path("held/", v, name="held_rows"),
    path("setup/", v, name="setup"),
    path("begin/", v, name="begin"),
]
