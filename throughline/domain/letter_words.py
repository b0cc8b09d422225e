"""The letters and forms that a partnership starts with, in two languages. It puts them in its own words.

The Polish words were not checked by a translator: until a partnership says that they were, none is printed.
"""

from dataclasses import dataclass

from throughline.domain.letters import Kind, Language


@dataclass(frozen=True)
class Shipped:
    """A letter as it is shipped. `by_post`: a name and an address stand where an envelope has its window."""

    kind: Kind
    language: Language
    by_post: bool
    title: str
    body: str


SHIPPED: tuple[Shipped, ...] = (
    Shipped(
        Kind.OFFER, Language.ENGLISH, False, "Someone to help you, if you want",
        """Dear {first name},

We are {partnership}. We help people who will soon go home.

If you want, someone will work with you from now on. They can meet you on the day ({release day}), and they stay in touch for as long as you like. You choose what you want help with:

- a place to live
- money and a doctor
- work, or learning something
- someone to talk to

It is your choice. If you say no, nothing bad comes of it. You can change your mind at any time.

{mentor} will come and ask you what you think. You can also ask any member of staff to tell us that you want to talk.

{mentor}""",
    ),
    Shipped(
        Kind.SIGN_UP, Language.ENGLISH, False, "I want to join",
        """My name is {name}.

I want to join {programme}. I know that:

- it is my choice, and I can stop at any time
- someone will work with me on what I want help with
- I can read what is written about me when I ask

What I want help with first:

________________________________________________

________________________________________________""",
    ),
    Shipped(
        Kind.CONSENT, Language.ENGLISH, False, "What I agree to",
        """My name is {name}.

Read each line below, or ask us to read it to you. Put a cross at Yes or at No. You can say no to a line. You can change your mind later, and nothing bad comes of it.""",
    ),
    Shipped(
        Kind.APPOINTMENT, Language.ENGLISH, True, "See you soon",
        """Dear {first name},

This is booked for you:

- Day: {appointment day}
- Time: {appointment time}
- Where: {appointment place}

If you cannot come, ring {mentor} on {mentor phone}. That is all right. We will find another time.

{mentor}""",
    ),
    Shipped(
        Kind.STILL_HERE, Language.ENGLISH, True, "Still here for you",
        """Dear {first name},

We have not spoken for a while. That is all right. You have done nothing wrong.

We are still here for you. If you want to talk, ring {mentor} on {mentor phone}. You need no reason.

If you do not want to hear from us, tell us, and we will stop writing.

{mentor}""",
    ),
    Shipped(
        Kind.MOVING_ON, Language.ENGLISH, True, "Well done, and all the best",
        """Dear {first name},

Our work together has come to an end for now. Thank you for the time that we had. What you have done is yours.

The door stays open. If things get hard, or if you only want to tell us how you are, ring {mentor} on {mentor phone}. You do not need to start again from the beginning.

We wish you all the best.

{mentor}""",
    ),
    Shipped(
        Kind.OFFER, Language.POLISH, False, "Ktoś, kto pomoże, jeśli chcesz",
        """Dzień dobry, {first name}!

Nasza organizacja nazywa się {partnership}. Pomagamy osobom, które wkrótce wrócą do domu.

Jeśli chcesz, od teraz ktoś będzie z Tobą pracować. Może spotkać się z Tobą w dniu wyjścia ({release day}) i zostanie w kontakcie tak długo, jak zechcesz. To Ty wybierasz, w czym potrzebujesz pomocy:

- mieszkanie
- pieniądze i lekarz
- praca albo nauka
- rozmowa

To Twój wybór. Jeśli odmówisz, nic złego się nie stanie. W każdej chwili możesz zmienić zdanie.

Zapyta Cię o to {mentor}. Możesz też poprosić kogoś z personelu, żeby nam przekazał, że chcesz porozmawiać.

{mentor}""",
    ),
    Shipped(
        Kind.SIGN_UP, Language.POLISH, False, "Chcę dołączyć",
        """Nazywam się {name}.

Chcę dołączyć do programu {programme}. Wiem, że:

- to mój wybór i w każdej chwili mogę przestać
- ktoś będzie ze mną pracować nad tym, w czym chcę pomocy
- mogę przeczytać, co o mnie zapisano, kiedy o to poproszę

W czym chcę pomocy najpierw:

________________________________________________

________________________________________________""",
    ),
    Shipped(
        Kind.CONSENT, Language.POLISH, False, "Na co się zgadzam",
        """Nazywam się {name}.

Przeczytaj każde zdanie poniżej albo poproś, żebyśmy je przeczytali. Postaw krzyżyk przy „Tak” albo „Nie”. Na każde zdanie możesz powiedzieć „nie”. Możesz później zmienić zdanie i nic złego się nie stanie.""",
    ),
    Shipped(
        Kind.APPOINTMENT, Language.POLISH, True, "Do zobaczenia",
        """Dzień dobry, {first name}!

Oto Twoje umówione spotkanie:

- Dzień: {appointment day}
- Godzina: {appointment time}
- Miejsce: {appointment place}

Jeśli nie możesz przyjść, zadzwoń. Telefon: {mentor phone} ({mentor}). To nic złego. Znajdziemy inny termin.

{mentor}""",
    ),
    Shipped(
        Kind.STILL_HERE, Language.POLISH, True, "Nadal jesteśmy dla Ciebie",
        """Dzień dobry, {first name}!

Od jakiegoś czasu nie rozmawialiśmy. To nic złego. Nie masz sobie czego zarzucać.

Nadal jesteśmy dla Ciebie. Jeśli chcesz porozmawiać, zadzwoń. Telefon: {mentor phone} ({mentor}). Nie musisz podawać powodu.

Jeśli nie chcesz, żebyśmy pisali, powiedz nam, a przestaniemy.

{mentor}""",
    ),
    Shipped(
        Kind.MOVING_ON, Language.POLISH, True, "Gratulacje i wszystkiego dobrego",
        """Dzień dobry, {first name}!

Nasza wspólna praca na razie się kończy. Dziękujemy za ten czas. To, co udało Ci się osiągnąć, jest Twoje.

Drzwi pozostają otwarte. Jeśli będzie Ci trudno albo po prostu zechcesz powiedzieć, co u Ciebie, zadzwoń. Telefon: {mentor phone} ({mentor}). Nie trzeba zaczynać od początku.

Życzymy wszystkiego dobrego.

{mentor}""",
    ),
)  # fmt: skip
