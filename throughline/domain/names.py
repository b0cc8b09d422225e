"""Names: the keys under which a name is found with one letter wrong, and how alike two names are.

Keys follow one scheme everywhere (search, imports, new people), so that a name found in one place is found in all.
"""

import re
import unicodedata
from dataclasses import dataclass

# Names people go by. Each line is one family of names; a name may stand in several. Common knowledge, ours to extend.
_FAMILIES = """
alexander alex alec sandy alasdair alistair alastair ally sasha
agnes senga nessie aggie
andrew andy drew
anthony tony
antony tony
barbara babs barb
benjamin ben benny
catherine katherine kathryn kate katie cathy kathy kitty catriona
charles charlie chic chick chuck
christine chris chrissie christina kirsty
christopher chris kit kris
daniel dan danny
david dave davie davy dai
deborah debbie debs
derek del deek
dominic dom
donald don donnie donny
douglas doug dougie dougal
duncan dunc
edward ed eddie ted teddy ned
elizabeth liz lizzie beth betty elsie eliza libby isobel isabel elspeth
euan ewan ewen owen
francis frank frankie fran
frederick fred freddie
gabriel gabe
gary gaz
geoffrey geoff jeff jeffrey
george geordie dod doddie
gerald gerry jerry
gerard gerry
gordon gordie
graham graeme grahame
gregory greg gregor
harold harry
helen nell nellie ellen eleanor
henry harry hank
hugh hughie shug uisdean
ian iain john
isaac ike
jacob jake
jacqueline jackie jacqui
james jim jimmy jamie hamish seumas jay
janet jess jessie jenny netta
jane jean jeanie sheena
jennifer jen jenny
jonathan jon jonny jonathon
john jock jack johnny ian iain sean shaun shane
joseph joe joey
joshua josh
kenneth ken kenny
kevin kev
lawrence laurence larry lawrie
leonard len lenny
lewis louis lou lewie
malcolm malky calum
margaret maggie meg peggy rita greta mairead maisie
mary mae molly moira mairi may
matthew matt matty
michael mick mike mikey micky
mohammed mohamed muhammad mohammad mo
mark marc marcus
martin marty
nathan nate nathaniel
neil niall neal
nicholas nick nicky nicolas
patricia pat trish tricia patsy
patrick pat paddy padraig
paul pauly
peter pete
philip phil phillip pip
raymond ray
rebecca becca becky
richard dick rich richie rick ricky
robert rob bob bobby robbie rab rabbie bert
roderick rory roddy rod
ronald ron ronnie
samantha sam
samuel sam sammy
sarah sally sara
stephen steven steve stevie
stuart stewart stu
susan sue susie suzanne
terence terry
thomas tom tommy tam tammy
timothy tim
victoria vicky tori
vincent vince vinny
walter wattie wally walt
william will bill billy willie liam wullie
zachary zac zack
"""


def _nicknames() -> dict[str, frozenset[str]]:
    """Return for each name the other names that its bearer may go by."""
    found: dict[str, set[str]] = {}
    for line in _FAMILIES.split("\n"):
        family = line.split()
        for name in family[1:]:
            found.setdefault(family[0], set()).add(name)
            found.setdefault(name, set()).add(family[0])
        for name in family[1:]:
            found[name].update(other for other in family[1:] if other != name)
    return {name: frozenset(others) for name, others in found.items()}


NICKNAMES = _nicknames()
SHORTEST_BEGINNING, LONGEST_BEGINNING = 3, 7
_SOUNDS = {
    letter: str(digit)
    for digit, letters in enumerate(["", "bfpv", "cgjkqsxz", "dt", "l", "mn", "r"])
    for letter in letters
}


def _bare(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("ø", "o").replace("Ø", "o").replace("ł", "l"))
    return "".join(sign for sign in plain.lower() if sign.isalpha())


def normalise(name: str) -> str:
    """Return a name as bare letters: accents, case, blanks, hyphens and apostrophes do not count; Mc is Mac."""
    letters = _bare(name)
    if letters.startswith("mc") and len(letters) > 3:
        letters = "mac" + letters[2:]
    return letters


def soundex(name: str) -> str:
    """Return the four signs under which names that sound alike fall together, or "" for no letters."""
    letters = normalise(name)
    if not letters:
        return ""
    code, last = letters[0], _SOUNDS.get(letters[0], "")
    for letter in letters[1:]:
        sound = _SOUNDS.get(letter, "")
        if sound and sound != last:
            code += sound
        if letter not in "hw":
            last = sound
    return (code + "000")[:4]


