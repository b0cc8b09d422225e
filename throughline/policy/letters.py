"""Which kinds of information a letter shows, by the fields in its words."""

from collections.abc import Collection

from throughline.policy.grants import Opens

# A field that is not here shows who somebody is, or nothing of them.
OPENED_BY_FIELD = {
    "first name": Opens.IDENTITY,
    "name": Opens.IDENTITY,
    "mentor": Opens.JOURNEY,
    "mentor phone": Opens.JOURNEY,
    "release day": Opens.JOURNEY,
    "prison": Opens.JOURNEY,
    "appointment day": Opens.JOURNEY,
    "appointment time": Opens.JOURNEY,
    "appointment place": Opens.JOURNEY,
    "programme": Opens.JOURNEY,
}


def opens_of(fields: Collection[str], *, by_post: bool) -> Opens:
    """Return every kind of information that a letter with these fields shows. It stands on the timeline: a journey, always."""
    needed = Opens.IDENTITY | Opens.JOURNEY
    for name in fields:
        needed |= OPENED_BY_FIELD.get(name, Opens.IDENTITY)
    return needed | Opens.ADDRESS if by_post else needed
