"""How a worker stands at this moment: their roles and keys, read from their posts."""

from datetime import date
from uuid import UUID

from throughline.domain.vocabulary import Role
from throughline.models.organisations import Team
from throughline.models.workers import Post, Worker
from throughline.policy.standing import SEEING_ROLES, Standing


def standing_of(worker: Worker | UUID, *, on: date) -> Standing:
    """Return the standing of a worker on a day: what their posts let them do, and the keys that grants may name.

    A worker who has left holds no roles and no key: whatever was granted to them opens nothing.
    """
    if isinstance(worker, UUID):
        worker = Worker.objects.get(pk=worker)
    posts = list(Post.objects.held(on).filter(worker=worker))
    left = worker.has_left(on)
    if left:
        posts = []
    keys = set() if left else {worker.pk}
    teams = {post.team_id for post in posts if post.team_id}
    for post in posts:
        if Role(post.role) in SEEING_ROLES:
            # A post in a team sees its team's grants; one without a team sees its organisation's.
            keys.add(post.team_id or post.organisation_id)
    wide = [post.organisation_id for post in posts if post.role == Role.COORDINATOR and post.team_id is None]
    if wide:
        # A coordinator of a whole service sees what each of its teams was granted.
        whole = set(Team.objects.on(on).filter(organisation__in=wide).values_list("pk", flat=True))
        keys |= whole
        teams |= whole
    return Standing(
        worker=worker.pk,
        name=worker.name,
        roles=frozenset(Role(post.role) for post in posts),
        keys=frozenset(keys),
        teams=frozenset(teams),
        prisons=frozenset(post.prison_id for post in posts if post.prison_id),
        service=worker.service,
    )