def _one_off(name: str, mark: str) -> set[str]:
    """Return a name's keys: itself and itself without each one letter, so that two names one slip apart share a key."""
    # Mc as it is written too: a slip in its two letters makes another name of it.
    spelt = {letters[:40] for letters in (normalise(name), _bare(name)) if letters}
    return {mark + letters for letters in spelt} | {
        mark + letters[:place] + letters[place + 1 :]
        for letters in spelt
        for place in range(len(letters))
        if len(letters) > 1
    }


def surname_keys(family: str) -> set[str]:
    """Return the keys that find a surname (`s` one letter off, `p` by its sound), a double name also by its parts."""
    parts = [part for part in family.replace("-", " ").split() if normalise(part)]
    whole = {family} | (set(parts) if len(parts) > 1 else set())
    return {key for name in whole for key in _one_off(name, "s") | ({"p" + soundex(name)} if soundex(name) else set())}


def forename_keys(given: str) -> set[str]:
    """Return the keys that find a forename (`f` one letter off, `q` by its sound), and the names its bearer may go by."""
    found: set[str] = set()
    for part in given.replace("-", " ").split()[:4]:
        found |= _one_off(part, "f") | ({"q" + soundex(part)} if soundex(part) else set())
        found |= {"f" + other for other in NICKNAMES.get(normalise(part), frozenset())}
    return found


def words_of(name: str) -> list[str]:
    """Return the words of a name as bare letters: a double name whole and by its parts, and "Mc Donald" as one."""
    joined = re.sub(r"\b(mac|mc|o)['’`]?\s+(?=\w)", r"\1", name, flags=re.IGNORECASE)
    whole = joined.split()
    parts = [part for one in whole for part in one.split("-") if "-" in one]
    return [letters for one in [*whole, *parts] if (letters := normalise(one))]


def beginning(word: str) -> str:
    """Return the key (`a`) of the beginning that a word is, or "" where it is too short to find anybody by."""
    letters = normalise(word)
    return "a" + letters[:LONGEST_BEGINNING] if len(letters) >= SHORTEST_BEGINNING else ""


def _beginnings(name: str) -> set[str]:
    return {
        "a" + word[:length]
        for word in words_of(name)
        for length in range(SHORTEST_BEGINNING, min(len(word), LONGEST_BEGINNING) + 1)
    }


def exact_keys(word: str) -> set[str]:
    """Return the keys of those who have this very name, or one that begins so."""
    letters = normalise(word)
    return {"s" + letters, "f" + letters} | ({beginning(word)} - {""}) if letters else set()


def loose_keys(word: str) -> set[str]:
    """Return the keys of those who may have been meant by a word: a slip, a sound, a short form."""
    return surname_keys(word) | forename_keys(word) | exact_keys(word)


def keys(given: str, family: str) -> set[str]:
    """Return every key under which somebody of this name is found."""
    return surname_keys(family) | forename_keys(given) | _beginnings(f"{given} {family}")


def distance(one: str, other: str) -> int:
    """Return how many slips lie between two words: a letter too many, too few, wrong, or two swapped."""
    if one == other:
        return 0
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, earlier[j - 2] + 1)
            row.append(best)
    return row[-1]


@dataclass(frozen=True)
class Likeness:
    """How alike two names are: 0 (not alike) to 3 (the same), and why in words."""

    grade: int
    why: str


def likeness(given: str, family: str, other_given: str, other_family: str) -> Likeness:
    """Tell how alike two people's names are.

    3: the same letters. 2: one goes by a short form of the other, or they are swapped. 1: a slip of a letter or two.
    """
    one, two = (
        (normalise(given.split(" ")[0]), normalise(family)),
        (normalise(other_given.split(" ")[0]), normalise(other_family)),
    )
    if one == two:
        return Likeness(3, "the same name")
    if one == (two[1], two[0]):
        return Likeness(2, "the same two names, swapped")
    surname = _slips(one[1], two[1])
    forename = _slips(one[0], two[0])
    short = two[0] in NICKNAMES.get(one[0], frozenset())
    if surname == 0 and short:
        return Likeness(2, f"the same surname, and {given.split(' ')[0]} may be short for {other_given.split(' ')[0]}")
    if surname is not None and (forename is not None or short):
        return Likeness(1, "names that differ by a letter or two")
    if surname == 0 and (not one[0] or not two[0] or one[0][0] == two[0][0]):
        return Likeness(1, "the same surname and first letter")
    return Likeness(0, "")


def _slips(one: str, two: str) -> int | None:
    """Return how many slips lie between two names where they are few enough to be the same name, else None."""
    allowed = 0 if min(len(one), len(two)) < 3 else 1 if min(len(one), len(two)) < 6 else 2
    slips = distance(one, two)
    return slips if slips <= allowed else None
