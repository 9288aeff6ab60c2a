"""How debug mode remembers where something was made."""

import sys
import traceback

from . import constants


def extract_stack(f=None, limit=None):
    """The stack above the caller, at most a few entries, without reading the source lines."""
    if f is None:
        f = sys._getframe(0).f_back
    if limit is None:
        limit = constants.DEBUG_STACK_DEPTH
    stack = traceback.StackSummary.extract(traceback.walk_stack(f), limit=limit, lookup_lines=False)
    stack.reverse()
    return stack
