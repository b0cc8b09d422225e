"""placeholder"""

import argparse


def arguments(parser):
    pass


def run(chosen):
    return 0
