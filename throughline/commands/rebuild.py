"""placeholder"""


def arguments(parser):
    pass


def run(chosen):
    return 0
